import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sleep } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';
import { discordLimiter, type Limiter, telegramLimiter } from '../helpers/model-limiters.ts';
import { createModelNetwork, type ModelFault } from '../helpers/model-network.ts';
import { realBudget } from '../helpers/real-budget.ts';

/** What one network counts, and a room of it. */
export const SETTINGS = {
  discord: { platform: 'discord', rooms: ['10'], limiter: (clock) => discordLimiter(clock) },
  'discord that does not tell': {
    ...{ platform: 'discord', rooms: ['10'] },
    limiter: (clock) => discordLimiter(clock, { tells: false }),
  },
  'a private chat': {
    platform: 'telegram',
    rooms: ['7'],
    limiter: (clock) => telegramLimiter(clock),
  },
  'a private chat with drafts': {
    // One answer at a time, as conversations have them.
    ...{ platform: 'telegram', rooms: ['7'], env: { TELEGRAM_DRAFTS: 'yes' }, mostReplies: 1 },
    limiter: (clock) => telegramLimiter(clock),
  },
  'a forum, sends and edits counted together': {
    ...{ platform: 'telegram', rooms: ['-100/1', '-100/2', '-100/3'] },
    limiter: (clock) => telegramLimiter(clock),
  },
  'a forum, sends and edits counted apart': {
    ...{ platform: 'telegram', rooms: ['-100/1', '-100/2', '-100/3'] },
    limiter: (clock) => telegramLimiter(clock, { apart: true }),
  },
} as const satisfies Record<string, Setting>;

interface Setting {
  readonly platform: 'discord' | 'telegram';
  readonly rooms: readonly string[];
  readonly env?: Record<string, string>;
  readonly mostReplies?: number;
  readonly limiter: (clock: FakeClock) => Limiter;
}

export interface PaceCounts {
  readonly schedules: number;
  readonly replies: number;
  readonly calls: number;
  readonly faults: number;
}

const PAGE = 400;

const reply = fc.record({
  startMs: fc.nat(20_000),
  words: fc.integer({ min: 1, max: 150 }),
  wordMs: fc.integer({ min: 1, max: 400 }),
  thinksMs: fc.constantFrom(0, 0, 9_000),
});
const fault = fc.constantFrom<ModelFault | undefined>(
  ...Array<undefined>(30),
  ...(['lost', 'unheard', 'broken', 'penalty'] as const),
);
const schedule = fc.record({
  replies: fc.array(reply, { minLength: 1, maxLength: 6 }),
  latenciesMs: fc.array(fc.integer({ min: 5, max: 3_000 }), { minLength: 1, maxLength: 20 }),
  faults: fc.array(fault, { maxLength: 60 }),
  penaltyMs: fc.integer({ min: 100, max: 90_000 }),
});
type Schedule = typeof schedule extends fc.Arbitrary<infer One> ? One : never;

/**
 * Random replies at random speeds, latencies, failures and penalties: no call too many, none during a penalty, one at a time in each
 * reply, and every final text arrives once and whole.
 */
export async function checkPace(
  name: keyof typeof SETTINGS,
  runs: number,
  seed: number,
): Promise<PaceCounts> {
  const counts = { schedules: 0, replies: 0, calls: 0, faults: 0 };
  await fc.assert(
    fc.asyncProperty(schedule, async (one) => {
      const setting: Setting = SETTINGS[name];
      const seen = await runSchedule(setting, one);
      counts.schedules += 1;
      counts.replies += Math.min(one.replies.length, setting.mostReplies ?? one.replies.length);
      counts.calls += seen.calls;
      counts.faults += seen.faults;
    }),
    { numRuns: runs, seed, endOnFailure: true },
  );
  return counts;
}

async function runSchedule(
  { platform, rooms, env = {}, mostReplies, limiter }: Setting,
  one: Schedule,
) {
  const clock = createFakeClock();
  let next = 0;
  const latencyMs = () => one.latenciesMs[next++ % one.latenciesMs.length] ?? 0;
  const faults = [...one.faults];
  const network = createModelNetwork({
    ...{ clock, limiter: limiter(clock), latencyMs, penaltyMs: one.penaltyMs, pageLimit: PAGE },
    fault: () => faults.shift(),
  });
  const replies = createReplies({ clock, log: silentLog });
  let done = 0;
  let standing = 0;

  async function run(
    { startMs, words, wordMs, thinksMs }: Schedule['replies'][number],
    index: number,
  ): Promise<void> {
    const room = rooms[index % rooms.length] ?? '';
    const surface = network.surface(room, realBudget(platform, room, { clock, env }));
    let places: readonly { readonly messageId: string }[] = [];
    await sleep(clock, startMs);
    const controls = [[{ id: 'stop:1', label: 'Stop' }]];
    const signal = new AbortController().signal;
    const save = async (stand: typeof places) => {
      places = stand;
    };
    const growing = replies.open({ surface, key: `reply ${index}`, controls, signal, save });
    if (thinksMs > 0) growing.showNotice('Thinking…');
    await sleep(clock, thinksMs);
    const all = Array.from({ length: words }, (_, at) => `word${at}`);
    for (let at = 1; at <= words; at++) {
      growing.show(all.slice(0, at).join(' '));
      await sleep(clock, wordMs);
    }
    await growing.finish(all.join(' '));
    const shown = places.map(({ messageId }) => network.messages.get(messageId));
    assert.equal(shown.join(' '), all.join(' '), 'the final text is whole');
    standing += places.length;
    done += 1;
  }

  const running = one.replies.slice(0, mostReplies).map(run);
  const all = Promise.all(running);
  for (let minute = 0; done < running.length; minute++) {
    assert.ok(minute < 600, 'the final text arrives');
    await Promise.race([clock.advance(60_000), all]);
  }
  await all;
  assert.equal(network.messages.size, standing, 'nothing else stands');
  assert.equal(network.seen.refused, 0, 'no call too many');
  assert.equal(network.seen.whileBlocked, 0, 'no call during a penalty');
  assert.equal(
    network.seen.mostInFlight,
    Math.min(1, network.seen.calls),
    'one call at a time in each reply',
  );
  return network.seen;
}
