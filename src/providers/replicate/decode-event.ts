import type { ProviderEvent } from '../../contracts/provider.ts';
import { toTextDelta } from '../wire/body/deltas.ts';
import { reportedError } from '../wire/body/read-frame.ts';
import { dig, isJsonObject, type JsonObject, parseJson, unwrapList } from '../wire/json.ts';

interface NamedEvent {
  readonly event?: string | undefined;
  readonly data: string;
}

/**
 * Writes an event's name into the first line of its frame, and its data below. The output is plain
 * text, so only the name says what an event is.
 */
export function toFrame({ event = 'message', data }: NamedEvent): string {
  return `${event}\n${data}`;
}

/**
 * The events of one frame.
 *
 * @throws A `WireFault` when the frame reports an error.
 */
export function decodeReplicateEvent(frame: string): readonly ProviderEvent[] {
  const nameLength = frame.indexOf('\n');
  const name = nameLength < 0 ? 'message' : frame.slice(0, nameLength);
  const data = frame.slice(nameLength + 1);

  switch (name) {
    case 'output':
      return toTextDelta(data);
    case 'error':
      throw reportedError(readError(data));
    case 'done':
      return [readEnd(data)];
    default:
      return readBareJson(frame);
  }
}

function readEnd(data: string): ProviderEvent {
  const reason = dig(parseJson(data), 'reason');
  if (reason === 'error') throw reportedError({ error: 'the prediction failed' });

  return { type: 'end', reason: reason ? 'other' : 'stop', raw: reason ? String(reason) : 'done' };
}

/** In place of events or after them, JSON is always an error. */
function readBareJson(frame: string): readonly ProviderEvent[] {
  // To parse what is no JSON takes long, and servers may send such events without end.
  const json = /^\s*[{[]/.test(frame) ? unwrapList(parseJson(frame)) : undefined;
  if (isJsonObject(json)) throw reportedError(json);

  return [];
}

function readError(data: string): JsonObject {
  const json = parseJson(data);
  return isJsonObject(json) ? json : { error: data };
}
