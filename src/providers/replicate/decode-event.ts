import type { ProviderEvent } from '../../contracts/provider.ts';
import { toTextDelta } from '../wire/body/deltas.ts';
import { reportedError } from '../wire/body/read-frame.ts';
import { dig, isJsonObject, parseJson, unwrapList } from '../wire/json.ts';

/** Name and data of an event in one line and the rest: the output is plain text, so only the name says what it is. */
export function toFrame({
  event = 'message',
  data,
}: {
  readonly event?: string | undefined;
  data: string;
}): string {
  return `${event}\n${data}`;
}

/** The events of one frame. Pure. */
export function decodeReplicateEvent(frame: string): readonly ProviderEvent[] {
  const nameEnd = frame.indexOf('\n');
  const data = frame.slice(nameEnd + 1);
  switch (nameEnd < 0 ? 'message' : frame.slice(0, nameEnd)) {
    case 'output':
      return toTextDelta(data);
    case 'error':
      throw reportedError(errorIn(data));
    case 'done':
      return [readEnd(data)];
    default:
      return readBare(frame);
  }
}

function readEnd(data: string): ProviderEvent {
  const reason = dig(parseJson(data), 'reason');
  if (reason === 'error') throw reportedError({ error: 'the prediction failed' });
  return { type: 'end', reason: reason ? 'other' : 'stop', raw: reason ? String(reason) : 'done' };
}

/** In place of events, or after them: only an error comes so. */
function readBare(frame: string): readonly ProviderEvent[] {
  const told = unwrapList(parseJson(frame));
  if (isJsonObject(told)) throw reportedError(told);
  return [];
}

function errorIn(data: string) {
  const told = parseJson(data);
  return isJsonObject(told) ? told : { error: data };
}
