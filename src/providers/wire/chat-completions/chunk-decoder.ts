import type { ProviderEvent } from '../../../contracts/provider.ts';
import { type EndReason, toCitation, toReasoningDelta } from '../body/deltas.ts';
import { readFrame, reportedError } from '../body/read-frame.ts';
import { readCount } from '../body/to-usage.ts';
import { dig, isJsonObject, type JsonObject } from '../json.ts';
import { readAnnotations, readChunkCitations, readContext } from './read-citations.ts';
import { readUsage } from './read-usage.ts';

const END_REASONS: Readonly<Record<string, EndReason>> = {
  stop: 'stop',
  // The words of other protocols, from servers that translate between them.
  end_turn: 'stop',
  stop_sequence: 'stop',
  eos: 'stop',
  complete: 'stop',
  length: 'length',
  model_length: 'length',
  max_tokens: 'length',
  content_filter: 'filter',
  safety: 'filter',
  refusal: 'filter',
};

/**
 * No reason yet. Alibaba's own API sends the word "null" with each chunk, and gateways pass it on;
 * others send Python's `None`, or Google's `FINISH_REASON_UNSPECIFIED`.
 */
const NO_REASON = /^(?:null|none|.*unspecified)?$/i;

/** DeepSeek's reason for an answer that it broke off because it ran out of machines. */
const OUT_OF_RESOURCES = 'insufficient_system_resource';

/** The state that the chunks of one answer share. */
interface AnswerState {
  /** Its words come in deltas. A whole message behind them repeats them. */
  hasDeltas: boolean;
}

/**
 * Decodes the chunks of one answer. MiniMax ends a stream with the whole completion
 * (ENTERPILOT/GoModel PR 1068), whose words were in the deltas already.
 */
export function createChunkDecoder(): (frame: string) => readonly ProviderEvent[] {
  const answer = { hasDeltas: false };
  return (frame) => decodeChunk(frame, answer);
}

/**
 * The events of one frame: a chunk of a stream, or a whole completion from a server that does not
 * stream.
 *
 * @throws A `WireFault` when the frame reports an error or is not a JSON object.
 */
function decodeChunk(frame: string, answer: AnswerState): readonly ProviderEvent[] {
  const chunk = readFrame(frame);
  const groqError = dig(chunk.x_groq, 'error');
  if (groqError) throw reportedError({ error: groqError });

  // One list for all events: this runs for every delta, and many small lists take longer than the
  // parsing.
  const events: ProviderEvent[] = [];
  const { usage = dig(chunk.x_groq, 'usage') } = chunk;

  // Before the text, which refers to them.
  events.push(...readChunkCitations(chunk));
  if (Array.isArray(chunk.choices)) {
    for (const choice of chunk.choices) readChoice(choice, chunk, answer, events);
  }
  if (isJsonObject(usage)) {
    events.push(...readUsage(usage));
    if (isFinalUsage(chunk.choices, usage)) events.push({ type: 'end', reason: 'other' });
  }

  return events;
}

/**
 * The usage of the whole answer comes in a chunk of its own, which is the last one (OpenAI's
 * reference, `stream_options`). Some servers end with it, and give no reason.
 */
function isFinalUsage(choices: unknown, { completion_tokens: outputTokens }: JsonObject): boolean {
  return Array.isArray(choices) && choices.length === 0 && (readCount(outputTokens) ?? 0) > 0;
}

function readChoice(
  choice: unknown,
  chunk: JsonObject,
  answer: AnswerState,
  events: ProviderEvent[],
): void {
  // Requests never ask for more than one choice.
  if (!isJsonObject(choice) || Number(choice.index) > 0) return;

  readWords(choice, answer, events);

  if (choice.annotations) events.push(...readAnnotations(choice.annotations));
  // Moonshot sends the usage in the choice.
  if (isJsonObject(choice.usage)) events.push(...readUsage(choice.usage));

  readFinish(choice, chunk, events);
}

function readWords(
  { delta, message, text }: JsonObject,
  answer: AnswerState,
  events: ProviderEvent[],
): void {
  // Perplexity sends the message so far beside each delta, so the delta comes first.
  if (isJsonObject(delta)) {
    readDelta(delta, events);
    answer.hasDeltas ||= events.length > 0;
  } else if (isJsonObject(message)) {
    if (!answer.hasDeltas) readDelta(message, events);
  } else {
    // Some servers answer here in the older Completions format.
    readDelta({ content: text }, events);
  }
}

/** @throws A `WireFault` when the answer ended by a failure. */
function readFinish(
  { delta, message, finish_reason: snakeCaseReason, finishReason: camelCaseReason }: JsonObject,
  chunk: JsonObject,
  events: ProviderEvent[],
): void {
  // Google's own server for this protocol wrote it in camel case (jakobdylanc/llmcord #84).
  const finishReason = snakeCaseReason ?? camelCaseReason;

  if (finishReason === 'error') throw reportedError(chunk);
  if (finishReason === OUT_OF_RESOURCES) throw reportedError({ error: { code: finishReason } });

  if (typeof finishReason === 'string' && !NO_REASON.test(finishReason)) {
    const reason = END_REASONS[finishReason.toLowerCase()] ?? 'other';
    events.push({ type: 'end', reason, raw: finishReason });
  } else if (isJsonObject(message) && !isJsonObject(delta)) {
    events.push({ type: 'end', reason: 'other' });
  }
}

function readDelta(delta: JsonObject, events: ProviderEvent[]): void {
  const { content, refusal, annotations, context } = delta;

  readReasoning(delta, events);
  if (annotations) events.push(...readAnnotations(annotations));
  if (context) events.push(...readContext(context));

  if (typeof content === 'string') {
    if (content !== '') events.push({ type: 'text-delta', text: content });
  } else if (Array.isArray(content)) {
    for (const part of content) readPart(part, events);
  }

  if (typeof refusal === 'string' && refusal !== '') {
    events.push({ type: 'text-delta', text: refusal });
  }
}

function readReasoning(
  { reasoning, reasoning_content: reasoningContent, reasoning_details: details }: JsonObject,
  events: ProviderEvent[],
): void {
  // Two names for the same words. Some servers send both.
  const text =
    typeof reasoningContent === 'string' && reasoningContent !== '' ? reasoningContent : reasoning;

  if (typeof text === 'string' && text !== '') {
    events.push({ type: 'reasoning-delta', text });
  } else if (Array.isArray(details)) {
    // OpenRouter: text, or a summary of it (openrouter.ai/docs, reasoning tokens).
    for (const detail of details) {
      events.push(...toReasoningDelta(dig(detail, 'text') ?? dig(detail, 'summary')));
    }
  }
}

/**
 * Reads one part of a list: the reasoning models of Mistral send their content as a list of parts.
 */
function readPart(part: unknown, events: ProviderEvent[]): void {
  const text = dig(part, 'text');
  if (typeof text === 'string') events.push({ type: 'text-delta', text });
  // `tool_reference`, from the models of Mistral that search.
  events.push(...toCitation(dig(part, 'url'), dig(part, 'title')));

  const thinking = dig(part, 'thinking');
  const thoughts = Array.isArray(thinking)
    ? thinking.map((thought) => dig(thought, 'text'))
    : [thinking];

  for (const thought of thoughts) {
    if (typeof thought === 'string') events.push({ type: 'reasoning-delta', text: thought });
  }
}
