import { omitUndefined } from '../../lib/omit-undefined.ts';
import type { CollectedAnswer } from './answer-collector.ts';

/** The facts about an answer that its line in the log has. No text is one of them. */
export function summarizeAnswer({ provider, model, end, attempts }: CollectedAnswer) {
  const { firstContentMs, inputTokens, cachedInputTokens, outputTokens } = attempts.at(-1) ?? {};
  const tokens = { inputTokens, ...omitUndefined({ cachedInputTokens }), outputTokens };
  return { provider, model, end, attempts: attempts.length, firstContentMs, ...tokens };
}
