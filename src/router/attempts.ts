import type { ProviderErrorKind } from '../contracts/provider.ts';
import type { Fallbacks } from '../contracts/routing.ts';
import type { ProviderError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { failureActions, type RetryStep } from './actions.ts';
import { type Candidate, candidatesFor } from './candidate.ts';
import type { Cooldown, Health } from './health.ts';
import { type PlannedTarget, type Route, targetName } from './route.ts';

/** The attempts at one answer: who is asked, and who next. */
export interface Attempts {
  readonly first: PlannedAttempt | undefined;
  /** Where to go on after this failure; `undefined`: nowhere. */
  next(asked: Candidate<PlannedTarget>, error: ProviderError): PlannedAttempt | undefined;
}

export interface PlannedAttempt {
  readonly candidate: Candidate<PlannedTarget>;
  readonly waitMs: number;
  /** It is not what was asked for, because that failed so. */
  readonly replacementReason?: ProviderErrorKind;
}

export interface AttemptsParts {
  readonly health: Health;
  readonly retries: RetryBudget;
  readonly clock: Clock;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** When the answer must be there, as the clock tells it. */
  readonly deadline: number;
}

const MOST_ATTEMPTS = 5;
/** Of all pauses of one answer together: people see nothing meanwhile. */
const LONGEST_PAUSES_MS = 10_000;
/** Who asks for time gets it, as long as another model is what was asked for too. */
const PATIENT_ORDER: readonly RetryStep[] = ['key', 'target', 'again', 'fallback'];
/** The last attempt is not for the model that failed, if there is another one. */
const LAST_ORDER: readonly RetryStep[] = ['target', 'fallback', 'key', 'again'];

export function createAttempts(
  { health, retries, clock, random, deadline }: AttemptsParts,
  route: Route,
): Attempts {
  const tried = createAttemptLog(clock, random);
  let why: ProviderErrorKind | undefined;
  let pausesMs = 0;
  let fallbacks: keyof Fallbacks = 'general';

  const free = (candidates: readonly Candidate<PlannedTarget>[]) =>
    candidates.find((one) => !health.cooldownOf(one));
  const soonest = (
    candidates: readonly Candidate<PlannedTarget>[],
    isWorthIt: (rest: Cooldown) => boolean,
  ) =>
    candidates
      .flatMap((candidate) => {
        const rest = health.cooldownOf(candidate);
        return !rest || isWorthIt(rest) ? { candidate, ms: rest?.ms ?? 0 } : [];
      })
      .sort((a, b) => a.ms - b.ms)[0]?.candidate;

  const stepTo = (
    candidate: Candidate<PlannedTarget> | undefined,
    waitMs = 0,
  ): PlannedAttempt | undefined =>
    candidate && {
      candidate,
      waitMs,
      ...(why && !route.primary.includes(candidate.target) && { replacementReason: why }),
    };

  const first = (): PlannedAttempt | undefined => {
    const own = tried.untriedCandidates(route.primary);
    const ready = free(own);
    if (ready) return stepTo(ready);
    why = own[0] && health.cooldownOf(own[0])?.reason;
    // Who rests is asked all the same where there is nobody else: a rest must not silence the bot.
    return stepTo(
      free(tried.untriedCandidates(route.fallbacks.general)) ?? soonest(own, () => true),
    );
  };

  /** Who a move could lead to. */
  const reach = (move: Exclude<RetryStep, 'again'>, target: PlannedTarget) => {
    if (move === 'key') return tried.untriedCandidates([target]);
    if (move === 'fallback') return tried.candidatesOfUntriedModels(route.fallbacks[fallbacks]);
    // The other targets are no more meant for what was refused than this one.
    return fallbacks === 'policy' ? [] : tried.candidatesOfUntriedModels(route.primary);
  };

  const again = (target: PlannedTarget): PlannedAttempt | undefined => {
    const next = tried.nextRetryOf(target);
    if (!next) return undefined;
    const waitMs = Math.max(0, next.dueAt - clock.now());
    const isTooLong = waitMs > Math.min(LONGEST_PAUSES_MS - pausesMs, (deadline - clock.now()) / 2);
    if (isTooLong || !retries.take()) return undefined;
    pausesMs += waitMs;
    return stepTo(next.candidate, waitMs);
  };

  const note = (asked: Candidate<PlannedTarget>, error: ProviderError) => {
    const { steps, fallbacks: named } = failureActions[error.kind];
    tried.record(asked, error);
    if (steps.includes('key')) asked.target.provider.putLast(asked.key);
    if (route.primary.includes(asked.target)) why = error.kind;
    if (named && fallbacks !== 'policy') fallbacks = named;
  };

  const movesAfter = ({ kind, retryAfterMs }: ProviderError): readonly RetryStep[] => {
    const { steps } = failureActions[kind];
    if (tried.total === MOST_ATTEMPTS - 1) return LAST_ORDER.filter((move) => steps.includes(move));
    return retryAfterMs === undefined
      ? steps
      : PATIENT_ORDER.filter((move) => steps.includes(move));
  };

  return {
    first: first(),

    next(asked, error) {
      note(asked, error);
      if (tried.total >= MOST_ATTEMPTS || clock.now() >= deadline) return undefined;
      const { target } = asked;
      const moves = movesAfter(error);
      for (const move of moves) {
        const step = move === 'again' ? again(target) : stepTo(free(reach(move, target)));
        if (step) return step;
      }
      // Who only seems unwell is better than nobody.
      const resting = moves.flatMap((move) => (move === 'again' ? [] : reach(move, target)));
      return stepTo(soonest(resting, ({ isCertain }) => !isCertain));
    },
  };
}

/** Who was asked for one answer already, in vain. */
interface AttemptLog {
  /** How many attempts there were. */
  readonly total: number;
  record(asked: Candidate<PlannedTarget>, error: ProviderError): void;
  /** Those that were not asked, and are not known to be too small for the conversation. */
  untriedCandidates(targets: readonly PlannedTarget[]): readonly Candidate<PlannedTarget>[];
  /** As `fresh`, of the models that were asked under no key. */
  candidatesOfUntriedModels(targets: readonly PlannedTarget[]): readonly Candidate<PlannedTarget>[];
  /** Who of this model may be asked once more, and when: the first of them. */
  nextRetryOf(target: PlannedTarget): Again | undefined;
}

interface Again {
  readonly candidate: Candidate<PlannedTarget>;
  readonly dueAt: number;
}

/** Of one model under one key. */
const MOST_ATTEMPTS_OF_ONE = 2;
const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 4_000;

/** `random` gives 0 ≤ x < 1. */
function createAttemptLog(clock: Clock, random: () => number): AttemptLog {
  const asked = new Map<string, Again & { readonly count: number }>();
  const models = new Set<string>();
  let total = 0;
  /** The largest window that was too small. */
  let tooSmall = 0;

  const fresh = (targets: readonly PlannedTarget[]) => {
    const large = targets.filter(({ info }) => (info.contextWindow ?? Infinity) > tooSmall);
    return candidatesFor(large).filter((candidate) => !asked.has(idOf(candidate)));
  };

  return {
    get total() {
      return total;
    },

    record(candidate, { kind, retryAfterMs }) {
      total += 1;
      const pauseMs = retryAfterMs ?? backoff(total, random);
      const dueAt = failureActions[kind].steps.includes('again') ? clock.now() + pauseMs : Infinity;
      asked.set(idOf(candidate), {
        candidate,
        dueAt,
        count: (asked.get(idOf(candidate))?.count ?? 0) + 1,
      });
      models.add(targetName(candidate.target));
      if (kind === 'context_length')
        tooSmall = Math.max(tooSmall, candidate.target.info.contextWindow ?? 0);
    },

    untriedCandidates: fresh,
    candidatesOfUntriedModels: (targets) =>
      fresh(targets.filter((target) => !models.has(targetName(target)))),

    nextRetryOf: (target) =>
      [...asked.values()]
        .filter(
          ({ candidate, count }) => candidate.target === target && count < MOST_ATTEMPTS_OF_ONE,
        )
        .sort((a, b) => a.dueAt - b.dueAt)[0],
  };
}

/** Full jitter: many askers who failed together must not come back together. */
function backoff(failures: number, random: () => number): number {
  return random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
}

function idOf({ target, key }: Candidate): string {
  return `${key.id}/${target.model}`;
}

/** How often back ends are asked again in all: where everything fails, retries would only add to the load. */
export interface RetryBudget {
  /** False: there is none left for now. */
  take(): boolean;
}

const MOST_RETRIES = 20;
const MS_PER_RETRY = 3_000;

export function createRetryBudget(clock: Clock): RetryBudget {
  let left = MOST_RETRIES;
  let countedAt = clock.now();
  return {
    take() {
      left = Math.min(MOST_RETRIES, left + (clock.now() - countedAt) / MS_PER_RETRY);
      countedAt = clock.now();
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
