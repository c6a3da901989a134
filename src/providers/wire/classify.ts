import { ProviderError, type ProviderErrorKind } from '../../errors.ts';
import type { Expiry } from './create-watch.ts';
import type { HttpResponse } from './http.ts';
import { type ErrorBody, readErrorBody } from './read-error-body.ts';
import { readRetryAfter } from './read-retry-after.ts';
import { WireFault } from './wire-fault.ts';

/** All that is known of a failed exchange. */
export interface Failure {
  readonly provider: string;
  /** What was asked: method and address, without query. */
  readonly asked: string;
  /** Unix ms, for dates in `Retry-After`. */
  readonly now: number;
  /** Our own limit that was reached. */
  readonly expired?: Expiry | undefined;
  /** What was thrown while sending or reading. */
  readonly error?: unknown;
  /** Absent: the failure came before the headers. */
  readonly status?: number | undefined;
  readonly headers?: HttpResponse['headers'];
  /** What the back end said instead of an answer. */
  readonly body?: string | undefined;
}

const KINDS_BY_CODE: Readonly<Record<string, ProviderErrorKind>> = {
  invalid_api_key: 'auth',
  authentication: 'auth',
  authentication_error: 'auth',
  permission_denied: 'permission',
  permission_error: 'permission',
  // These come with status 429 but do not pass by waiting.
  insufficient_quota: 'payment',
  credit_balance_exhausted: 'payment',
  organization_spend_limit_exceeded: 'payment',
  project_spend_limit_exceeded: 'payment',
  organization_usage_limit_exceeded: 'payment',
  payment_required: 'payment',
  model_not_found: 'not_found',
  not_found: 'not_found',
  not_found_error: 'not_found',
  context_length_exceeded: 'context_length',
  exceed_context_size_error: 'context_length',
  max_tokens_exceeded: 'context_length',
  token_limit_exceeded: 'context_length',
  content_filter: 'content_filter',
  content_policy_violation: 'content_filter',
  responsibleaipolicyviolation: 'content_filter',
  refusal: 'content_filter',
  payload_too_large: 'too_large',
  rate_limit_exceeded: 'rate_limit',
  rate_limit_error: 'rate_limit',
  slow_down: 'rate_limit',
  overloaded: 'overloaded',
  overloaded_error: 'overloaded',
  provider_overloaded: 'overloaded',
  unavailable_error: 'overloaded',
  server: 'server',
  server_error: 'server',
  api_error: 'server',
  internal_error: 'server',
  internal_server_error: 'server',
  provider_unavailable: 'server',
  timeout: 'server',
};

const KINDS_BY_STATUS: Readonly<Record<number, ProviderErrorKind>> = {
  401: 'auth',
  402: 'payment',
  403: 'permission',
  404: 'not_found',
  408: 'server',
  413: 'too_large',
  424: 'server',
  429: 'rate_limit',
  503: 'overloaded',
  529: 'overloaded',
};

const CONTEXT_WORDS =
  /maximum context length|exceed context limit|model's maximum context limit|longer than the model's context length|input tokens exceed|exceeds the available context size|exceeds the maximum number of tokens|maximum input length is|prompt is too long|`inputs` tokens \+ `max_new_tokens` must be/;
const FILTER_WORDS =
  /content management policy|rejected as a result of our safety system|the model produced invalid content|violating our usage policy/;

/** The one place that decides what kind of failure it was. Pure. */
export function classify(failure: Failure): ProviderError {
  const { expired, error } = failure;
  if (error instanceof ProviderError) return error;
  if (expired && expired !== 'enough') return describe(failure, expired, EXPIRIES[expired]);
  const body = error instanceof WireFault ? error.body : failure.body;
  if (body !== undefined) return classifyBody(failure, readErrorBody(body));
  if (error instanceof WireFault) return describe(failure, 'protocol', error.message);
  return classifyTransport(failure);
}

const EXPIRIES = {
  timeout_first: 'did not begin to answer in time',
  timeout_idle: 'fell silent in the middle of an answer',
  timeout_total: 'took too long',
} as const;

function classifyBody(failure: Failure, body: ErrorBody): ProviderError {
  const status = refusalStatus(failure) ?? body.status;
  const code = body.codes.find((word) => Object.hasOwn(KINDS_BY_CODE, word));
  const byCode = code === undefined ? undefined : KINDS_BY_CODE[code];
  const kind = byCode ?? kindByWords(body.message, kindByStatus(status));
  const shown = code ?? body.codes[0];
  const problem = `answered ${status ?? 'with an error'}${shown ? ` (${shown})` : ''}`;
  return describe(failure, kind, problem, readRetryAfter(failure.headers ?? {}, body.message, failure.now));
}

/** A 200 says nothing about the error that it carries. */
function refusalStatus({ status = 200 }: Failure): number | undefined {
  return status >= 200 && status < 300 ? undefined : status;
}

function kindByStatus(status: number | undefined): ProviderErrorKind {
  if (status === undefined) return 'server';
  const known = KINDS_BY_STATUS[status];
  if (known) return known;
  if (status >= 500) return 'server';
  return status >= 400 ? 'bad_request' : 'protocol';
}

/** Words are looked at last, and only where the status leaves it open: messages quote what people wrote. */
function kindByWords(message: string, kind: ProviderErrorKind): ProviderErrorKind {
  if (kind !== 'bad_request' && kind !== 'too_large' && kind !== 'server') return kind;
  if (CONTEXT_WORDS.test(message)) return 'context_length';
  return FILTER_WORDS.test(message) ? 'content_filter' : kind;
}

function classifyTransport(failure: Failure): ProviderError {
  if (failure.status !== undefined) return describe(failure, 'truncated', 'broke off before the answer was complete');
  const { error } = failure;
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return describe(failure, 'connect', `could not be reached${code ? ` (${code})` : ''}`);
}

/** Without a cause: the errors of parsers hold what they read. */
function describe(failure: Failure, kind: ProviderErrorKind, problem: string, retryAfterMs?: number): ProviderError {
  const { provider, asked, status } = failure;
  const variable = provider.toUpperCase();
  const cures: Partial<Record<ProviderErrorKind, string>> = {
    auth: ` Check ${variable}_API_KEY.`,
    payment: ' Check the credit of its account.',
    not_found: ` Check the name of the model, and ${variable}_BASE_URL.`,
    connect: ` Check ${variable}_BASE_URL, and that it runs.`,
    protocol: ` Check ${variable}_BASE_URL.`,
  };
  return new ProviderError(`${provider} ${problem}, asked for ${asked}.${cures[kind] ?? ''}`, {
    kind,
    provider,
    ...(status !== undefined && { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
