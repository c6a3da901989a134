import assert from 'node:assert/strict';
import type { ReplySurface } from '../../src/contracts/reply-surface.ts';
import { sleep } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { realBudget } from '../helpers/real-budget.ts';
import { createDiscordLimiter, createTelegramLimiter } from '../helpers/simulated-limiters.ts';
import { createSimulatedNetwork } from '../helpers/simulated-network.ts';

/** One answer, in a chat of its own. */
export interface SimulatedChat {
  readonly startMs: number;
  readonly durationMs: number;
}

/** The waits of people, and the work behind them. Times are sorted, in milliseconds. */
export interface ManyChatsResult {
  /** From the first words of the model until a person reads them. */
  readonly firstWordsMs: readonly number[];
  /** From the end of the model's text until a person reads all of it. */
  readonly endsMs: readonly number[];
  /** Between two writes of one answer that grows, or until its end came. */
  readonly gapsMs: readonly number[];
  readonly writes: number;
  readonly renders: number;
  /** Calls of `show`. */
  readonly deltas: number;
}

interface ManyChatsOptions {
  readonly platform?: 'telegram' | 'discord';
  /** From a call to its answer. */
  readonly latencyMs?: number;
}

/** Models write about 50 tokens of 4 characters a second. */
const CHARACTERS_PER_MS = 0.2;
const DELTA_MS = 250;
/** `ENOUGH_FIRST_CHARACTERS` of the replies. */
const FIRST_CHARACTERS = 30;
const LONGEST_RUN_MINUTES = 30;

/** Begins `count` answers at one moment. */
export function chatsAtOnce(count: number, durationMs = 20_000): readonly SimulatedChat[] {
  return Array.from({ length: count }, () => ({ startMs: 0, durationMs }));
}

/**
 * 100 answers that grow all the time, and new ones at random moments: `perSecond` of them for a minute.
 * They are the same in every run.
 */
export function newChatsBesideGrowing(perSecond: number): readonly SimulatedChat[] {
  const random = createRandom();
  const growing = Array.from({ length: 100 }, (_, index) => ({
    startMs: index * 50,
    durationMs: 70_000,
  }));

  const chats: SimulatedChat[] = [];
  let startMs = 8_000;
  while (startMs < 68_000) {
    chats.push({ startMs: Math.round(startMs), durationMs: Math.round(2_000 + random() * 18_000) });
    startMs -= (Math.log(random()) * 1_000) / perSecond;
  }
  return [...growing, ...chats];
}

/** The time that 99 % of the sorted times do not exceed. */
export function p99(sorted: readonly number[]): number {
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN;
}

/** 1.2 times the least time that the limit allows to this number of calls, and 0.3 s. */
export function aimMs(chats: number, callsPerSecond = 30): number {
  return 1.2 * (chats / callsPerSecond) * 1_000 + 300;
}

/**
 * Runs all answers in virtual time against the local servers' models of the limits. Asserts that no call
 * is too many and that every answer arrives whole.
 */
export async function simulateChats(
  chats: readonly SimulatedChat[],
  { platform = 'telegram', latencyMs = 50 }: ManyChatsOptions = {},
): Promise<ManyChatsResult> {
  const clock = createFakeClock(0);
  const limiter =
    platform === 'discord' ? createDiscordLimiter(clock) : createTelegramLimiter(clock);
  const network = createSimulatedNetwork({ clock, limiter, latencyMs: () => latencyMs });
  const replies = createReplies({ clock, log: silentLog });
  const budget = realBudget(platform, '1', { clock });
  const firstWordsMs: number[] = [];
  const endsMs: number[] = [];
  const gapsMs: number[] = [];
  const counts = { writes: 0, renders: 0, deltas: 0 };
  let finished = 0;

  async function runChat({ startMs, durationMs }: SimulatedChat, index: number): Promise<void> {
    const channelId = String(index + 1);
    const scope = `${platform}:${channelId}`;
    const surface = network.surface(channelId, { ...budget, scope });
    const times: number[] = [];
    let text = '';
    let lastText = '';
    await sleep(clock, startMs);

    const { signal } = new AbortController();
    const counted = countWork(surface, counts, (page) => {
      lastText = page;
      times.push(clock.now());
    });
    const reply = replies.open({ surface: counted, key: channelId, signal });
    const startedAt = clock.now();
    let enoughAt: number | undefined;
    while (clock.now() < startedAt + durationMs) {
      await sleep(clock, DELTA_MS);
      text = 'x'.repeat((clock.now() - startedAt) * CHARACTERS_PER_MS);
      if (text.length >= FIRST_CHARACTERS) enoughAt ??= clock.now();
      counts.deltas += 1;
      reply.show(text);
    }
    const endedAt = clock.now();
    await reply.finish(`${text}.`);
    assert.equal(lastText, `${text}.`, 'the final text is whole');

    const [firstAt = Number.NaN] = times;
    const growing = times.filter((time) => time <= endedAt);
    firstWordsMs.push(firstAt - (enoughAt ?? endedAt));
    endsMs.push(clock.now() - endedAt);
    gapsMs.push(...growing.map((time, at) => (growing[at + 1] ?? endedAt) - time));
    finished += 1;
  }

  const running = Promise.all(chats.map(runChat));
  for (let minute = 0; finished < chats.length; minute++) {
    assert.ok(minute < LONGEST_RUN_MINUTES, 'every answer arrives');
    await Promise.race([clock.advance(60_000), running]);
  }
  await running;

  assert.equal(network.counts.refused, 0, 'no call is too many');
  assert.equal(network.messages.size, chats.length, 'each answer is one message');
  return {
    ...counts,
    firstWordsMs: firstWordsMs.toSorted(ascending),
    endsMs: endsMs.toSorted(ascending),
    gapsMs: gapsMs.toSorted(ascending),
  };
}

/** Counts the renderings and the writes of a surface. Calls `onShown` when the network took a page. */
function countWork(
  surface: ReplySurface<string>,
  counts: { writes: number; renders: number },
  onShown: (page: string) => void,
): ReplySurface<string> {
  const { dialect } = surface;
  return {
    ...surface,
    dialect: {
      ...dialect,
      open(...options) {
        const rendering = dialect.open(...options);
        return {
          update(...text) {
            counts.renders += 1;
            return rendering.update(...text);
          },
        };
      },
    },
    async put(message, page, options) {
      counts.writes += 1;
      const written = await surface.put(message, page, options);
      onShown(page);
      return written;
    },
  };
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** A generator of numbers between 0 and 1 that gives the same ones in every run. */
function createRandom(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
