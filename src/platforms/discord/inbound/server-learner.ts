import type { Client } from 'discord.js';
import { type Clock, sleep } from '../../../lib/clock.ts';
import { createSharedRun } from '../../../lib/shared-run.ts';
import { createSlots } from '../../../lib/slots.ts';
import { createFailureWindow } from './failure-window.ts';

/**
 * Fetches servers into the cache of discord.js, which goes on from there by events. Discord describes all servers when a
 * session begins, and not to a process that goes on with the session of an earlier one.
 */
export interface ServerLearner {
  /** True if the client got no description of servers, and none is to come. */
  readonly isNeeded: boolean;
  /** Fetches a server that the cache lacks. Gives up its wait after a while. Never rejects. */
  learn(serverId: string): Promise<void>;
}

/** All servers become active at once when a process starts, and Discord allows a bot 50 requests a second for everything. */
const SERVERS_AT_ONCE = 2;
const MAX_WAITING = 2_500;
const LONGEST_WAIT_MS = 5_000;

/** Creates the learner of a client that is not connected yet. */
export function createServerLearner(client: Client, clock: Clock): ServerLearner {
  const slots = createSlots(SERVERS_AT_ONCE, MAX_WAITING);
  const failures = createFailureWindow(clock);
  const once = createSharedRun<void>();
  let isTold = false;
  client.ws.on('READY' as Parameters<typeof client.ws.on>[0], () => {
    isTold = true;
  });

  async function fetchServer(serverId: string): Promise<void> {
    const server = await client.guilds.fetch(serverId);
    await server.channels.fetch();
    await server.channels.fetchActiveThreads();
  }

  async function learnInTurn(serverId: string): Promise<void> {
    const { signal } = new AbortController();
    if (!(await slots.take(signal))) return;
    try {
      await failures.tryTo(() => fetchServer(serverId));
    } finally {
      slots.give();
    }
  }

  return {
    get isNeeded() {
      return !isTold;
    },

    async learn(serverId) {
      const isKnown = () => client.guilds.cache.has(serverId);
      const learning = once(serverId, async () => (isKnown() ? undefined : learnInTurn(serverId)));
      const waited = new AbortController();
      await Promise.race([learning, sleep(clock, LONGEST_WAIT_MS, waited.signal)]);
      waited.abort();
    },
  };
}
