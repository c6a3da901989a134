import type { ProviderEvent } from '../../contracts/provider.ts';
import { type EndReason, toCitation, toReasoningDelta, toTextDelta } from '../wire/body/deltas.ts';
import { readFrame } from '../wire/body/read-frame.ts';
import { readCount, toUsage } from '../wire/body/to-usage.ts';
import { asList, dig, isJsonObject, type JsonObject } from '../wire/json.ts';

const END_REASONS: Readonly<Record<string, EndReason>> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  CONTINUATION: 'length',
  SAFETY: 'filter',
  RECITATION: 'filter',
  BLOCKLIST: 'filter',
  PROHIBITED_CONTENT: 'filter',
  SPII: 'filter',
  IMAGE_SAFETY: 'filter',
  IMAGE_PROHIBITED_CONTENT: 'filter',
};

/**
 * The events of one chunk. Google's Code Assist wraps each in a `response`, and proxies of it pass
 * that on (`CaGenerateContentResponse` in google-gemini/gemini-cli; musistudio/claude-code-router
 * #645).
 *
 * @throws A `WireFault` when the chunk reports an error or is not a JSON object.
 */
export function decodeGeminiChunk(frame: string): readonly ProviderEvent[] {
  const chunk = readFrame(frame);
  return readChunk(isJsonObject(chunk.response) ? chunk.response : chunk);
}

function readChunk(chunk: JsonObject): readonly ProviderEvent[] {
  // Requests never ask for more than one candidate.
  const [candidate] = asList(chunk.candidates);
  const blockReason = dig(chunk, 'promptFeedback', 'blockReason');
  const endOfBlockedPrompt = isReason(blockReason) ? [toEnd(blockReason, 'filter')] : [];

  return [...readUsage(chunk.usageMetadata), ...readCandidate(candidate), ...endOfBlockedPrompt];
}

function readCandidate(candidate: unknown): readonly ProviderEvent[] {
  const deltas = [
    ...readGrounding(dig(candidate, 'groundingMetadata')),
    ...asList(dig(candidate, 'content', 'parts')).flatMap(readPart),
  ];
  const reason = dig(candidate, 'finishReason');
  if (!isReason(reason)) return deltas;

  return [...deltas, toEnd(reason, END_REASONS[reason] ?? 'other')];
}

/**
 * The pages that Google's search or an own data store gave. They often come with the last chunk,
 * which has no text (BerriAI/litellm #42134), and pages of a data store are `retrievedContext`
 * (agno-agi/agno #8607).
 */
function readGrounding(metadata: unknown): readonly ProviderEvent[] {
  return asList(dig(metadata, 'groundingChunks')).flatMap((chunk) => {
    const page = dig(chunk, 'web') ?? dig(chunk, 'retrievedContext') ?? dig(chunk, 'maps');
    return toCitation(dig(page, 'uri'), dig(page, 'title'));
  });
}

function readPart(part: unknown): readonly ProviderEvent[] {
  const text = dig(part, 'text');
  return dig(part, 'thought') === true ? toReasoningDelta(text) : toTextDelta(text);
}

/** Every chunk has the sums so far. Thoughts are counted apart from the answer. */
function readUsage(usage: unknown): readonly ProviderEvent[] {
  if (!isJsonObject(usage)) return [];

  const answerTokens = readCount(usage.candidatesTokenCount) ?? 0;
  const thoughtTokens = readCount(usage.thoughtsTokenCount) ?? 0;
  // What its own tools brought is paid as a part of the prompt (ai.google.dev, UsageMetadata).
  const toolTokens = readCount(usage.toolUsePromptTokenCount) ?? 0;
  const promptTokens = readCount(usage.promptTokenCount);
  return toUsage({
    input: promptTokens === undefined ? undefined : promptTokens + toolTokens,
    output: answerTokens + thoughtTokens,
    cachedInput: usage.cachedContentTokenCount,
    reasoning: thoughtTokens,
  });
}

function toEnd(raw: string, reason: EndReason): ProviderEvent {
  return { type: 'end', reason, raw };
}

function isReason(reason: unknown): reason is string {
  return typeof reason === 'string' && reason !== '' && !reason.endsWith('_UNSPECIFIED');
}
