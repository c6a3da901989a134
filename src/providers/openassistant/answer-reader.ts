import type { ProviderEvent } from '../../contracts/provider.ts';
import { toReasoningDelta, toTextDelta } from '../wire/body/deltas.ts';
import { reportedError } from '../wire/body/read-frame.ts';
import { dig, isJsonObject, type JsonObject, parseJson, unwrapList } from '../wire/json.ts';
import { WireFault } from '../wire/wire-fault.ts';

/** Reads the events of one answer. */
export interface AnswerReader {
  decode(frame: string): readonly ProviderEvent[];
  /** The end, and before it what of the finished `message` was not said yet. */
  finish(message: unknown): readonly ProviderEvent[];
}

export function createAnswerReader(): AnswerReader {
  let said = '';

  const say = (text: unknown) => {
    if (typeof text === 'string') said += text;
    return toTextDelta(text);
  };
  const complete = (message: unknown): readonly ProviderEvent[] => {
    const content = dig(message, 'content');
    // What was shown stays: where the server keeps other words than it sent, those are not appended.
    const rest =
      typeof content === 'string' && content.startsWith(said) ? content.slice(said.length) : '';
    return [...say(rest), { type: 'end', reason: 'stop' }];
  };

  return {
    decode(frame) {
      const event = unwrapList(parseJson(frame));
      if (!isJsonObject(event)) throw new WireFault('sent something that is not JSON');
      if (event.error || event.event_type === 'error') throw failureIn(event);
      switch (event.event_type) {
        case 'token':
          return say(event.text);
        case 'plugin_intermediate':
          return toReasoningDelta(event.current_plugin_thought);
        case 'message':
          return complete(event.message);
        default:
          // `pending`, again and again while the question waits in the queue, and `safe_prompt`: neither says anything.
          return [];
      }
    },
    finish: complete,
  };
}

/** The state of the message is a word for machines, and so is the error sometimes. */
function failureIn({ error, message }: JsonObject): WireFault {
  if (isJsonObject(error)) return reportedError({ error });
  return reportedError({ error: { code: dig(message, 'state'), type: error, message: error } });
}
