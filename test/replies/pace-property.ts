import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { MessageRef } from '../../src/contracts/reply-surface.ts';
import { sleep } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';
import { realBudget } from '../helpers/real-budget.ts';
import {
  createDiscordLimiter,
  createTelegramLimiter,
  type SimulatedLimiter,
} from '../helpers/simulated-limiters.ts';
import { createSimulatedNetwork, type SimulatedFault } from '../helpers/simulated-network.ts';

/** The places and the limiters that the property is checked with. */
export const SETTINGS = {
  discord: {
    platform: 'discord',
    channelIds: ['10'],
    createLimiter: (clock) => createDiscordLimiter(clock),
  },
  'discord without reports of its limits': {
    platform: 'discord',
    channelIds: ['10'],
    createLimiter: (clock) => createDiscordLimiter(clock, { reportsLimits: false }),
  },
  'a private chat': {
    platform: 'telegram',
    channelIds: ['7'],
    createLimiter: (clock) => createTelegramLimiter(clock),
  },
  'a private chat with drafts': {
    platform: 'telegram',
    channelIds: ['7'],
    env: { TELEGRAM_DRAFTS: 'yes' },
    // A conversation has one answer at a time.
    maxReplies: 1,
    createLimiter: (clock) => createTelegramLimiter(clock),
  },
  'a forum, sends and edits counted together': {
    platform: 'telegram',
    channelIds: ['-100/1', '-100/2', '-100/3'],
    createLimiter: (clock) => createTelegramLimiter(clock),
  },
  'a forum, sends and edits counted apart': {
    platform: 'telegram',
    channelIds: ['-100/1', '-100/2', '-100/3'],
    createLimiter: (clock) => createTelegramLimiter(clock, { countsEditsApart: true }),
  },
  // 60 chats want more than the 30 calls a second that all chats of a bot share.
  'many private chats': {
    platform: 'telegram',
    channelIds: Array.from({ length: 60 }, (_, index) => String(index + 1)),
    copies: 12,
    createLimiter: (clock) => createTelegramLimiter(clock),
  },
  'many channels of Discord': {
    platform: 'discord',
    channelIds: Array.from({ length: 90 }, (_, index) => String(index + 1)),
    copies: 18,
    createLimiter: (clock) => createDiscordLimiter(clock),
  },
} as const satisfies Record<string, Setting>;

interface Setting {
  readonly platform: 'discord' | 'telegram';
  readonly channelIds: readonly string[];
  readonly env?: Record<string, string>;
  readonly maxReplies?: number;
  /** Each reply of a schedule runs in this number of channels at the same time. Default: 1. */
  readonly copies?: number;
  readonly createLimiter: (clock: FakeClock) => SimulatedLimiter;
}

/** The size of a check. */
export interface PaceCounts {
  readonly schedules: number;
  readonly replies: number;
  readonly calls: number;
  readonly faults: number;
}

const PAGE_LIMIT = 400;
const LONGEST_RUN_MINUTES = 600;

const replySchedule = fc.record({
  startMs: fc.nat(20_000),
  words: fc.integer({ min: 1, max: 150 }),
  wordMs: fc.integer({ min: 1, max: 400 }),
  thinkingMs: fc.constantFrom(0, 0, 9_000),
});
const fault = fc.constantFrom<SimulatedFault | undefined>(
  ...Array<undefined>(30),
  ...(['lost answer', 'lost call', 'server error', 'penalty'] as const),
);
const schedules = fc.record({
  replies: fc.array(replySchedule, { minLength: 1, maxLength: 6 }),
  latenciesMs: fc.array(fc.integer({ min: 5, max: 3_000 }), { minLength: 1, maxLength: 20 }),
  faults: fc.array(fault, { maxLength: 60 }),
  penaltyMs: fc.integer({ min: 100, max: 90_000 }),
});
type Schedule = typeof schedules extends fc.Arbitrary<infer Value> ? Value : never;

