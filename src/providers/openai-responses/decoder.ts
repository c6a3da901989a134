import type { ProviderEvent } from '../../contracts/provider.ts';
import { type EndReason, toCitation, toReasoningDelta, toTextDelta } from '../wire/body/deltas.ts';
import { readFrame, reportedError } from '../wire/body/read-frame.ts';
import { toUsage } from '../wire/body/to-usage.ts';
import { asList, dig } from '../wire/json.ts';
import { readVendorCost } from '../wire/read-vendor-cost.ts';
import { createRepeatedText } from './repeated-text.ts';

const END_REASONS: Readonly<Record<string, EndReason>> = {
  completed: 'stop',
  max_output_tokens: 'length',
  content_filter: 'filter',
};

/**
 * Decodes the frames of one response. Servers send the same words in deltas, with each finished part
 * or item, and with the finished response, and leave out any of these (BerriAI/litellm PR 32724,
 * agentgateway/agentgateway PR 2281): all words are passed on, and once.
 */
export function createResponsesDecoder(): (frame: string) => readonly ProviderEvent[] {
  const words = createRepeatedText();
  let hasReasoning = false;

  const passDelta = (delta: unknown) => {
    const events = toTextDelta(delta);
    for (const event of events) if (event.type === 'text-delta') words.takeDelta(event.text);
    return events;
  };

  const passPart = (text: unknown) =>
    toTextDelta(typeof text === 'string' ? words.takePart(text) : '');

  const passReasoning = (text: unknown) => {
    const events = toReasoningDelta(text);
    hasReasoning ||= events.length > 0;
    return events;
  };

  const passWholeReasoning = (items: readonly unknown[]) =>
    hasReasoning ? [] : passReasoning(readReasoning(items));

  const finish = (response: unknown) => {
    const items = asList(dig(response, 'output'));
    return [
      ...passWholeReasoning(items),
      ...toTextDelta(words.takeWhole(readWords(items))),
      ...items.flatMap(answerParts).flatMap(readAnnotations),
      ...readEnd(response),
    ];
  };

  return (frame) => {
    const event = readFrame(frame);

    switch (event.type) {
      case 'response.output_text.delta':
      case 'response.refusal.delta':
        return passDelta(event.delta);
      case 'response.output_text.done':
        return passPart(event.text);
      case 'response.refusal.done':
        return passPart(event.refusal);
      case 'response.content_part.done':
        return dig(event.part, 'type') === 'reasoning_text' ? [] : passPart(readText(event.part));
      case 'response.output_item.done':
        return [
          ...passWholeReasoning([event.item]),
          ...toTextDelta(words.takeItem(readWords([event.item]))),
        ];
      case 'response.output_text.annotation.added':
        return readAnnotation(event.annotation);
      case 'response.reasoning.search_results':
        return readSearchResults(event.results);
      case 'response.reasoning_summary_part.added':
        // Each part is a paragraph with a title of its own.
        return toReasoningDelta(Number(event.summary_index) > 0 ? '\n\n' : '');
      case 'response.reasoning_text.delta':
      case 'response.reasoning_summary_text.delta':
        return passReasoning(event.delta);
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
    ...toUsage({
      input: dig(usage, 'input_tokens'),
      output: dig(usage, 'output_tokens'),
      cachedInput: dig(usage, 'input_tokens_details', 'cached_tokens'),
      cacheWriteInput: dig(usage, 'input_tokens_details', 'cache_write_tokens'),
      reasoning: dig(usage, 'output_tokens_details', 'reasoning_tokens'),
      usd: readVendorCost(usage),
    }),
    toEnd(reason ?? status ?? 'completed'),
  ];
}

function toEnd(reason: unknown): ProviderEvent {
  const raw = String(reason);
  return { type: 'end', reason: END_REASONS[raw] ?? 'other', raw };
}

function isReasoning(item: unknown): boolean {
  return dig(item, 'type') === 'reasoning';
}

/** The parts of an item that belong to the answer. Open models have their thoughts in parts, too. */
function answerParts(item: unknown): readonly unknown[] {
  return isReasoning(item) ? [] : asList(dig(item, 'content'));
}

function readWords(items: readonly unknown[]): string {
  return items.flatMap(answerParts).map(readText).join('');
}

function readText(part: unknown): string {
  const text = dig(part, 'text') ?? dig(part, 'refusal');
  return typeof text === 'string' ? text : '';
}

function readReasoning(items: readonly unknown[]): string {
  const parts = items
    .filter(isReasoning)
    .flatMap((item) => [...asList(dig(item, 'summary')), ...asList(dig(item, 'content'))]);
  return parts.map(readText).join('\n\n');
}

/** The pages of a part, for servers that send no event for each. */
function readAnnotations(part: unknown): readonly ProviderEvent[] {
  return asList(dig(part, 'annotations')).flatMap(readAnnotation);
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
