import { isObject, type JsonObject, parseJson } from './json.ts';
import { WireFault } from './wire-fault.ts';

/** The object in one frame of a protocol. A frame that reports an error, in whatever shape, is a `WireFault` that holds it. */
export function readFrame(frame: string): JsonObject {
  const parsed = parseJson(frame);
  // Gemini wraps its errors in a list.
  const object = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!isObject(object)) throw new WireFault('sent something that is not JSON');
  // Errors stand beside content too, so they are looked for first.
  if (object.error || object.object === 'error' || object.type === 'error') throw reportedError(object);
  return object;
}

export function reportedError(body: JsonObject): WireFault {
  return new WireFault('reported an error', JSON.stringify(body));
}
