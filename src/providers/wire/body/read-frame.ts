import { isJsonObject, type JsonObject, parseJson, unwrapList } from '../json.ts';
import { WireFault } from '../wire-fault.ts';

/** The object in one frame of a protocol. A frame that reports an error, in whatever shape, is a `WireFault` that holds it. */
export function readFrame(frame: string): JsonObject {
  const object = unwrapList(parseJson(frame));
  if (!isJsonObject(object)) throw new WireFault('sent something that is not JSON');
  // Errors stand beside content too, so they are looked for first.
  if (isError(object)) throw reportedError(object);
  return object;
}

function isError({ error, object, type, code, message, detail }: JsonObject): boolean {
  if (error || object === 'error' || type === 'error') return true;
  // As refusals are worded, though it came with a 200.
  return (
    typeof detail === 'string' ||
    (typeof message === 'string' && code !== undefined && code !== null)
  );
}

export function reportedError(body: JsonObject): WireFault {
  return new WireFault('reported an error', JSON.stringify(body));
}
