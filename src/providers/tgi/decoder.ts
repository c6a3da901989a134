import type { ProviderEvent } from '../../contracts/provider.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { type EndReason, toTextDelta } from '../wire/body/deltas.ts';
import { readFrame } from '../wire/body/read-frame.ts';
import { toUsage } from '../wire/body/to-usage.ts';
import { dig, isJsonObject, type JsonObject } from '../wire/json.ts';

const END_REASONS: Readonly<Record<string, EndReason>> = {
  eos_token: 'stop',
  stop_sequence: 'stop',
  length: 'length',
};

/**
 * Decodes the frames of one answer. The server sends its stop sequences too, so a text that may
 * begin one is held back.
 */
export function createTgiDecoder(
  stopSequences: readonly string[],
): (frame: string) => readonly ProviderEvent[] {
  let held = '';
  let hasTokens = false;

  const takeText = (text: string) => {
    hasTokens ||= text !== '';
    held += text;
    const releasedLength = held.length - countHeldCharacters(held, stopSequences);
    const released = held.slice(0, releasedLength);
    held = held.slice(releasedLength);
    return toTextDelta(released);
  };

  const takeRest = (finishReason: unknown) => {
    const rest = finishReason === 'stop_sequence' ? '' : held;
    held = '';
    return toTextDelta(rest);
  };

  return (frame) => {
    const event = readFrame(frame);
    const { token, generated_text: wholeText, details } = event;

    const text = dig(token, 'special') === true ? '' : dig(token, 'text');
    const deltas = typeof text === 'string' ? takeText(text) : [];
    if (typeof wholeText !== 'string') return deltas;

    const finishReason = dig(details, 'finish_reason');
    // A frame without a token is the whole answer of a server that does not stream.
    const rest = isJsonObject(token) || hasTokens ? takeRest(finishReason) : toTextDelta(wholeText);
    return [...deltas, ...rest, ...readEnd(event, finishReason)];
  };
}

function readEnd({ details }: JsonObject, finishReason: unknown): readonly ProviderEvent[] {
  return [
    ...toUsage({
      input: dig(details, 'input_length'),
      output: dig(details, 'generated_tokens'),
    }),
    omitUndefined({
      type: 'end',
      reason: END_REASONS[String(finishReason)] ?? 'other',
      raw: typeof finishReason === 'string' ? finishReason : undefined,
    } as const),
  ];
}

/**
 * The number of characters at the end of a text that are a stop sequence or the beginning of one.
 */
function countHeldCharacters(text: string, stopSequences: readonly string[]): number {
  const lengths = stopSequences.map((sequence) => {
    let length = Math.min(sequence.length, text.length);
    while (!text.endsWith(sequence.slice(0, length))) length -= 1;
    return length;
  });

  return Math.max(0, ...lengths);
}
