import type { ProviderEvent } from '../../contracts/provider.ts';
import { reasoningDelta, textDelta, usage } from '../wire/deltas.ts';
import { dig, type JsonObject } from '../wire/json.ts';
import { readFrame, reportedError } from '../wire/read-frame.ts';

const END_REASONS = { max_output_tokens: 'length', content_filter: 'filter' } as const;

/** The events of one frame, or of a whole response from a server that does not stream. Pure. */
export function decodeEvent(frame: string): readonly ProviderEvent[] {
  const event = readFrame(frame);
  switch (event.type) {
    case 'response.output_text.delta':
    case 'response.refusal.delta':
      return textDelta(event.delta);
    case 'response.reasoning_text.delta':
    case 'response.reasoning_summary_text.delta':
      return reasoningDelta(event.delta);
    case 'response.completed':
    case 'response.incomplete':
    case 'response.failed':
      return readEnd(event.response);
    default:
      return event.object === 'response' ? [...readOutput(event), ...readEnd(event)] : [];
  }
}

function readEnd(response: unknown): readonly ProviderEvent[] {
  const status = dig(response, 'status');
  if (status === 'failed' || dig(response, 'error')) throw reportedError({ error: dig(response, 'error') ?? {} });
  const reason = dig(response, 'incomplete_details', 'reason');
  return [...usage(dig(response, 'usage', 'input_tokens'), dig(response, 'usage', 'output_tokens')), endOf(reason)];
}

function endOf(reason: unknown): ProviderEvent {
  if (typeof reason !== 'string') return { type: 'end', reason: 'stop', raw: 'completed' };
  const known = Object.hasOwn(END_REASONS, reason) ? END_REASONS[reason as keyof typeof END_REASONS] : 'other';
  return { type: 'end', reason: known, raw: reason };
}

function readOutput({ output }: JsonObject): readonly ProviderEvent[] {
  const items: readonly unknown[] = Array.isArray(output) ? output : [];
  return items.flatMap((item) => {
    const parts = dig(item, 'content');
    return Array.isArray(parts) ? parts.flatMap((part) => textDelta(dig(part, 'text') ?? dig(part, 'refusal'))) : [];
  });
}
