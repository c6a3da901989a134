import type { ProviderEvent } from '../../contracts/provider.ts';
import { type EndReason, toReasoningDelta, toTextDelta, toUsage } from '../wire/body/deltas.ts';
import { readFrame, reportedError } from '../wire/body/read-frame.ts';
import { asList, dig } from '../wire/json.ts';

const END_REASONS: Readonly<Record<string, EndReason>> = {
  completed: 'stop',
  max_output_tokens: 'length',
  content_filter: 'filter',
};

type Way = 'in deltas' | 'in parts' | 'whole';

/** The events of one response, frame by frame. */
export function createResponsesDecoder(): (frame: string) => readonly ProviderEvent[] {
  let cameFirst: Way | undefined;

  /** The same words come up to three times. Not every server sends them in deltas. */
  const say = (way: Way, words: readonly ProviderEvent[]) => {
    if (words.length > 0) cameFirst ??= way;
    return way === cameFirst ? words : [];
  };
  const finish = (response: unknown) => [
    ...say('whole', readOutput(response)),
    ...readEnd(response),
  ];

  return (frame) => {
    const event = readFrame(frame);
    switch (event.type) {
      case 'response.output_text.delta':
      case 'response.refusal.delta':
        return say('in deltas', toTextDelta(event.delta));
      case 'response.output_text.done':
        return say('in parts', toTextDelta(event.text));
      case 'response.refusal.done':
        return say('in parts', toTextDelta(event.refusal));
      case 'response.reasoning_summary_part.added':
        // Each one is a paragraph with a title of its own.
        return toReasoningDelta(Number(event.summary_index) > 0 ? '\n\n' : '');
      case 'response.reasoning_text.delta':
      case 'response.reasoning_summary_text.delta':
        return toReasoningDelta(event.delta);
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        return finish(event.response);
      default:
        // From a server that does not stream.
        return event.object === 'response' ? finish(event) : [];
    }
  };
}

function readEnd(response: unknown): readonly ProviderEvent[] {
  const status = dig(response, 'status');
  if (status === 'failed' || dig(response, 'error'))
    throw reportedError({ error: dig(response, 'error') ?? {} });
  const reason = dig(response, 'incomplete_details', 'reason');
  const counts = dig(response, 'usage');
  return [
    ...toUsage(dig(counts, 'input_tokens'), dig(counts, 'output_tokens')),
    endOf(reason ?? status ?? 'completed'),
  ];
}

function endOf(reason: unknown): ProviderEvent {
  const raw = String(reason);
  return { type: 'end', reason: END_REASONS[raw] ?? 'other', raw };
}

function readOutput(response: unknown): readonly ProviderEvent[] {
  const parts = asList(dig(response, 'output')).flatMap((item) => asList(dig(item, 'content')));
  return parts.flatMap((part) => toTextDelta(dig(part, 'text') ?? dig(part, 'refusal')));
}
