import type { ProviderEvent } from '../../contracts/provider.ts';
import {
  type EndReason,
  toCitation,
  toReasoningDelta,
  toTextDelta,
  toUsage,
} from '../wire/body/deltas.ts';
import { readFrame, reportedError } from '../wire/body/read-frame.ts';
import { asList, dig } from '../wire/json.ts';

const END_REASONS: Readonly<Record<string, EndReason>> = {
  completed: 'stop',
  max_output_tokens: 'length',
  content_filter: 'filter',
};

/** The three sources of the same words. Not every server sends deltas. */
type Source = 'deltas' | 'finished part' | 'finished response';

/**
 * Decodes the frames of one response. Passes its words on once, from the source that came first.
 */
export function createResponsesDecoder(): (frame: string) => readonly ProviderEvent[] {
  let firstSource: Source | undefined;

  const passOnce = (source: Source, events: readonly ProviderEvent[]) => {
    if (events.length > 0) firstSource ??= source;
    return source === firstSource ? events : [];
  };

  const finish = (response: unknown) => [
    ...passOnce('finished response', readOutput(response)),
    ...readAllAnnotations(response),
    ...readEnd(response),
  ];

  return (frame) => {
    const event = readFrame(frame);

    switch (event.type) {
      case 'response.output_text.delta':
      case 'response.refusal.delta':
        return passOnce('deltas', toTextDelta(event.delta));
      case 'response.output_text.done':
        return passOnce('finished part', toTextDelta(event.text));
      case 'response.output_text.annotation.added':
        return readAnnotation(event.annotation);
      case 'response.reasoning.search_results':
        return readSearchResults(event.results);
      case 'response.refusal.done':
        return passOnce('finished part', toTextDelta(event.refusal));
      case 'response.reasoning_summary_part.added':
        // Each part is a paragraph with a title of its own.
        return toReasoningDelta(Number(event.summary_index) > 0 ? '\n\n' : '');
      case 'response.reasoning_text.delta':
      case 'response.reasoning_summary_text.delta':
        return toReasoningDelta(event.delta);
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        return finish(event.response);
      default:
        // The whole response of a server that does not stream.
        return event.object === 'response' ? finish(event) : [];
    }
  };
}

function readEnd(response: unknown): readonly ProviderEvent[] {
  const status = dig(response, 'status');
  const error = dig(response, 'error');
  if (status === 'failed' || error) throw reportedError({ error: error ?? {} });

  const reason = dig(response, 'incomplete_details', 'reason');
  const usage = dig(response, 'usage');
  return [
    ...toUsage(dig(usage, 'input_tokens'), dig(usage, 'output_tokens')),
    toEnd(reason ?? status ?? 'completed'),
  ];
}

function toEnd(reason: unknown): ProviderEvent {
  const raw = String(reason);
  return { type: 'end', reason: END_REASONS[raw] ?? 'other', raw };
}

function readOutput(response: unknown): readonly ProviderEvent[] {
  return outputParts(response).flatMap((part) =>
    toTextDelta(dig(part, 'text') ?? dig(part, 'refusal')),
  );
}

function outputParts(response: unknown): readonly unknown[] {
  return asList(dig(response, 'output')).flatMap((item) => asList(dig(item, 'content')));
}

/** The pages of the whole response, for servers that send no event for each. */
function readAllAnnotations(response: unknown): readonly ProviderEvent[] {
  return outputParts(response).flatMap((part) =>
    asList(dig(part, 'annotations')).flatMap(readAnnotation),
  );
}

/** A `url_citation`. The text has a link of its own to the page, so it has no mark. */
function readAnnotation(annotation: unknown): readonly ProviderEvent[] {
  return toCitation(dig(annotation, 'url'), dig(annotation, 'title'));
}

/** Perplexity's Agent API. The text refers to a page by its `id` (docs.perplexity.ai, streaming citations). */
function readSearchResults(results: unknown): readonly ProviderEvent[] {
  return asList(results).flatMap((result) =>
    toCitation(dig(result, 'url'), dig(result, 'title'), dig(result, 'id')),
  );
}
