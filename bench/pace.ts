/**
 * Measures how long people wait for words that the model has already written: the mean visible lag,
 * and the lag of the final text. Time is virtual, and the limiters are the local servers' models of
 * the networks' limiters. Replies last 1 to 90 s, one alone or ten at the same time.
 *
 * Parley's own replies and budgets run here, and of each peer the policy that its source shows. The
 * reference `bound` is the least lag that n writes in a time T allow: T/2n and the round trip.
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

type Setting = keyof typeof PEER_POLICIES;

/** A number of calls that a platform allows in each window. */
interface Limit {
  readonly calls: number;
  readonly windowMs: number;
  /** The number of calls that may come together at the start. Default: 1. */
  readonly burst?: number;
}

/** The figures of one side. The keys are part of the metrics' names. */
interface Figures {
  readonly lag_s_mean: number;
  readonly final_s_mean: number;
  readonly final_s_p95: number;
}

const SETTINGS = ['discord', 'private', 'group', 'drafts'] as const;
const LOADS = [1, 10] as const;
const MIN_DURATION_MS = 1_000;
const MAX_DURATION_MS = 90_000;
/** The number of simulations at load 1. */
const ROUNDS_ALONE = 60;
/** The number of simulations at load 10. */
const ROUNDS_OF_TEN = 6;

const LIMITS: Readonly<Record<Setting, readonly Limit[]>> = {
  discord: [{ calls: 5, windowMs: 5_000 }],
  private: [{ calls: 1, windowMs: 1_000, burst: 3 }],
  group: [
    { calls: 1, windowMs: 1_000, burst: 3 },
    { calls: 20, windowMs: 60_000 },
  ],
  drafts: [
    { calls: 20, windowMs: 5_000 },
    { calls: 40, windowMs: 30_000 },
  ],
};

for (const setting of SETTINGS) {
  for (const load of LOADS) await compare(setting, load);
}

async function compare(setting: Setting, load: number): Promise<void> {
  const rounds = createRounds(load);
  const parley = await measure(setting, rounds);

  for (const policy of PEER_POLICIES[setting]) {
    const peer = await measure(setting, rounds, policy);
    writeFigures(setting, load, { parley, reference: peer, against: policy.name });
  }

  // The topics of a group share one limit, so the bound of one reply is not the bound of ten.
  if (setting === 'group' && load > 1) return;
  writeFigures(setting, load, {
    parley,
    reference: boundOf(LIMITS[setting], rounds.flat()),
    against: 'bound',
  });
}

/** Simulates the replies of each round as the policy says; without one, as Parley does. */
async function measure(
  setting: Setting,
  rounds: readonly (readonly number[])[],
  policy?: EditPolicy,
): Promise<Figures> {
  const replies: ReplyLags[] = [];
  for (const durationsMs of rounds)
    replies.push(...(await simulateReplies(scenarioOf(setting, durationsMs), policy)));

  const finalLags = replies.map(({ finalMs }) => finalMs / 1000);
  return {
    lag_s_mean: mean(replies.map(({ lagMs }) => lagMs / 1000)),
    final_s_mean: mean(finalLags),
    final_s_p95: quantile(finalLags, 0.95),
  };
}

/** In a group, each reply has a topic of its own; in the other settings, a chat of its own. */
function scenarioOf(setting: Setting, durationsMs: readonly number[]): Scenario {
  const platform = setting === 'discord' ? 'discord' : 'telegram';
  const env = setting === 'drafts' ? { TELEGRAM_DRAFTS: 'yes' } : {};
  const channelIds = durationsMs.map((_, index) =>
    setting === 'group' ? `-100/${index}` : String(100 + index),
  );

  return {
    platform,
    channelIds,
    durationsMs,
    budgetOf: (channelId, clock) => realBudget(platform, channelId, { clock, env }),
  };
}

/** The least lag that the limits allow to replies of these durations. */
function boundOf(limits: readonly Limit[], durationsMs: readonly number[]): Figures {
  const roundTrip = ROUND_TRIP_MS / 1000;
  const lags = durationsMs.map((durationMs) => {
    const duration = durationMs / 1000;
    return duration / (2 * maxWrites(limits, durationMs)) + roundTrip;
  });
  return { lag_s_mean: mean(lags), final_s_mean: roundTrip, final_s_p95: roundTrip };
}

/** The number of writes that all limits allow in this time. */
function maxWrites(limits: readonly Limit[], durationMs: number): number {
  const writes = limits.map(({ calls, windowMs, burst = 1 }) => {
    const windows = Math.max(1, durationMs / windowMs);
    return burst - 1 + calls * windows;
  });
  return Math.min(...writes);
}

function writeFigures(
  setting: Setting,
  load: number,
  {
    parley,
    reference,
    against,
  }: { readonly parley: Figures; readonly reference: Figures; readonly against: string },
): void {
  for (const name of ['lag_s_mean', 'final_s_mean', 'final_s_p95'] as const) {
    writeFigure({
      bench: 'pace',
      metric: `${setting}_${name}`,
      load,
      parley: parley[name],
      reference: reference[name],
      against,
    });
  }
}

/**
 * The durations in ms of `load` replies for each round, the same in every run. They are spread
 * evenly on a logarithmic scale: those between 1 and 3 s are as frequent as those between 30 and 90
 * s.
 */
function createRounds(load: number): readonly (readonly number[])[] {
  const random = createRandom();
  const randomDurationMs = () => MIN_DURATION_MS * (MAX_DURATION_MS / MIN_DURATION_MS) ** random();

  const rounds = load === 1 ? ROUNDS_ALONE : ROUNDS_OF_TEN;
  return Array.from({ length: rounds }, () => Array.from({ length: load }, randomDurationMs));
}

/** A generator of numbers between 0 and 1 that gives the same ones in every run. */
function createRandom(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
