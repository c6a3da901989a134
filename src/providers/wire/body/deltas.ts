import type { ProviderEvent } from '../../../contracts/provider.ts';

/** The end of an answer: why it ended. */
export type EndReason = Extract<ProviderEvent, { type: 'end' }>['reason'];

/** What is no text, or empty, is no event. */
export function toTextDelta(text: unknown): readonly ProviderEvent[] {
  return typeof text === 'string' && text !== '' ? [{ type: 'text-delta', text }] : [];
}

export function toReasoningDelta(text: unknown): readonly ProviderEvent[] {
  return typeof text === 'string' && text !== '' ? [{ type: 'reasoning-delta', text }] : [];
}

/** Counts that are not told are 0; where none is told there is no event. */
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
