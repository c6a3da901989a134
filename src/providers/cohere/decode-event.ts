import type { ProviderEvent } from '../../contracts/provider.ts';
import { type EndReason, toCitation, toReasoningDelta, toTextDelta } from '../wire/body/deltas.ts';
import { readFrame, reportedError } from '../wire/body/read-frame.ts';
import { toUsage } from '../wire/body/to-usage.ts';
import { asList, dig, type JsonObject } from '../wire/json.ts';

const END_REASONS: Readonly<Record<string, EndReason>> = {
  COMPLETE: 'stop',
  STOP_SEQUENCE: 'stop',
  MAX_TOKENS: 'length',
  ERROR_TOXIC: 'filter',
};

/**
 * The events of one frame, or of the whole answer of a server that does not stream.
 *
 * @throws A `WireFault` when the frame reports an error or is not a JSON object.
 */
export function decodeCohereEvent(frame: string): readonly ProviderEvent[] {
  const event = readFrame(frame);
  switch (event.type) {
    case 'content-start':
    case 'content-delta':
      return readPart(dig(event.delta, 'message', 'content'));
    case 'citation-start':
      return readCitation(dig(event.delta, 'message', 'citations'));
    case 'message-end':
      return readEnd(event.delta);
    case undefined:
      return readWholeAnswer(event);
    default:
      return [];
  }
}

function readPart(part: unknown): readonly ProviderEvent[] {
  return [...toReasoningDelta(dig(part, 'thinking')), ...toTextDelta(dig(part, 'text'))];
}

/** Only a source with an address can be shown: `document` of the prompt, or the output of a tool. */
function readCitation(citation: unknown): readonly ProviderEvent[] {
  return asList(dig(citation, 'sources')).flatMap((source) => {
    const page = dig(source, 'document') ?? dig(source, 'tool_output');
    return toCitation(dig(page, 'url'), dig(page, 'title'));
  });
}

function readWholeAnswer(answer: JsonObject): readonly ProviderEvent[] {
  if (answer.finish_reason === undefined) throw reportedError(answer);

  const parts = asList(dig(answer.message, 'content'));
  return [...parts.flatMap(readPart), ...readEnd(answer)];
}

/** @param source The object with `finish_reason`, `usage` and, after a failure, `error`. */
function readEnd(source: unknown): readonly ProviderEvent[] {
  const reason = dig(source, 'finish_reason');

  if (reason === 'ERROR' || reason === 'TIMEOUT') {
    const code = reason === 'TIMEOUT' ? 'timeout' : undefined;
    throw reportedError({ error: { code, message: dig(source, 'error') } });
  }

  const usage = dig(source, 'usage');
  const tokens = dig(usage, 'tokens') ?? dig(usage, 'billed_units');
  const raw = String(reason);
  return [
    ...toUsage({
      input: dig(tokens, 'input_tokens'),
      output: dig(tokens, 'output_tokens'),
      cachedInput: dig(usage, 'cached_tokens'),
    }),
    { type: 'end', reason: END_REASONS[raw] ?? 'other', raw },
  ];
}
