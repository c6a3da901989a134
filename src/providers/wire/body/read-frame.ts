import { dig, isJsonObject, type JsonObject, parseJson, unwrapList } from '../json.ts';
import { WireFault } from '../wire-fault.ts';
import { UnreadableFrame } from './unreadable-frame.ts';

/**
 * Parses one frame of a protocol, which must be a JSON object.
 *
 * @throws An `UnreadableFrame` when the frame is something else, and a `WireFault` when it reports an
 * error in any known shape.
 */
export function readFrame(frame: string): JsonObject {
  const object = unwrapList(parseJson(frame));

  if (!isJsonObject(object)) throw new UnreadableFrame();
  // An error may stand beside content, so this check comes first.
  if (isError(object)) throw reportedError(object);

  return object;
}

function isError(object: JsonObject): boolean {
  const { error, type, code, message, detail, error_msg: baiduMessage } = object;
  if (error || object.object === 'error' || type === 'error') return true;

  // The shapes of refusals, which some servers send with a 200.
  const hasCode = code !== undefined && code !== null;
  if (typeof detail === 'string' || (typeof message === 'string' && hasCode)) return true;
  // MiniMax sends the number 0 with every answer.
  return Boolean(dig(object, 'base_resp', 'status_code')) || typeof baiduMessage === 'string';
}

/** The fault for an error that a back end sent in place of an answer. */
export function reportedError(body: JsonObject): WireFault {
  return new WireFault('reported an error', JSON.stringify(body));
}
