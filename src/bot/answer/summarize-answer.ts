import { omitUndefined } from '../../lib/omit-undefined.ts';
import type { CollectedAnswer } from './answer-collector.ts';

/** Gives the facts about an answer for the log, which has no text of it. */
export function summarizeAnswer({ provider, model, end, attempts }: CollectedAnswer) {
  const { firstContentMs, inputTokens, cachedInputTokens, outputTokens } = attempts.at(-1) ?? {};
  const tokens = { inputTokens, ...omitUndefined({ cachedInputTokens }), outputTokens };
  return { provider, model, end, attempts: attempts.length, firstContentMs, ...tokens };
}
