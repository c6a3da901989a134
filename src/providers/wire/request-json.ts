import { ProviderError } from '../../errors.ts';
import { classify } from './classify.ts';
import { createWatch } from './create-watch.ts';
import { parseJson } from './json.ts';
import { type Call, failureOf, send, type WireParts } from './send.ts';
import { WireFault } from './wire-fault.ts';

/** The model list of the largest vendor has about 1 MiB. */
const LONGEST_BODY_BYTES = 8 * 1024 * 1024;

/** The JSON that answers a call; a `ProviderError`, of kind `canceled` after an abort, if there is none. */
export async function requestJson(parts: WireParts, call: Call, signal: AbortSignal): Promise<unknown> {
  const watch = createWatch(parts.clock, call.limits, signal);
  let status: number | undefined;
  try {
    const response = await send(parts, call, watch);
    status = response.status;
    const json = parseJson(await readText(response.body));
    if (json === undefined) throw new WireFault('sent something that is not JSON');
    return json;
  } catch (error) {
    const { provider } = call;
    if (signal.aborted) throw new ProviderError(`${provider} was not waited for.`, { kind: 'canceled', provider });
    throw classify({ ...failureOf(call, parts.clock), expired: watch.expired, error, status });
  } finally {
    watch.stop();
  }
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > LONGEST_BODY_BYTES) throw new WireFault('sent an answer that is too long');
  }
  return Buffer.concat(chunks).toString();
}
