import { ProviderError, type ProviderErrorKind } from '../../../errors.ts';
import type { LimitKind } from '../exchange/deadlines.ts';
import type { HttpResponse } from '../exchange/http.ts';
import { WireFault } from '../wire-fault.ts';
import {
  ERROR_KINDS_BY_CODE,
  ERROR_KINDS_BY_STATUS,
  ERROR_KINDS_BY_WORDS,
  STATUS_BY_CODE,
} from './error-kinds.ts';
import { type ErrorBody, readErrorBody } from './read-error-body.ts';
import { readRetryAfter } from './read-retry-after.ts';

/** What helps against a kind of failure, as a sentence. */
export type Cures = Partial<Record<ProviderErrorKind, string>>;

/** All that is known of a failed exchange. */
export interface Failure {
  readonly provider: string;
  /** What was asked: method and address, without query. */
  readonly requestLine: string;
  /** Unix ms, for dates in `Retry-After`. */
  readonly nowMs: number;
  /** Of several keys, the one that was used: `key 2 of OPENAI_API_KEYS`. */
  readonly keyName?: string | undefined;
  /** Where a provider is set up by other variables than most. */
  readonly cures?: Cures | undefined;
  /** Our own limit that was reached. */
  readonly expiredLimit?: LimitKind | undefined;
  /** What was thrown while sending or reading. */
  readonly error?: unknown;
  /** Absent: the failure came before the headers. */
  readonly status?: number | undefined;
  readonly headers?: HttpResponse['headers'];
  /** What the back end said instead of an answer. */
  readonly body?: string | undefined;
}

/** The one place that decides what kind of failure it was. Pure. */
export function classifyFailure(failure: Failure): ProviderError {
  const { expiredLimit: expired, error } = failure;
  if (error instanceof ProviderError) return error;
  if (expired && expired !== 'rest') return describe(failure, expired, EXPIRIES[expired]);
  const body = error instanceof WireFault ? error.body : failure.body;
  if (body !== undefined)
    return classifyRedirect(failure) ?? classifyBody(failure, readErrorBody(body));
  if (error instanceof WireFault) return describe(failure, 'protocol', error.message);
  return classifyTransport(failure);
}

const EXPIRIES = {
  timeout_first: 'did not begin to answer in time',
  timeout_idle: 'fell silent in the middle of an answer',
  timeout_total: 'took too long',
} as const;

function classifyBody(failure: Failure, body: ErrorBody): ProviderError {
  const status = refusalStatus(failure) ?? body.status ?? firstOf(STATUS_BY_CODE, body.codes);
  const kind =
    firstOf(ERROR_KINDS_BY_CODE, body.codes) ?? kindByWords(body.message, kindByStatus(status));
  const shown =
    body.codes.find((code) => Object.hasOwn(ERROR_KINDS_BY_CODE, code)) ?? body.codes[0];
  const problem = `answered ${status ?? 'with an error'}${shown ? ` (${shown})` : ''}`;
  return describe(
    failure,
    kind,
    problem,
    readRetryAfter(failure.headers ?? {}, body, kind, failure.nowMs),
  );
}

/**
 * Redirects are not followed: the key would go to whoever is named there, or each time in plain text to who names it. Only the origin is
 * shown, since the rest of an address may hold what is secret.
 */
function classifyRedirect(failure: Failure): ProviderError | undefined {
  const { status = 0, headers = {}, requestLine: asked } = failure;
  if (status < 300 || status > 399 || typeof headers.location !== 'string') return undefined;
  const from = new URL(asked.slice(asked.indexOf(' ')));
  const to = URL.parse(headers.location, from);
  if (!to?.host) return undefined;
  const target = to.origin === from.origin ? `another path of ${to.origin}` : to.origin;
  const cures = { protocol: `Set ${variableOf(failure)}_BASE_URL to the address there.` };
  return describe({ ...failure, cures }, 'protocol', `answered ${status} and leads to ${target}`);
}

function firstOf<Value>(
  table: Readonly<Record<string, Value>>,
  codes: readonly string[],
): Value | undefined {
  const known = codes.find((code) => Object.hasOwn(table, code));
  return known === undefined ? undefined : table[known];
}

/** A 200 says nothing about the error that it carries. */
function refusalStatus({ status = 200 }: Failure): number | undefined {
  return status >= 200 && status < 300 ? undefined : status;
}

function kindByStatus(status: number | undefined): ProviderErrorKind {
  if (status === undefined) return 'server';
  const known = ERROR_KINDS_BY_STATUS[status];
  if (known) return known;
  if (status >= 500) return 'server';
  return status >= 400 ? 'bad_request' : 'protocol';
}

function kindByWords(message: string, kind: ProviderErrorKind): ProviderErrorKind {
  return (
    ERROR_KINDS_BY_WORDS.find(({ among, words }) => among.includes(kind) && words.test(message))
      ?.kind ?? kind
  );
}

function classifyTransport(failure: Failure): ProviderError {
  if (failure.status !== undefined)
    return describe(failure, 'truncated', 'broke off before the answer was complete');
  const { error } = failure;
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return describe(failure, 'connect', `could not be reached${code ? ` (${code})` : ''}`);
}

/** Without a cause: the errors of parsers hold what they read. */
function describe(
  failure: Failure,
  kind: ProviderErrorKind,
  problem: string,
  retryAfterMs?: number,
): ProviderError {
  const { provider, requestLine: asked, status, keyName } = failure;
  const variable = variableOf(failure);
  const cures: Cures = {
    auth: keyName ? 'Check that key.' : `Check ${variable}_API_KEY.`,
    payment: 'Check the credit of its account.',
    not_found: `Check the name of the model, and ${variable}_BASE_URL.`,
    connect: `Check ${variable}_BASE_URL, and that it runs.`,
    protocol: `Check ${variable}_BASE_URL.`,
    ...failure.cures,
  };
  const sentences = [
    `${provider}${keyName ? ` with ${keyName}` : ''} ${problem}, asked for ${asked}.`,
    cures[kind],
  ];
  return new ProviderError(sentences.filter(Boolean).join(' '), {
    kind,
    provider,
    ...(status !== undefined && { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** How the variables of a provider begin. */
function variableOf({ provider }: Failure): string {
  return provider.toUpperCase();
}
