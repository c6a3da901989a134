import type { ChatRequest } from '../contracts/provider.ts';
import type { ProviderError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import { limitAfterRefusal } from '../lib/limit-after-refusal.ts';
import type { Candidate } from './candidate.ts';
import { estimatePrompt } from './estimate-prompt.ts';
import type { Cooldown, Health } from './health.ts';

/**
 * Remembers how long the prompts of each model may be under each key, by the refusals of longer
 * ones: providers list windows that a model, a server or an account does not have.
 */
export interface PromptLimits {
  /**
   * Takes note of a refusal, if the length of the prompt was its reason, and of an answer (no
   * `failure`). After a refusal without numbers the limit is only a guess: the first answered prompt
   * that comes near it shows how much the model takes.
   */
  recordOutcome(candidate: Candidate, request: ChatRequest, failure?: ProviderError): void;
  /** In estimated tokens. `undefined`: no prompt was too long. */
  limitOf(candidate: Candidate): number | undefined;
  /** The health for a prompt of this size: a candidate that is known to be too small for it is cooling down. */
  healthFor(promptTokens: number, health: Health): Health;
}

/** Accounts and servers change. Until then each question would cost a refused request. */
const REMEMBERED_MS = 24 * 60 * 60_000;
/** Every model takes this much: the refusal of a shorter prompt says nothing about the next one. */
const MIN_LIMIT = 400;
/** A prompt consists of whole turns, so it is often well below the limit. */
const NEAR_SHARE = 1 / 4;
const MAX_ENTRIES = 5_000;

/** Makes the memory that all answers of one router share. */
export function createPromptLimits(clock: Clock): PromptLimits {
  const limits = createExpiringMap<string, Limit>({ clock, maxEntries: MAX_ENTRIES });

  const limitOf = (candidate: Candidate) => limits.get(idOf(candidate))?.tokens;

  const recordFailure = (id: string, promptTokens: number, failure: ProviderError) => {
    if (failure.kind !== 'context_length' && failure.kind !== 'too_large') return;

    const limit = limitAfterRefusal(promptTokens, failure);
    if (limit < MIN_LIMIT) return;

    const tokens = Math.min(limit, limits.get(id)?.tokens ?? Infinity);
    limits.set(id, { tokens, isGuess: failure.tokenLimit === undefined }, REMEMBERED_MS);
  };

  const recordAnswer = (id: string, tokens: number) => {
    const limit = limits.get(id);
    if (!limit?.isGuess) return;

    const isNear = tokens >= limit.tokens * NEAR_SHARE && tokens <= limit.tokens;
    if (isNear) limits.set(id, { tokens, isGuess: false }, REMEMBERED_MS);
  };

  return {
    limitOf,

    recordOutcome(candidate, request, failure) {
      const id = idOf(candidate);
      if (failure) recordFailure(id, estimatePrompt(request), failure);
      else recordAnswer(id, estimatePrompt(request));
    },

    healthFor(promptTokens, health) {
      return { ...health, cooldownOf };

      function cooldownOf(candidate: Candidate): Cooldown | undefined {
        const limit = limitOf(candidate);
        if (limit === undefined || promptTokens <= limit) return health.cooldownOf(candidate);

        const ms = limits.remainingMs(idOf(candidate));
        return { ms, reason: 'context_length', isCertain: true };
      }
    },
  };
}

interface Limit {
  /** Estimated. */
  readonly tokens: number;
  readonly isGuess: boolean;
}

function idOf({ target, key }: Candidate): string {
  return `${key.id}/${target.model}`;
}
