import type { ProviderEvent } from '../../contracts/provider.ts';
import { type EndReason, toTextDelta, toUsage } from '../wire/body/deltas.ts';
import { readFrame } from '../wire/body/read-frame.ts';
import { dig, isJsonObject, type JsonObject } from '../wire/json.ts';

const END_REASONS: Readonly<Record<string, EndReason>> = {
  eos_token: 'stop',
  stop_sequence: 'stop',
  length: 'length',
};

/** The events of one answer, frame by frame. What may be the beginning of a stop sequence is held back: the server sends it too. */
export function createTgiDecoder(
  stop: readonly string[],
): (frame: string) => readonly ProviderEvent[] {
  let held = '';

  const say = (text: string) => {
    held += text;
    const kept = longestBeginning(held, stop);
    const said = held.slice(0, held.length - kept);
    held = held.slice(held.length - kept);
    return toTextDelta(said);
  };
  const finish = (reason: unknown) => {
    const rest = reason === 'stop_sequence' ? '' : held;
    held = '';
    return toTextDelta(rest);
  };

  return (frame) => {
    const event = readFrame(frame);
    const { token, generated_text: whole, details } = event;
    const text = dig(token, 'special') === true ? '' : dig(token, 'text');
    const said = typeof text === 'string' ? say(text) : [];
    if (typeof whole !== 'string') return said;
    const reason = dig(details, 'finish_reason');
    // Without a token it is the answer of a server that does not stream.
    const rest = isJsonObject(token) ? finish(reason) : toTextDelta(whole);
    return [...said, ...rest, ...readEnd(event, reason)];
  };
}

function readEnd({ details }: JsonObject, reason: unknown): readonly ProviderEvent[] {
  return [
    ...toUsage(dig(details, 'input_length'), dig(details, 'generated_tokens')),
    {
      type: 'end',
      reason: END_REASONS[String(reason)] ?? 'other',
      ...(typeof reason === 'string' && { raw: reason }),
    },
  ];
}

/** How many of the last characters are a stop sequence, or how one begins. */
function longestBeginning(text: string, stop: readonly string[]): number {
  const lengths = stop.map((sequence) => {
    let length = Math.min(sequence.length, text.length);
    while (!text.endsWith(sequence.slice(0, length))) length -= 1;
    return length;
  });
  return Math.max(0, ...lengths);
}
