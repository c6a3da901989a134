import { reportedError } from '../body/read-frame.ts';
import { isObject, parseJson } from '../json.ts';
import { WireFault } from '../wire-fault.ts';
import { requestText } from './request-text.ts';
import type { WireParts, WireRequest } from './send.ts';

/** The JSON that answers a call; a `ProviderError`, of kind `canceled` after an abort, if there is none. */
export function requestJson(
  parts: WireParts,
  call: WireRequest,
  signal: AbortSignal,
): Promise<unknown> {
  return requestText(parts, call, signal, (text) => {
    const json = parseJson(text);
    if (json === undefined) throw new WireFault('sent something that is not JSON');
    if (isObject(json) && json.error) throw reportedError(json);
    return json;
  });
}
