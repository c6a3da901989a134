import { createHash } from 'node:crypto';
import type { ChatRequest } from '../../contracts/provider.ts';
import { estimateTokens } from '../../lib/estimate-tokens.ts';

/** The parts of a prompt behind which a service should remember what it has read. */
export interface CachePrefix {
  readonly marksSystem: boolean;
  /** The index of the last message that the next prompt begins with, too. */
  readonly messageIndex?: number;
}

/**
 * Services remember no shorter beginnings: from 1,024 to 4,096 tokens, by the model (Anthropic, "Prompt
 * caching"). Writing costs a quarter more than reading, and the next question reads it for a tenth.
 */
const MIN_TOKENS = 1_500;

/** Finds the places to mark. The newest question may stand beside words that only its own prompt has. */
export function findCachePrefix({ cacheKey, system, messages }: ChatRequest): CachePrefix {
  if (cacheKey === undefined) return { marksSystem: false };

  const systemTokens = system ? estimateTokens([system]) : 0;
  const marksSystem = systemTokens >= MIN_TOKENS;
  const messageIndex = messages.findLastIndex(({ role }) => role === 'assistant');
  const texts = messages.slice(0, messageIndex + 1).map(({ text }) => text);
  const isLong = systemTokens + estimateTokens(texts) >= MIN_TOKENS;
  return messageIndex >= 0 && isLong ? { marksSystem, messageIndex } : { marksSystem };
}

/** A name for the conversation that says nothing about it. `undefined`: the request has no conversation. */
export function hashCacheKey(cacheKey: string | undefined): string | undefined {
  return cacheKey === undefined
    ? undefined
    : createHash('sha256').update(cacheKey).digest('base64url').slice(0, 32);
}
