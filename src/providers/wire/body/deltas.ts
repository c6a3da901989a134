import type { ProviderEvent } from '../../../contracts/provider.ts';

/** The reason why an answer ended. */
export type EndReason = Extract<ProviderEvent, { type: 'end' }>['reason'];

/** One event with the text of the answer. No event when `text` is empty or not a string. */
export function toTextDelta(text: unknown): readonly ProviderEvent[] {
  return typeof text === 'string' && text !== '' ? [{ type: 'text-delta', text }] : [];
}

/** One event with the reasoning of the model. No event when `text` is empty or not a string. */
export function toReasoningDelta(text: unknown): readonly ProviderEvent[] {
  return typeof text === 'string' && text !== '' ? [{ type: 'reasoning-delta', text }] : [];
}

/**
 * One event with the number of tokens. A missing count is 0; without both counts there is no event.
 */
export function toUsage(inputTokens: unknown, outputTokens: unknown): readonly ProviderEvent[] {
  if (!isCount(inputTokens) && !isCount(outputTokens)) return [];

  return [
    {
      type: 'usage',
      inputTokens: isCount(inputTokens) ? inputTokens : 0,
      outputTokens: isCount(outputTokens) ? outputTokens : 0,
    },
  ];
}

function isCount(tokens: unknown): tokens is number {
  return typeof tokens === 'number' && tokens >= 0;
}
