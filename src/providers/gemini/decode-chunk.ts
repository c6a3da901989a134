import type { ProviderEvent } from '../../contracts/provider.ts';
import { type EndReason, toReasoningDelta, toTextDelta, toUsage } from '../wire/body/deltas.ts';
import { readFrame } from '../wire/body/read-frame.ts';
import { asList, dig, isJsonObject, type JsonObject, parseJson } from '../wire/json.ts';

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

/** The events of one chunk, or of the list of all of them, as servers send it that do not know `alt=sse`. Pure. */
export function decodeGeminiChunk(frame: string): readonly ProviderEvent[] {
  const list = frame.trimStart().startsWith('[') ? asList(parseJson(frame)) : [];
  return list.length > 1
    ? list.flatMap((chunk) => decodeGeminiChunk(JSON.stringify(chunk)))
    : readChunk(readFrame(frame));
}

function readChunk(chunk: JsonObject): readonly ProviderEvent[] {
  // More than one is never asked for.
  const said = asList(chunk.candidates).slice(0, 1).flatMap(readCandidate);
  const block = dig(chunk, 'promptFeedback', 'blockReason');
  return [
    ...readUsage(chunk.usageMetadata),
    ...said,
    ...(isWord(block) ? [end(block, 'filter')] : []),
  ];
}

function readCandidate(candidate: unknown): readonly ProviderEvent[] {
  const said = asList(dig(candidate, 'content', 'parts')).flatMap(readPart);
  const reason = dig(candidate, 'finishReason');
  return isWord(reason) ? [...said, end(reason, END_REASONS[reason] ?? 'other')] : said;
}

function readPart(part: unknown): readonly ProviderEvent[] {
  const text = dig(part, 'text');
  return dig(part, 'thought') === true ? toReasoningDelta(text) : toTextDelta(text);
}

/** A sum so far, on every chunk. Thoughts are counted apart from the answer. */
function readUsage(told: unknown): readonly ProviderEvent[] {
  if (!isJsonObject(told)) return [];
  const { promptTokenCount, candidatesTokenCount, thoughtsTokenCount } = told;
  return toUsage(
    promptTokenCount,
    (Number(candidatesTokenCount) || 0) + (Number(thoughtsTokenCount) || 0),
  );
}

function end(raw: string, reason: EndReason): ProviderEvent {
  return { type: 'end', reason, raw };
}

function isWord(reason: unknown): reason is string {
  return typeof reason === 'string' && reason !== '' && !reason.endsWith('_UNSPECIFIED');
}
