import type { ProviderEvent } from '../../contracts/provider.ts';
import { toReasoningDelta, toTextDelta } from '../wire/body/deltas.ts';
import { parseFrame, reportedError } from '../wire/body/read-frame.ts';
import { dig, isJsonObject, type JsonObject } from '../wire/json.ts';
import type { WireFault } from '../wire/wire-fault.ts';

/** Decodes the events of one answer. */
export interface AnswerReader {
  /** @throws A `WireFault` when the frame reports an error, or is not a JSON object. */
  decode(frame: string): readonly ProviderEvent[];
  /**
   * The end of the answer, after the text of the finished `message` that no token brought before.
   */
  finish(message: unknown): readonly ProviderEvent[];
}

/** Reads one answer. Remembers its text, since the last event repeats the whole message. */
export function createAnswerReader(): AnswerReader {
  let shownText = '';
  let isFinished = false;

  const show = (text: unknown) => {
    // The finished message was shown whole, so a token after it would come twice.
    if (isFinished) return [];
    if (typeof text === 'string') shownText += text;
    return toTextDelta(text);
  };

  const finish = (message: unknown): readonly ProviderEvent[] => {
    const content = dig(message, 'content');
    // The text that was shown stays. If the server keeps other words than it sent, they are
    // ignored.
    const continues = typeof content === 'string' && content.startsWith(shownText);
    const rest = continues ? content.slice(shownText.length) : '';

    const shown = show(rest);
    isFinished = true;
    return [...shown, { type: 'end', reason: 'stop' }];
  };

  return {
    decode(frame) {
      const event = parseFrame(frame);
      if (event.error || event.event_type === 'error') throw createFault(event);

      switch (event.event_type) {
        case 'token':
          return show(event.text);
        case 'plugin_intermediate':
          return toReasoningDelta(event.current_plugin_thought);
        case 'message':
          return finish(event.message);
        default:
          // `pending` comes again and again while the question waits in the queue. Neither it nor
          // `safe_prompt` has content.
          return [];
      }
    },

    finish,
  };
}

/** The state of the message is a machine-readable code, and sometimes the error is one too. */
function createFault({ error, message }: JsonObject): WireFault {
  if (isJsonObject(error)) return reportedError({ error });

  return reportedError({ error: { code: dig(message, 'state'), type: error, message: error } });
}
