import type { Channel } from '../../../contracts/chat-message.ts';
import type { ConnectionMemory } from '../../../contracts/platform.ts';
import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { fieldsReader } from '../../../lib/json-reader.ts';
import type { Log } from '../../../lib/log.ts';
import { withTimeout } from '../../../lib/with-timeout.ts';
import { DiscordError } from '../connection/discord-error.ts';
import { idReader } from './raw-content.ts';

/**
 * Remembers the channels of threads for all processes. One process answers in a channel and its threads, so each event
 * must name both; the network may not say it, such as for a deletion in a thread that the bot cannot see any more.
 */
export interface ThreadParents {
  /** Keeps the channel of a thread, and nothing of other channels. Returns at once. */
  remember(channel: Channel | undefined): void;
  /** The id of the channel of a thread. Never rejects. */
  find(threadId: string): Promise<string | undefined>;
}

interface ThreadParentsParts {
  /** `undefined`: the process is alone. */
  readonly memory: ConnectionMemory | undefined;
  /** The name of the platform. */
  readonly name: string;
  readonly clock: Clock;
  readonly log: Log;
}

const MAX_THREADS = 10_000;
const KEPT_MS = 30 * 24 * 60 * 60_000;
/** A deletion or a message waits no longer for it. */
const READ_TIMEOUT_MS = 2_000;

const parentReader = fieldsReader({ parentId: idReader }, 'parentId');

/** Creates the memory. It writes each thread once per process, and only where other processes may need it. */
export function createThreadParents(parts: ThreadParentsParts): ThreadParents {
  const { memory, name, clock, log } = parts;
  const parents = createExpiringMap<string, string>({ clock, maxEntries: MAX_THREADS });
  const keyOf = (threadId: string) => `connection:${name}:parent:${threadId}`;

  async function write(threadId: string, parentId: string): Promise<void> {
    try {
      await memory?.store.write([{ key: keyOf(threadId), value: { parentId }, ttlMs: KEPT_MS }]);
    } catch (error) {
      parents.delete(threadId);
      log.debug(
        { thread: threadId, error: String(error) },
        'discord: channel of a thread not kept',
      );
    }
  }

  async function read(threadId: string): Promise<string | undefined> {
    const onTimeout = () =>
      new DiscordError('Discord: the store did not answer.', { kind: 'network' });
    const limits = { clock, timeoutMs: READ_TIMEOUT_MS, onTimeout };
    try {
      const kept = await withTimeout(limits, async () => memory?.store.get(keyOf(threadId)));
      return parentReader(kept)?.parentId;
    } catch (error) {
      log.debug({ thread: threadId, error: String(error) }, 'discord: channel of a thread unknown');
      return undefined;
    }
  }

  return {
    remember(channel) {
      const { id, kind, parentId, personId } = channel ?? {};
      if (id === undefined || kind !== 'thread' || parentId === undefined) return;
      // The place of one person has an id of its own, and belongs to the channel of the thread as well.
      if (personId !== undefined) return;
      if (!memory || memory.fleet.members().length < 2) return;
      if (parents.get(id) === parentId) return;
      // Written again before it is over.
      parents.set(id, parentId, KEPT_MS / 2);
      void write(id, parentId);
    },

    async find(threadId) {
      return parents.get(threadId) ?? read(threadId);
    },
  };
}
