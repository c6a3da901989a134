import { ProviderError } from '../../../errors.ts';
import { classify } from '../failures/classify.ts';
import { WireFault } from '../wire-fault.ts';
import { createDeadlines } from './deadlines.ts';
import { failureOf, send, type WireParts, type WireRequest } from './send.ts';

/** The model list of the largest vendor has about 1 MiB. */
const LONGEST_BODY_BYTES = 8 * 1024 * 1024;

/**
 * What `read` makes of the whole answer to a call; it throws a `WireFault` where it is none. Rejects with a `ProviderError`, of kind
 * `canceled` after an abort.
 */
export async function requestText<Result>(
  parts: WireParts,
  call: WireRequest,
  signal: AbortSignal,
  read: (text: string) => Result,
): Promise<Result> {
  const watch = createDeadlines(parts.clock, call.limits, signal);
  let status: number | undefined;
  try {
    const response = await send(parts, call, watch);
    status = response.status;
    return read(await readText(response.body));
  } catch (error) {
    const { provider } = call;
    if (signal.aborted)
      throw new ProviderError(`${provider} was not waited for.`, { kind: 'canceled', provider });
    throw classify({ ...failureOf(call, parts), expired: watch.expired, error, status });
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
