import type { ConnectionMemory } from '../../../contracts/platform.ts';
import type { Clock } from '../../../lib/clock.ts';
import { fieldsReader, listReader } from '../../../lib/json-reader.ts';
import type { Log } from '../../../lib/log.ts';
import { idReader } from '../inbound/raw-content.ts';

/** Remembers the direct chats with the bot: Discord lists them to no bot. */
export interface DirectChannels {
  remember(channelId: string): void;
  /** Those that were used last come first. */
  list(): Promise<readonly string[]>;
  /** Writes what is not written yet. Never rejects. */
  close(): Promise<void>;
}

interface DirectChannelsParts {
  readonly memory: ConnectionMemory;
  /** The name of the platform. */
  readonly name: string;
  readonly clock: Clock;
  readonly log: Log;
}

const MAX_CHANNELS = 50;
const WRITE_AFTER_MS = 30_000;
const idsReader = fieldsReader({ ids: listReader(idReader) }, 'ids');

/** Creates the memory. Direct messages come over one shard, so one process writes it. */
export function createDirectChannels(parts: DirectChannelsParts): DirectChannels {
  const { memory, name, clock, log } = parts;
  const key = `connection:${name}:directs`;
  let ids: readonly string[] = [];
  let isLoaded = false;
  let cancelWrite: (() => void) | undefined;

  async function load(): Promise<void> {
    if (isLoaded) return;
    const stored = idsReader(await memory.store.get(key))?.ids ?? [];
    ids = [...new Set([...ids, ...stored])].slice(0, MAX_CHANNELS);
    isLoaded = true;
  }

  async function write(): Promise<void> {
    cancelWrite?.();
    cancelWrite = undefined;
    try {
      await load();
      await memory.store.write([{ key, value: { ids } }]);
    } catch (error) {
      log.debug({ error: String(error) }, 'discord: direct chats not kept');
    }
  }

  return {
    remember(channelId) {
      if (ids[0] === channelId) return;
      ids = [channelId, ...ids.filter((id) => id !== channelId)].slice(0, MAX_CHANNELS);
      cancelWrite ??= clock.after(WRITE_AFTER_MS, () => void write());
    },
    async list() {
      await load().catch(() => {});
      return ids;
    },
    async close() {
      if (cancelWrite) await write();
    },
  };
}
