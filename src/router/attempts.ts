import type { ProviderErrorKind } from '../contracts/provider.ts';
import type { Fallbacks } from '../contracts/routing.ts';
import type { ProviderError } from '../errors.ts';
import { backoffMs } from '../lib/backoff.ts';
import type { Clock } from '../lib/clock.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import {
  failureActions,
  orderAfterRetryAfter,
  orderOfLastAttempt,
  type RetryStep,
} from './actions.ts';
import { type Candidate, candidatesFor } from './candidate.ts';
import type { Cooldown, Health } from './health.ts';
import type { RetryBudget } from './retry-budget.ts';
import { type PlannedTarget, type Route, targetName } from './route.ts';

/**
 * The retry policy of one answer. After a failure, `failureActions` names the steps that help; the
 * first one that leads to a candidate without a cooldown is the next attempt.
 */
export interface Attempts {
  /** `undefined`: the route has no candidates. */
  readonly first: PlannedAttempt | undefined;
  /** The attempt after a failed one. `undefined`: there is none, the answer fails. */
  next(failed: PlannedCandidate, error: ProviderError): PlannedAttempt | undefined;
}

/** The next attempt, not started yet. */
export interface PlannedAttempt {
  readonly candidate: PlannedCandidate;
  /** The pause before it. */
  readonly waitMs: number;
  /** Only where another model was requested. */
  readonly replacementReason?: ProviderErrorKind;
}

type PlannedCandidate = Candidate<PlannedTarget>;

/** The parts that plan the attempts at one answer. */
export interface AttemptsParts {
  readonly health: Health;
  readonly retryBudget: RetryBudget;
  readonly clock: Clock;
  /** Gives 0 ≤ x < 1. */
  readonly random: () => number;
  /** The estimated size of the prompt. */
  readonly promptTokens: number;
  /** The time by which the whole answer must be there; Unix milliseconds. */
  readonly deadline: number;
}

const MAX_ATTEMPTS = 5;
const MAX_ATTEMPTS_PER_CANDIDATE = 2;
/** The limit of all pauses of one answer together: people see nothing meanwhile. */
const LONGEST_PAUSES_MS = 10_000;
const RETRY_WAITS = { firstMs: 250, longestMs: 4_000 };

/** Plans the attempts at one answer. */
export function createAttempts(parts: AttemptsParts, route: Route): Attempts {
  const { health, retryBudget, clock, deadline } = parts;
  const log = createAttemptLog(parts);
  let pausesMs = 0;
  let fallbackList: keyof Fallbacks = 'general';
  let requestedFailure: ProviderErrorKind | undefined;

  const plan = (
    candidate: PlannedCandidate | undefined,
    waitMs = 0,
  ): PlannedAttempt | undefined => {
    if (!candidate) return undefined;
    const isRequested = route.primary.includes(candidate.target);
    const replacementReason = isRequested ? route.replacementReason : requestedFailure;
    return omitUndefined({ candidate, waitMs, replacementReason });
  };

  const planFirst = () => {
    const requested = log.untriedCandidates(route.primary);
    const free = findFree(requested, health);
    if (free) return plan(free);

    requestedFailure = requested[0] && health.cooldownOf(requested[0])?.reason;
    if (requestedFailure) fallbackList = failureActions[requestedFailure].fallbacks ?? 'general';
    const fallback = findFree(log.untriedCandidates(route.fallbacks[fallbackList]), health);
    // Without a fallback, try a model in its cooldown: a cooldown must not silence the bot.
    return plan(fallback ?? findFirstToRecover(requested, health, () => true));
  };

  const candidatesOf = (step: Exclude<RetryStep, 'retry'>, failed: PlannedTarget) => {
    if (step === 'other key') return log.untriedCandidates([failed]);
    if (step === 'fallback') return log.candidatesOfUntriedModels(route.fallbacks[fallbackList]);
    // After a refusal of the content, only models that the operator named for it may answer.
    return fallbackList === 'policy' ? [] : log.candidatesOfUntriedModels(route.primary);
  };

  const planRetry = (failed: PlannedTarget) => {
    const retry = log.nextRetryOf(failed);
    if (!retry) return undefined;

    const waitMs = Math.max(0, retry.dueAt - clock.now());
    const longestMs = Math.min(LONGEST_PAUSES_MS - pausesMs, (deadline - clock.now()) / 2);
    if (waitMs > longestMs || !retryBudget.take()) return undefined;

    pausesMs += waitMs;
    return plan(retry.candidate, waitMs);
  };

  const recordFailure = (failed: PlannedCandidate, error: ProviderError) => {
    const { steps, fallbacks } = failureActions[error.kind];
    log.record(failed, error);
    if (steps.includes('other key')) failed.target.provider.moveToEnd(failed.key);
    if (route.primary.includes(failed.target)) requestedFailure = error.kind;
    if (fallbacks && fallbackList !== 'policy') fallbackList = fallbacks;
  };

  return {
    first: planFirst(),

    next(failed, error) {
      recordFailure(failed, error);
      if (log.countAttempts() >= MAX_ATTEMPTS || clock.now() >= deadline) return undefined;

      const { target } = failed;
      const steps = orderSteps(error, log.countAttempts());
      for (const step of steps) {
        const attempt =
          step === 'retry' ? planRetry(target) : plan(findFree(candidatesOf(step, target), health));
        if (attempt) return attempt;
      }

      // A candidate whose cooldown is only a guess is better than no answer.
      const others = steps.flatMap((step) => (step === 'retry' ? [] : candidatesOf(step, target)));
      return plan(findFirstToRecover(others, health, ({ isCertain }) => !isCertain));
    },
  };
}

