import type { Clock } from '../../../lib/clock.ts';
import { type Cures, classify } from '../failures/classify.ts';
import type { Deadlines } from './deadlines.ts';
import { decompress } from './decompress.ts';
import type { Http, HttpRequest, HttpResponse } from './http.ts';
import type { TimeLimits } from './time-limits.ts';

/** What every exchange needs. */
export interface WireParts {
  readonly http: Http;
  readonly clock: Clock;
}

/** One request to a back end. */
export interface WireRequest {
  readonly provider: string;
  readonly request: Omit<HttpRequest, 'signal'>;
  readonly limits: TimeLimits;
  readonly cures?: Cures | undefined;
  /** What to send instead, at once and once, where the refusal shows that the server does not understand the first. */
  readonly amend?: (refusal: Refusal) => Partial<Pick<HttpRequest, 'url' | 'body'>> | undefined;
}

export interface Refusal {
  readonly status: number;
  readonly body: string;
}

const LONGEST_ERROR_BYTES = 64 * 1024;
const ERROR_BODY_MS = 5_000;

/** Sends, and gives the response when it is a good one. A refusal is thrown as the `ProviderError` that it means. */
export async function send(
  { http, clock }: WireParts,
  call: WireRequest,
  watch: Deadlines,
): Promise<HttpResponse> {
  const response = await http({ ...call.request, signal: watch.signal });
  const { status, headers } = response;
  const body = decompress(response);
  if (status < 200 || status >= 300) {
    watch.allowRest(ERROR_BODY_MS);
    const refusal = await readRefusal(body);
    const { amend, ...rest } = call;
    const amended = watch.signal.aborted ? undefined : amend?.({ status, body: refusal });
    if (amended) {
      watch.onHeaders();
      return send({ http, clock }, { ...rest, request: { ...call.request, ...amended } }, watch);
    }
    throw classify({ ...failureOf(call, { http, clock }), status, headers, body: refusal });
  }
  watch.onHeaders();
  return { status, headers, body };
}

/** What stays the same in every failure of a call. */
export function failureOf(
  { provider, request, cures }: WireRequest,
  { http: { keyName }, clock }: WireParts,
) {
  const { origin, pathname } = new URL(request.url);
  return {
    provider,
    asked: `${request.method} ${origin}${pathname}`,
    now: clock.now(),
    cures,
    keyName,
  };
}

/** As much as came in time. */
async function readRefusal(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes >= LONGEST_ERROR_BYTES) break;
    }
  } catch {
    // The status alone must do.
  }
  return Buffer.concat(chunks).subarray(0, LONGEST_ERROR_BYTES).toString();
}
