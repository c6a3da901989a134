import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ChatPaces } from '../../src/contracts/chat-paces.ts';
import type { MessageRef } from '../../src/contracts/reply-surface.ts';
import type { Store } from '../../src/contracts/store.ts';
import { createFleetOfOne } from '../../src/fleet/fleet-of-one.ts';
import { sleep } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { createShares } from '../../src/shares/shares.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';
import { realBudget } from '../helpers/real-budget.ts';
import {
  createDiscordLimiter,
  createTelegramLimiter,
  type SimulatedLimiter,
} from '../helpers/simulated-limiters.ts';
import { createSimulatedNetwork } from '../helpers/simulated-network.ts';

/** The chats that are handed over. */
export const CHATS = {
  'a channel of Discord': {
    platform: 'discord',
    id: '10',
    createLimiter: (clock) => createDiscordLimiter(clock),
  },
  'a channel of Discord that does not report its limits': {
    platform: 'discord',
    id: '10',
    createLimiter: (clock) => createDiscordLimiter(clock, { reportsLimits: false }),
  },
  'a private chat': { platform: 'telegram', id: '7', createLimiter: createTelegramLimiter },
  'a private chat with drafts': {
    platform: 'telegram',
    id: '7',
    env: { TELEGRAM_DRAFTS: 'yes' },
    createLimiter: createTelegramLimiter,
  },
  'a group': { platform: 'telegram', id: '-100', createLimiter: createTelegramLimiter },
} as const satisfies Record<string, HandedOverChat>;

interface HandedOverChat {
  readonly platform: 'discord' | 'telegram';
  readonly id: string;
  readonly env?: Record<string, string>;
  readonly createLimiter: (clock: FakeClock) => SimulatedLimiter;
}

/** One process that answers in the chat, and its end. */
export interface Host {
  readonly words: number;
  readonly wordMs: number;
  readonly answers: number;
  readonly end: 'left' | 'died';
  /** Until the next one adopts the chat. */
  readonly pauseMs: number;
}

/** What became of the answers. */
export interface HandoverCounts {
  answers: number;
  calls: number;
  refused: number;
  storeWrites: number;
  /** From the adoption of a chat whose host died to the first call. */
  longestSilenceMs: number;
}

/** A call that was on its way at the death has arrived by then. */
const ARRIVAL_MS = 1_000;
const hosts = fc.record({
  words: fc.integer({ min: 1, max: 60 }),
  wordMs: fc.constantFrom(50, 200, 700),
  answers: fc.integer({ min: 1, max: 4 }),
  end: fc.constantFrom<Host['end']>('left', 'died'),
  pauseMs: fc.nat(8_000),
});
const schedules = fc.record({
  hosts: fc.array(hosts, { minLength: 2, maxLength: 6 }),
  latenciesMs: fc.array(fc.integer({ min: 5, max: 900 }), { minLength: 1, maxLength: 10 }),
});

/** Hands a chat over at random times, again and again. Asserts that no call is too many. */
export async function checkHandover(name: keyof typeof CHATS, runs: number, seed: number) {
  const property = fc.asyncProperty(schedules, async (schedule) => {
    const { refused } = await runHosts(CHATS[name], schedule);
    assert.equal(refused, 0, 'no call is too many');
  });
  await fc.assert(property, { numRuns: runs, seed, endOnFailure: true });
}

/** Runs one process after the other in a chat. */
export async function runHosts(
  chat: HandedOverChat,
  schedule: { readonly hosts: readonly Host[]; readonly latenciesMs: readonly number[] },
): Promise<HandoverCounts> {
  const clock = createFakeClock();
  let call = 0;
  let adoptedAt: number | undefined;
  const counts = { answers: 0, calls: 0, refused: 0, storeWrites: 0, longestSilenceMs: 0 };
  const network = createSimulatedNetwork({
    clock,
    limiter: chat.createLimiter(clock),
    latencyMs() {
      if (adoptedAt !== undefined) {
        counts.longestSilenceMs = Math.max(counts.longestSilenceMs, clock.now() - adoptedAt);
        adoptedAt = undefined;
      }
      return schedule.latenciesMs[call++ % schedule.latenciesMs.length] ?? 0;
    },
  });
  const memory = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const store: Store = {
    ...memory,
    write(changes) {
      counts.storeWrites += 1;
      return memory.write(changes);
    },
  };

  async function runAll(): Promise<void> {
    let last: Parameters<ChatPaces['adopt']>[1] = { end: 'left' };
    for (const host of schedule.hosts) {
      if (last.end === 'died') adoptedAt = clock.now();
      await runHost(host, last);
      const { end, pauseMs } = host;
      await sleep(clock, pauseMs + (end === 'died' ? ARRIVAL_MS : 0));
      last = end === 'died' ? { end, agoMs: pauseMs } : { end };
    }
  }

  async function runHost(host: Host, last: Parameters<ChatPaces['adopt']>[1]): Promise<void> {
    let isDead = false;
    const { promise: never } = Promise.withResolvers<void>();
    const replies = createReplies({
      clock,
      log: silentLog,
      beforeWrite: () => (isDead ? never : Promise.resolve()),
      sharing: {
        store,
        fleet: createFleetOfOne({ version: '1', now: clock.now() }),
        shares: createShares({ clock, log: silentLog }),
      },
    });
    const { platform, id, env = {} } = chat;
    const surface = network.surface(id, realBudget(platform, id, { clock, env }));
    await replies.adopt(`${platform}:${id}`, last);

    for (let answer = 1; answer <= host.answers; answer++) {
      const isCutOff = host.end === 'died' && answer === host.answers;
      const messages: MessageRef[] = [];
      const reply = replies.open({
        ...{ surface, key: `${counts.answers}`, messages },
        signal: new AbortController().signal,
      });
      for (let word = 1; word <= host.words; word++) {
        reply.show(Array.from({ length: word }, (_, index) => `word${index}`).join(' '));
        await sleep(clock, host.wordMs);
      }
      if (!isCutOff) await reply.finish('the end');
      counts.answers += 1;
    }
    if (host.end === 'died') isDead = true;
    else await replies.release(`${platform}:${id}`);
  }

  let isFinished = false;
  const running = runAll().then(() => {
    isFinished = true;
  });
  for (let minute = 0; !isFinished; minute++) {
    assert.ok(minute < 200, 'the answers end');
    await Promise.race([clock.advance(60_000), running]);
  }
  await running;
  return { ...counts, calls: network.counts.calls, refused: network.counts.refused };
}
