import type { Clock } from '../../../lib/clock.ts';
import { readBeginning } from '../../../lib/read-bounded.ts';
import { classifyFailure } from '../failures/classify-failure.ts';
import type { Cures } from '../failures/write-cure.ts';
import type { Deadlines } from './deadlines.ts';
import { decompress } from './decompress.ts';
import type { Http, HttpRequest, HttpResponse } from './http.ts';
import type { TimeLimits } from './time-limits.ts';

/** The parts that every exchange with a back end needs. */
export interface WireParts {
  readonly http: Http;
  readonly clock: Clock;
}

/** One request to a back end, and what is known about it. */
export interface WireCall {
  /** The name of the provider, for errors. */
  readonly provider: string;
  readonly request: Omit<HttpRequest, 'signal'>;
  readonly limits: TimeLimits;
  readonly cures?: Cures | undefined;
  /** Called with each refusal, before it becomes an error. */
  readonly onRefusal?: (refusal: Refusal) => void;
}

/** A response with a status other than 2xx. */
export interface Refusal {
  readonly status: number;
  readonly body: string;
}

const MAX_REFUSAL_BYTES = 64 * 1024;
const REFUSAL_TIMEOUT_MS = 5_000;

/**
 * Sends a request, and gives its response once the status is 2xx.
 *
 * @throws A `ProviderError` for a refusal, a `WireFault` for an unknown compression, and the errors
 * of undici for a failed connection.
 */
export async function send(
  parts: WireParts,
  call: WireCall,
  deadlines: Deadlines,
): Promise<HttpResponse> {
  const response = await parts.http({ ...call.request, signal: deadlines.signal });
  const { status, headers } = response;
  const body = decompress(response);

  if (status >= 200 && status < 300) {
    deadlines.onHeaders();
    return { status, headers, body };
  }

  deadlines.allowRest(REFUSAL_TIMEOUT_MS);
  const refusal = (await readBeginning(body, MAX_REFUSAL_BYTES)).toString();
  call.onRefusal?.({ status, body: refusal });
  throw classifyFailure({ ...failureContext(call, parts), status, headers, body: refusal });
}

/** The fields that are the same in every failure of a call. */
export function failureContext(
  { provider, request, cures }: WireCall,
  { http: { keyName }, clock }: WireParts,
) {
  const { origin, pathname } = new URL(request.url);
  return {
    provider,
    // Sound has no words that an error could repeat.
    requestBody: typeof request.body === 'string' ? request.body : undefined,
    requestLine: `${request.method} ${origin}${pathname}`,
    nowMs: clock.now(),
    cures,
    keyName,
  };
}
