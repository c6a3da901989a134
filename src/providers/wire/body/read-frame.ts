import { dig, isJsonObject, type JsonObject, parseJson, unwrapList } from '../json.ts';
import { WireFault } from '../wire-fault.ts';
import { UnreadableFrame } from './unreadable-frame.ts';

/** The codes of keep-alives in the shape of a refusal. A zero is one too. */
const SUCCESS_CODES = new Set<unknown>([200, '200', '0', 'ok', 'success']);

/**
 * Parses one frame of a protocol, which must be a JSON object.
 *
 * @throws An `UnreadableFrame` when the frame is something else, and a `WireFault` when it reports
 * an error in any known shape.
 */
export function readFrame(frame: string): JsonObject {
  const object = parseFrame(frame);
  // An error may come beside content, so this check comes first.
  if (isError(object)) throw reportedError(object);

  return object;
}

/**
 * The JSON object of one frame, or of a list of one.
 *
 * @throws An `UnreadableFrame` when the frame is something else.
 */
export function parseFrame(frame: string): JsonObject {
  const json = parseJson(frame);
  const object = unwrapList(json);

  // A list of several frames is taken apart like other frames that are glued together.
  const isSeveral = Array.isArray(json) && json.length > 1;
  if (!isJsonObject(object) || isSeveral) throw new UnreadableFrame();

  return object;
}

function isError(object: JsonObject): boolean {
  const { error, type, code, message, detail, error_msg: baiduMessage } = object;
  if (saysSomething(error) || object.object === 'error' || type === 'error') return true;

  // The shapes of refusals, which some servers send with a 200.
  const hasErrorCode = saysSomething(code) && !SUCCESS_CODES.has(code);
  if (typeof detail === 'string' || (typeof message === 'string' && hasErrorCode)) return true;
  // MiniMax sends the number 0 with every answer.
  return Boolean(dig(object, 'base_resp', 'status_code')) || typeof baiduMessage === 'string';
}

/**
 * False for an error without any words: some gateways send `{"message": "", "code": null}` with
 * each good chunk (BerriAI/litellm PR 18493).
 */
function saysSomething(error: unknown): boolean {
  return isJsonObject(error) ? Object.values(error).some(Boolean) : Boolean(error);
}

/** The fault for an error that a back end sent in place of an answer. */
export function reportedError(body: JsonObject): WireFault {
  return new WireFault('reported an error', JSON.stringify(body));
}