/**
 * Runs random schedules of replies, with random speeds, latencies, failures and penalties. Asserts
 * that no call is too many, that no call comes during a penalty, that each reply makes one call at
 * a time, and that every final text arrives once and whole.
 */
export async function checkPace(
  name: keyof typeof SETTINGS,
  runs: number,
  seed: number,
): Promise<PaceCounts> {
  const setting: Setting = SETTINGS[name];
  const counts = { schedules: 0, replies: 0, calls: 0, faults: 0 };
  const property = fc.asyncProperty(schedules, async (schedule) => {
    const { replies, calls, faults } = await runSchedule(setting, schedule);
    counts.schedules += 1;
    counts.replies += replies;
    counts.calls += calls;
    counts.faults += faults;
  });
  const numRuns = Math.ceil(runs / (setting.copies ?? 1));
  await fc.assert(property, { numRuns, seed, endOnFailure: true });
  return counts;
}

async function runSchedule(setting: Setting, schedule: Schedule) {
  const { platform, channelIds, env = {}, maxReplies, copies = 1, createLimiter } = setting;
  const clock = createFakeClock();
  const network = createScheduledNetwork(clock, createLimiter(clock), schedule);
  const replies = createReplies({ clock, log: silentLog });
  let finishedReplies = 0;
  let savedMessages = 0;

  async function runReply(
    { startMs, words, wordMs, thinkingMs }: Schedule['replies'][number],
    index: number,
  ): Promise<void> {
    const channelId = channelIds[index % channelIds.length] ?? '';
    const surface = network.surface(channelId, realBudget(platform, channelId, { clock, env }));
    let saved: readonly MessageRef[] = [];
    await sleep(clock, startMs);

    const reply = replies.open({
      surface,
      key: `reply ${index}`,
      controls: [[{ id: 'stop:1', label: 'Stop' }]],
      signal: new AbortController().signal,
      save: async (messages) => {
        saved = messages;
      },
    });
    if (thinkingMs > 0) reply.showNotice('Thinking…');
    await sleep(clock, thinkingMs);

    const allWords = Array.from({ length: words }, (_, word) => `word${word}`);
    for (let count = 1; count <= words; count++) {
      reply.show(allWords.slice(0, count).join(' '));
      await sleep(clock, wordMs);
    }
    await reply.finish(allWords.join(' '));

    const shown = saved.map(({ messageId }) => network.messages.get(messageId));
    assert.equal(shown.join(' '), allWords.join(' '), 'the final text is whole');
    savedMessages += saved.length;
    finishedReplies += 1;
  }

  const chosen = schedule.replies.slice(0, maxReplies);
  const running = Array.from({ length: copies }, () => chosen)
    .flat()
    .map(runReply);
  const allFinished = Promise.all(running);
  for (let minute = 0; finishedReplies < running.length; minute++) {
    assert.ok(minute < LONGEST_RUN_MINUTES, 'the final text arrives');
    await Promise.race([clock.advance(60_000), allFinished]);
  }
  await allFinished;

  const { calls, faults, refused, whileBlocked, maxInFlight } = network.counts;
  assert.equal(network.messages.size, savedMessages, 'no other message exists');
  assert.equal(refused, 0, 'no call is too many');
  assert.equal(whileBlocked, 0, 'no call comes during a penalty');
  assert.equal(maxInFlight, Math.min(1, calls), 'each reply makes one call at a time');
  return { replies: running.length, calls, faults };
}

function createScheduledNetwork(
  clock: FakeClock,
  limiter: SimulatedLimiter,
  { latenciesMs, faults, penaltyMs }: Schedule,
) {
  const remainingFaults = [...faults];
  let call = 0;
  return createSimulatedNetwork({
    clock,
    limiter,
    latencyMs: () => latenciesMs[call++ % latenciesMs.length] ?? 0,
    fault: () => remainingFaults.shift(),
    penaltyMs,
    pageLimit: PAGE_LIMIT,
  });
}
