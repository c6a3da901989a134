import type { ChatRequest } from '../contracts/provider.ts';
import type { ProviderError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { estimateTokens } from '../lib/estimate-tokens.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import { limitAfterRefusal } from '../lib/limit-after-refusal.ts';
import type { Candidate } from './candidate.ts';
import type { Cooldown, Health } from './health.ts';

/**
 * Remembers how long the prompts of each model may be under each key, by the refusals of longer
 * ones: providers list windows that a model, a server or an account does not have.
 */
export interface PromptLimits {
  /** Takes note of a refusal, if the length of the prompt was its reason. */
  recordFailure(candidate: Candidate, request: ChatRequest, error: ProviderError): void;
  /** In estimated tokens. `undefined`: no prompt was too long. */
  limitOf(candidate: Candidate): number | undefined;
  /** The health for one prompt: a candidate that is known to be too small for it is cooling down. */
  healthFor(request: Pick<ChatRequest, 'system' | 'messages'>, health: Health): Health;
}

/** Accounts and servers change. Until then each question would cost a refused request. */
const REMEMBERED_MS = 24 * 60 * 60_000;
/** Every model takes this much: the refusal of a shorter prompt says nothing about the next one. */
const MIN_LIMIT = 400;
const MAX_ENTRIES = 5_000;

/** Makes the memory that all answers of one router share. */
export function createPromptLimits(clock: Clock): PromptLimits {
  const limits = createExpiringMap<string, number>({ clock, maxEntries: MAX_ENTRIES });

  const limitOf = (candidate: Candidate) => limits.get(idOf(candidate));

  return {
    limitOf,

    recordFailure(candidate, request, error) {
      if (error.kind !== 'context_length' && error.kind !== 'too_large') return;

      const limit = limitAfterRefusal(estimatePrompt(request), error);
      if (limit < MIN_LIMIT) return;

      const smallest = Math.min(limit, limitOf(candidate) ?? Infinity);
      limits.set(idOf(candidate), smallest, REMEMBERED_MS);
    },

    healthFor(request, health) {
      const tokens = estimatePrompt(request);
      return { ...health, cooldownOf };

      function cooldownOf(candidate: Candidate): Cooldown | undefined {
        const limit = limitOf(candidate);
        if (limit === undefined || tokens <= limit) return health.cooldownOf(candidate);

        const ms = limits.remainingMs(idOf(candidate));
        return { ms, reason: 'context_length', isCertain: true };
      }
    },
  };
}

function estimatePrompt({ system, messages }: Pick<ChatRequest, 'system' | 'messages'>): number {
  const texts = messages.map(({ text }) => text);
  return estimateTokens(system ? [system, ...texts] : texts);
}

function idOf({ target, key }: Candidate): string {
  return `${key.id}/${target.model}`;
}
