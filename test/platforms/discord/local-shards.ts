import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { startLocalDiscord } from '../../../playground/discord/index.ts';
import { type DiscordLimits, scaleLimits } from '../../../playground/discord/limits.ts';
import type { LocalDiscord } from '../../../playground/discord/local-discord.ts';
import type { Fleet, Member } from '../../../src/contracts/fleet.ts';
import type { InboundEvent } from '../../../src/contracts/inbox.ts';
import type { ConnectionState, Platform } from '../../../src/contracts/platform.ts';
import type { Store } from '../../../src/contracts/store.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { createDiscord } from '../../../src/platforms/discord/index.ts';
import { createMemoryAdapter } from '../../../src/store/memory-adapter.ts';
import { createStore } from '../../../src/store/store.ts';
import { createRecordingLog } from '../../helpers/recording-log.ts';
import { waitFor } from './start-bot.ts';

const TIME_SCALE = 0.05;

/** The processes that read one local Discord, and the store that they share. */
export interface ShardRoom {
  readonly network: LocalDiscord;
  readonly store: Store;
  /** Starts a process. Its events and log lines are apart from those of the others. */
  start(id: string, env?: Record<string, string>): Promise<Reader>;
}

/** A process that reads events. */
export interface Reader {
  readonly platform: Platform;
  readonly events: InboundEvent[];
  readonly states: ConnectionState[];
  readonly log: ReturnType<typeof createRecordingLog>;
  /** The texts of the messages that it read. */
  texts(): readonly string[];
  waitForText(text: string): Promise<void>;
  /** Ends as a process that was killed: writes nothing, and the others see it gone. */
  kill(): void;
  stop(): Promise<void>;
}

/** Starts a local Discord without a process. */
export async function openShardRoom(
  t: TestContext,
  limits: Partial<DiscordLimits> = {},
): Promise<ShardRoom> {
  const network = await startLocalDiscord({ limits: { ...scaleLimits(TIME_SCALE), ...limits } });
  const store = createStore({
    adapter: createMemoryAdapter({ clock: systemClock }),
    clock: systemClock,
  });
  const fleet = createTestFleet();
  t.after(() => network.stop());

  async function start(id: string, env: Record<string, string> = {}): Promise<Reader> {
    const log = createRecordingLog();
    const platform = createDiscord({
      env: { DISCORD_TOKEN: network.token, DISCORD_API_URL: network.apiUrl, ...env },
      clock: systemClock,
      log,
      commands: [],
      timeScale: TIME_SCALE,
    });
    assert.ok(platform);
    const events: InboundEvent[] = [];
    const states: ConnectionState[] = [];
    let isKilled = false;
    const own = {
      ...store,
      async write(changes: Parameters<Store['write']>[0]) {
        if (!isKilled) await store.write(changes);
      },
      swap: async (...given: Parameters<Store['swap']>) => !isKilled && store.swap(...given),
    };
    const inbox = {
      accept: async (event: InboundEvent) => void (isKilled || events.push(event)),
      complete: async () => [],
    };
    const stop = async () => {
      await platform.stop();
      fleet.remove(id);
    };
    t.after(stop);
    await platform.start(inbox, (state) => void states.push(state), {
      store: own,
      fleet: fleet.join(id),
    });

    const texts = () =>
      events.flatMap((event) => (event.kind === 'message' ? event.message.text : []));
    return {
      platform,
      events,
      states,
      log,
      texts,
      waitForText: async (text) =>
        void (await waitFor(() => texts().includes(text), `no message ${text}`)),
      kill() {
        isKilled = true;
        network.controls.disconnect();
        void platform.stop();
        fleet.remove(id);
      },
      stop,
    };
  }

  return { network, store, start };
}

/** A fleet whose members join and leave at once. */
function createTestFleet() {
  const members = new Map<string, Member>();
  const listeners = new Set<() => void>();
  const told = new Set<(topic: string, content: unknown) => void>();
  const tellMembers = () => {
    for (const listener of [...listeners]) listener();
  };

  return {
    join(id: string): Fleet {
      const self: Member = {
        id,
        number: members.size,
        role: 'all',
        version: '1',
        storeFormat: 1,
        since: 0,
      };
      members.set(id, self);
      tellMembers();
      return {
        self,
        members: () => [...members.values()],
        onMembers(onChange) {
          listeners.add(onChange);
          return () => listeners.delete(onChange);
        },
        tell(topic, content) {
          for (const each of [...told]) each(topic, content);
        },
        onTold(topic, onContent) {
          const each = (given: string, content: unknown) => {
            if (given === topic) onContent(content);
          };
          told.add(each);
          return () => told.delete(each);
        },
        runAlone: (_name, work, signal) => work(signal),
      };
    },
    remove(id: string) {
      if (members.delete(id)) tellMembers();
    },
  };
}
