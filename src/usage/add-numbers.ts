import type { Attempt } from '../contracts/attempt.ts';
import type { UsageNumbers } from '../contracts/usage.ts';

/** No usage at all. */
export const NOTHING_USED: UsageNumbers = {
  answers: 0,
  attempts: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  images: 0,
  audioMs: 0,
  usd: 0,
  unpricedAttempts: 0,
  estimatedAttempts: 0,
};

/** The numbers of usage, in the order in which tables show them. */
export const USAGE_FIELDS = Object.keys(NOTHING_USED) as readonly (keyof UsageNumbers)[];

const NANO = 1e9;

/** Adds up, or takes away with a `sign` of -1. */
export function addNumbers(a: UsageNumbers, b: UsageNumbers, sign: 1 | -1 = 1): UsageNumbers {
  return {
    answers: a.answers + sign * b.answers,
    attempts: a.attempts + sign * b.attempts,
    inputTokens: a.inputTokens + sign * b.inputTokens,
    cachedInputTokens: a.cachedInputTokens + sign * b.cachedInputTokens,
    outputTokens: a.outputTokens + sign * b.outputTokens,
    reasoningTokens: a.reasoningTokens + sign * b.reasoningTokens,
    images: a.images + sign * b.images,
    audioMs: a.audioMs + sign * b.audioMs,
    usd: roundUsd(a.usd + sign * b.usd),
    unpricedAttempts: a.unpricedAttempts + sign * b.unpricedAttempts,
    estimatedAttempts: a.estimatedAttempts + sign * b.estimatedAttempts,
  };
}

/** Sums of whole billionths are exact, in any order: what is added and taken away leaves nothing. */
export function roundUsd(usd: number): number {
  return Math.round(usd * NANO) / NANO;
}

/** What an attempt adds. `undefined`: it used nothing, as one that no service has accepted. */
export function numbersOf(attempt: Attempt): UsageNumbers | undefined {
  const { usd, outcome, isEstimated } = attempt;
  const numbers: UsageNumbers = {
    ...NOTHING_USED,
    attempts: 1,
    inputTokens: amount(attempt.inputTokens),
    cachedInputTokens: amount(attempt.cachedInputTokens),
    outputTokens: amount(attempt.outputTokens),
    reasoningTokens: amount(attempt.reasoningTokens),
    images: amount(attempt.images),
    audioMs: amount(attempt.audioMs),
    usd: roundUsd(amount(usd)),
    unpricedAttempts: usd === undefined ? 1 : 0,
    estimatedAttempts: isEstimated ? 1 : 0,
  };
  const { inputTokens, outputTokens, audioMs } = numbers;
  const hasAmounts = numbers.usd > 0 || inputTokens > 0 || outputTokens > 0;
  const hasWorked = outcome === 'answered' || (outcome === 'stopped' && usd === undefined);
  const isTranscribed = audioMs > 0 && usd !== 0;
  return hasAmounts || hasWorked || isTranscribed ? numbers : undefined;
}

/** What a service reports may be anything. */
function amount(reported: number | undefined): number {
  return reported !== undefined && Number.isFinite(reported) && reported > 0 ? reported : 0;
}
