import type { ProviderEvent } from '../../../contracts/provider.ts';
import { type EndReason, toReasoningDelta } from '../body/deltas.ts';
import { readFrame, reportedError } from '../body/read-frame.ts';
import { dig, isJsonObject, type JsonObject } from '../json.ts';

const END_REASONS: Readonly<Record<string, EndReason>> = {
  stop: 'stop',
  // What those say that serve models behind the protocol of somebody else.
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

/** DeepSeek's. */
const OUT_OF_MACHINES = 'insufficient_system_resource';

/**
 * The events of one frame: a chunk of a stream, or a whole completion from a server that does not stream. A `[DONE]` that follows
 * no `finish_reason` is the end too: what was cut off never says it.
 */
export function decodeCompletionChunk(frame: string): readonly ProviderEvent[] {
  if (frame.trim() === '[DONE]') return [{ type: 'end', reason: 'other', raw: '[DONE]' }];
  const chunk = readFrame(frame);
  const { usage = dig(chunk.x_groq, 'usage') } = chunk;
  if (dig(chunk.x_groq, 'error')) throw reportedError({ error: dig(chunk.x_groq, 'error') });
  // One list for all: this runs for every delta, and many small ones take longer than to parse it.
  const events: ProviderEvent[] = [];
  if (Array.isArray(chunk.choices))
    for (const choice of chunk.choices) readChoice(choice, chunk, events);
  if (isJsonObject(usage)) events.push(readUsage(usage));
  return events;
}

function readChoice(choice: unknown, chunk: JsonObject, events: ProviderEvent[]): void {
  // More than one is never asked for.
  if (!isJsonObject(choice) || Number(choice.index) > 0) return;
  const { delta, message, text, finish_reason: finish, usage } = choice;
  // Perplexity sends the message so far beside each delta.
  if (isJsonObject(delta)) readDelta(delta, events);
  else if (isJsonObject(message)) readDelta(message, events);
  // Servers of the older Completions, at this address too.
  else readDelta({ content: text }, events);

  // Moonshot.
  if (isJsonObject(usage)) events.push(readUsage(usage));
  if (finish === 'error') throw reportedError(chunk);
  if (finish === OUT_OF_MACHINES) throw reportedError({ error: { code: finish } });
  if (typeof finish === 'string' && finish !== '') {
    events.push({ type: 'end', reason: END_REASONS[finish.toLowerCase()] ?? 'other', raw: finish });
  } else if (isJsonObject(message) && !isJsonObject(delta)) {
    events.push({ type: 'end', reason: 'other' });
  }
}

function readDelta(
  {
    content,
    refusal,
    reasoning,
    reasoning_content: thoughts,
    reasoning_details: details,
  }: JsonObject,
  events: ProviderEvent[],
): void {
  // Two names for the same words; some servers send both.
  const reasons = typeof thoughts === 'string' && thoughts !== '' ? thoughts : reasoning;
  if (typeof reasons === 'string' && reasons !== '')
    events.push({ type: 'reasoning-delta', text: reasons });
  else if (Array.isArray(details))
    for (const detail of details) events.push(...toReasoningDelta(dig(detail, 'text')));
  if (typeof content === 'string') {
    if (content !== '') events.push({ type: 'text-delta', text: content });
  } else if (Array.isArray(content)) {
    for (const part of content) readPart(part, events);
  }
  if (typeof refusal === 'string' && refusal !== '')
    events.push({ type: 'text-delta', text: refusal });
}

/** Mistral's reasoning models send content as a list of parts. */
function readPart(part: unknown, events: ProviderEvent[]): void {
  const text = dig(part, 'text');
  if (typeof text === 'string') events.push({ type: 'text-delta', text });
  const thinking = dig(part, 'thinking');
  const thoughts = Array.isArray(thinking)
    ? thinking.map((thought) => dig(thought, 'text'))
    : [thinking];
  for (const thought of thoughts) {
    if (typeof thought === 'string') events.push({ type: 'reasoning-delta', text: thought });
  }
}

function readUsage({
  prompt_tokens: inputTokens,
  completion_tokens: outputTokens,
}: JsonObject): ProviderEvent {
  return { type: 'usage', inputTokens: count(inputTokens), outputTokens: count(outputTokens) };
}

function count(tokens: unknown): number {
  return typeof tokens === 'number' && tokens >= 0 ? tokens : 0;
}
