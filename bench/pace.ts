/**
 * How long people wait for words that are written already: the mean visible lag, and the lag of the final text, in virtual time, on the
 * models of the networks' limiters that the local servers use. Replies last 1 to 90 s, one alone or ten at once.
 *
 * Parley's own replies and budgets run here; of its peers, the policy that their sources show. `bound` is the least that n writes in a
 * time T allow, T/2n and the way there and back.
 */
import { realBudget } from '../test/helpers/real-budget.ts';
import { type EditPolicy, PEER_POLICIES } from './pace/peer-policies.ts';
import {
  type ReplyLags,
  ROUND_TRIP_MS,
  type Scenario,
  simulateReplies,
} from './pace/simulate-replies.ts';
import { quantile } from './shared/quantile.ts';
import { writeFigure } from './shared/write-figure.ts';

const SHORTEST_MS = 1_000;
const LONGEST_MS = 90_000;
const ALONE = 60;
const ROUNDS_OF_TEN = 6;
const LIMITS: Record<Setting, readonly { calls: number; windowMs: number; atOnce?: number }[]> = {
  discord: [{ calls: 5, windowMs: 5_000 }],
  private: [{ calls: 1, windowMs: 1_000, atOnce: 3 }],
  group: [
    { calls: 1, windowMs: 1_000, atOnce: 3 },
    { calls: 20, windowMs: 60_000 },
  ],
  drafts: [
    { calls: 20, windowMs: 5_000 },
    { calls: 40, windowMs: 30_000 },
  ],
};

type Setting = keyof typeof PEER_POLICIES;

for (const setting of ['discord', 'private', 'group', 'drafts'] as const) {
  for (const load of [1, 10]) {
    const durations = randomDurations(load);
    const ours = await measure(setting, load, durations);
    for (const policy of PEER_POLICIES[setting])
      report(setting, load, ours, await measure(setting, load, durations, policy), policy.name);
    // Ten topics share what the bound gives to one.
    if (setting !== 'group' || load === 1)
      report(setting, load, ours, bound(setting, durations), 'bound');
  }
}

interface Figures {
  readonly lag_s_mean: number;
  readonly final_s_mean: number;
  readonly final_s_p95: number;
}

async function measure(
  setting: Setting,
  load: number,
  durations: readonly number[][],
  policy?: EditPolicy,
): Promise<Figures> {
  const outcomes: ReplyLags[] = [];
  for (const durationsMs of durations)
    outcomes.push(...(await simulateReplies(sceneOf(setting, load, durationsMs), policy)));
  return {
    lag_s_mean: mean(outcomes.map(({ lagMs }) => lagMs / 1000)),
    final_s_mean: mean(outcomes.map(({ finalMs }) => finalMs / 1000)),
    final_s_p95: quantile(
      outcomes.map(({ finalMs }) => finalMs / 1000),
      0.95,
    ),
  };
}

function sceneOf(setting: Setting, load: number, durationsMs: readonly number[]): Scenario {
  const platform = setting === 'discord' ? 'discord' : 'telegram';
  const idOf = (index: number) => (setting === 'group' ? `-100/${index}` : String(100 + index));
  const env = setting === 'drafts' ? { TELEGRAM_DRAFTS: 'yes' } : {};
  return {
    ...{ platform, durationsMs },
    channels: Array.from({ length: load }, (_, index) => idOf(index)),
    budgetOf: (channelId, clock) => realBudget(platform, channelId, { clock, env }),
  };
}

function bound(setting: Setting, durations: readonly number[][]): Figures {
  const final = ROUND_TRIP_MS / 1000;
  const lagOf = (durationMs: number) => {
    const writes = LIMITS[setting].map(
      ({ calls, windowMs, atOnce = 1 }) => atOnce - 1 + calls * Math.max(1, durationMs / windowMs),
    );
    return durationMs / 1000 / (2 * Math.min(...writes)) + final;
  };
  return { lag_s_mean: mean(durations.flat().map(lagOf)), final_s_mean: final, final_s_p95: final };
}

function report(
  setting: Setting,
  load: number,
  ours: Figures,
  theirs: Figures,
  against: string,
): void {
  for (const name of ['lag_s_mean', 'final_s_mean', 'final_s_p95'] as const) {
    writeFigure({
      bench: 'pace',
      metric: `${setting}_${name}`,
      load,
      parley: ours[name],
      reference: theirs[name],
      against,
    });
  }
}

/** Always the same ones; as many between 1 and 3 s as between 30 and 90 s. */
function randomDurations(load: number): readonly number[][] {
  let state = 1;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const duration = () => SHORTEST_MS * (LONGEST_MS / SHORTEST_MS) ** random();
  return Array.from({ length: load === 1 ? ALONE : ROUNDS_OF_TEN }, () =>
    Array.from({ length: load }, duration),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