function orderSteps(error: ProviderError, attempts: number): readonly RetryStep[] {
  const { steps } = failureActions[error.kind];
  const isPossible = (step: RetryStep) => steps.includes(step);
  if (attempts === MAX_ATTEMPTS - 1) return orderOfLastAttempt.filter(isPossible);
  return error.retryAfterMs === undefined ? steps : orderAfterRetryAfter.filter(isPossible);
}

function findFree(candidates: readonly PlannedCandidate[], health: Health) {
  return candidates.find((candidate) => !health.cooldownOf(candidate));
}

/** Finds the candidate whose cooldown ends first, among those whose cooldown may be ignored. */
function findFirstToRecover(
  candidates: readonly PlannedCandidate[],
  health: Health,
  mayIgnore: (cooldown: Cooldown) => boolean,
): PlannedCandidate | undefined {
  const usable = candidates.flatMap((candidate) => {
    const cooldown = health.cooldownOf(candidate);
    return !cooldown || mayIgnore(cooldown) ? { candidate, ms: cooldown?.ms ?? 0 } : [];
  });
  return usable.sort((a, b) => a.ms - b.ms)[0]?.candidate;
}

/** The attempts already made for one answer, and which candidates they leave. */
interface AttemptLog {
  countAttempts(): number;
  record(candidate: PlannedCandidate, error: ProviderError): void;
  /** The candidates without an attempt, except for models that are known to be too small. */
  untriedCandidates(targets: readonly PlannedTarget[]): readonly PlannedCandidate[];
  /** The same, without models that had an attempt under another key. */
  candidatesOfUntriedModels(targets: readonly PlannedTarget[]): readonly PlannedCandidate[];
  /** The candidate of this target that can be tried again first. */
  nextRetryOf(target: PlannedTarget): Retry | undefined;
}

interface Retry {
  readonly candidate: PlannedCandidate;
  /** Unix milliseconds. */
  readonly dueAt: number;
}

function createAttemptLog({
  clock,
  random,
  promptTokens,
}: Pick<AttemptsParts, 'clock' | 'random' | 'promptTokens'>): AttemptLog {
  const tried = new Map<string, Retry & { readonly attempts: number }>();
  const triedModels = new Set<string>();
  let count = 0;
  let largestTooSmallWindow = 0;

  const untriedCandidates = (targets: readonly PlannedTarget[]) => {
    const largeEnough = targets.filter(
      ({ info }) => (info.contextWindow ?? Infinity) > largestTooSmallWindow,
    );
    return candidatesFor(largeEnough).filter((candidate) => !tried.has(idOf(candidate)));
  };

  return {
    countAttempts: () => count,

    record(candidate, { kind, retryAfterMs, tokenLimit = Infinity }) {
      const id = idOf(candidate);
      const mayRetry = failureActions[kind].steps.includes('retry');
      count += 1;
      // Full jitter: questions that failed together must not return together.
      const pauseMs = retryAfterMs ?? random() * backoffMs(count, RETRY_WAITS);
      const dueAt = mayRetry ? clock.now() + pauseMs : Infinity;
      tried.set(id, { candidate, dueAt, attempts: (tried.get(id)?.attempts ?? 0) + 1 });
      triedModels.add(targetName(candidate.target));

      const { contextWindow = 0 } = candidate.target.info;
      if (kind === 'context_length') {
        // A model that refuses a prompt of half its window, or less, does not have that window.
        const realWindow = Math.min(contextWindow, tokenLimit, promptTokens * 2);
        largestTooSmallWindow = Math.max(largestTooSmallWindow, realWindow);
      }
    },

    untriedCandidates,
    candidatesOfUntriedModels: (targets) =>
      untriedCandidates(targets.filter((target) => !triedModels.has(targetName(target)))),

    nextRetryOf: (target) =>
      [...tried.values()]
        .filter(({ candidate }) => candidate.target === target)
        .filter(({ attempts }) => attempts < MAX_ATTEMPTS_PER_CANDIDATE)
        .sort((a, b) => a.dueAt - b.dueAt)[0],
  };
}

function idOf({ target, key }: PlannedCandidate): string {
  return `${key.id}/${target.model}`;
}
