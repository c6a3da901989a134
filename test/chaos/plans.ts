import type { Random } from './random.ts';

/** One thing that one person does. */
export type ActKind = 'ask' | 'press' | 'command';

/** A pause, then an act, then perhaps a fault. */
export interface Step {
  readonly pauseMs: number;
  readonly act: ActKind;
  readonly strikes: boolean;
}

/** The event whose `count`th occurrence from now on ends a life. */
export interface Moment {
  readonly event: 'model request' | 'model delta' | 'network call';
  readonly count: number;
}

/** Dies before it is ready, after this share of the time that a start takes on this machine. */
export interface EarlyDeath {
  readonly kind: 'early';
  readonly shareOfStart: number;
}

/** Becomes ready, works through all its steps, and dies at a moment of the answer to one more question. */
export interface WorkingDeath {
  readonly kind: 'working';
  readonly steps: readonly Step[];
  readonly moment: Moment;
}

/** The life of one process of the bot, and its end. */
export interface LifePlan {
  readonly signal: 'SIGKILL' | 'SIGTERM';
  /** The acts of people while the process starts. */
  readonly actsDuringStart: readonly ActKind[];
  readonly death: EarlyDeath | WorkingDeath;
}

const KILL_CHANCE = 0.8;
const EARLY_CHANCE = 0.25;
const MAX_STEPS = 12;
const MOMENTS: readonly { readonly event: Moment['event']; readonly most: number }[] = [
  { event: 'model request', most: 2 },
  { event: 'model delta', most: 40 },
  { event: 'network call', most: 8 },
];

/**
 * Plans of lives, the last of which is the `kills`th that SIGKILL ends.
 *
 * All of them are drawn before the first process starts, so no plan depends on the speed of the machine. The first life always works:
 * it shows how long a start takes.
 */
export function drawLifePlans(random: Random, kills: number): LifePlan[] {
  const plans: LifePlan[] = [];
  while (plans.filter(({ signal }) => signal === 'SIGKILL').length < kills) {
    const isEarly = random.chance(EARLY_CHANCE) && plans.length > 0;
    plans.push({
      signal: random.chance(KILL_CHANCE) ? 'SIGKILL' : 'SIGTERM',
      actsDuringStart: Array.from({ length: random.below(3) }, () => drawAct(random)),
      death: isEarly ? { kind: 'early', shareOfStart: random.next() } : drawWorkingDeath(random),
    });
  }
  return plans;
}

/** Steps with pauses of less than `maxPauseMs`; `strikeChance` is the probability of a fault after each. */
export function drawSteps(
  random: Random,
  count: number,
  { maxPauseMs, strikeChance }: { maxPauseMs: number; strikeChance: number },
): Step[] {
  return Array.from({ length: count }, () => ({
    pauseMs: random.below(maxPauseMs),
    act: drawAct(random),
    strikes: random.chance(strikeChance),
  }));
}

function drawWorkingDeath(random: Random): WorkingDeath {
  const steps = drawSteps(random, 1 + random.below(MAX_STEPS), {
    maxPauseMs: 200,
    strikeChance: 0.3,
  });
  const { event, most } = random.pick(MOMENTS);
  return { kind: 'working', steps, moment: { event, count: 1 + random.below(most) } };
}

function drawAct(random: Random): ActKind {
  if (random.chance(0.25)) return 'press';
  return random.chance(0.08) ? 'command' : 'ask';
}
