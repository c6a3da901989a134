import type { ProviderEvent } from '../../contracts/provider.ts';
import { type EndReason, toReasoningDelta, toTextDelta, toUsage } from '../wire/body/deltas.ts';
import { readFrame, reportedError } from '../wire/body/read-frame.ts';
import { asList, dig, type JsonObject } from '../wire/json.ts';

const END_REASONS: Readonly<Record<string, EndReason>> = {
  COMPLETE: 'stop',
  STOP_SEQUENCE: 'stop',
  MAX_TOKENS: 'length',
  ERROR_TOXIC: 'filter',
};

/** The events of one frame, or of a whole answer from a server that does not stream. Pure. */
export function decodeCohereEvent(frame: string): readonly ProviderEvent[] {
  // A last word of older servers, which is no JSON.
  if (frame.trim() === '[DONE]') return [];
  const event = readFrame(frame);
  switch (event.type) {
    case 'content-start':
    case 'content-delta':
      return readPart(dig(event.delta, 'message', 'content'));
    case 'message-end':
      return readEnd(dig(event.delta, 'finish_reason'), dig(event.delta, 'usage'), event.delta);
    case undefined:
      return readWhole(event);
    default:
      return [];
  }
}

function readPart(part: unknown): readonly ProviderEvent[] {
  return [...toReasoningDelta(dig(part, 'thinking')), ...toTextDelta(dig(part, 'text'))];
}

function readWhole(answer: JsonObject): readonly ProviderEvent[] {
  const { message, finish_reason: reason, usage: counts } = answer;
  if (reason === undefined) throw reportedError(answer);
  const said = asList(dig(message, 'content')).flatMap(readPart);
  return [...said, ...readEnd(reason, counts, answer)];
}

function readEnd(reason: unknown, counts: unknown, told: unknown): readonly ProviderEvent[] {
  if (reason === 'ERROR' || reason === 'TIMEOUT') {
    throw reportedError({
      error: { code: reason === 'TIMEOUT' ? 'timeout' : undefined, message: dig(told, 'error') },
    });
  }
  const tokens = dig(counts, 'tokens') ?? dig(counts, 'billed_units');
  const raw = String(reason);
  return [
    ...toUsage(dig(tokens, 'input_tokens'), dig(tokens, 'output_tokens')),
    { type: 'end', reason: END_REASONS[raw] ?? 'other', raw },
  ];
}
