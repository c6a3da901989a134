import { ProviderError } from '../../../errors.ts';
import { readBounded } from '../../../lib/read-bounded.ts';
import { reportedError } from '../body/read-frame.ts';
import { classifyFailure } from '../failures/classify-failure.ts';
import { isJsonObject, parseJson } from '../json.ts';
import { WireFault } from '../wire-fault.ts';
import { createDeadlines } from './deadlines.ts';
import { failureContext, send, type WireCall, type WireParts } from './send.ts';

/** The model list of the largest vendor has about 1 MiB. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * Sends a request, reads the whole body of its response, and gives the result of `parse`.
 *
 * @param parse Throws a `WireFault` when the text is not an answer.
 * @throws A `ProviderError`, of kind `canceled` after an abort.
 */
export async function requestText<Result>(
  parts: WireParts,
  call: WireCall,
  signal: AbortSignal,
  parse: (text: string) => Result,
): Promise<Result> {
  const deadlines = createDeadlines(parts.clock, call.limits, signal);
  let status: number | undefined;

  try {
    const response = await send(parts, call, deadlines);
    status = response.status;
    const body = await readBounded(
      response.body,
      MAX_BODY_BYTES,
      () => new WireFault('sent an answer that is too long'),
    );
    return parse(body.toString());
  } catch (error) {
    if (signal.aborted) throw createCanceledError(call.provider);
    throw classifyFailure({
      ...failureContext(call, parts),
      expiredLimit: deadlines.findExpired(),
      error,
      status,
    });
  } finally {
    deadlines.stop();
  }
}

/**
 * The same as `requestText`, for an answer that must be JSON and must not report an error.
 *
 * @throws A `ProviderError`, of kind `canceled` after an abort.
 */
export function requestJson(
  parts: WireParts,
  call: WireCall,
  signal: AbortSignal,
): Promise<unknown> {
  return requestText(parts, call, signal, (text) => {
    const json = parseJson(text);

    if (json === undefined) throw new WireFault('sent something that is not JSON');
    if (isJsonObject(json) && json.error) throw reportedError(json);

    return json;
  });
}

function createCanceledError(provider: string): ProviderError {
  return new ProviderError(`The request to ${provider} was canceled.`, {
    kind: 'canceled',
    provider,
  });
}
