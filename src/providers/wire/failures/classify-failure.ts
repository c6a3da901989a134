import type { ProviderErrorKind } from '../../../contracts/provider.ts';
import { ProviderError } from '../../../errors.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
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

/** A sentence for each kind of failure that says what a person can do about it. */
export type Cures = Partial<Record<ProviderErrorKind, string>>;

/** All that is known about a failed exchange. */
export interface Failure {
  readonly provider: string;
  /** The method and the address of the request, without its query. */
  readonly requestLine: string;
  /** Unix milliseconds, for the dates in `Retry-After`. */
  readonly nowMs: number;
  /** The key of the request, when there are several: `key 2 of OPENAI_API_KEYS`. */
  readonly keyName?: string | undefined;
  /** The cures of a provider that differ from the usual ones. */
  readonly cures?: Cures | undefined;
  /** Our own time limit that was reached. */
  readonly expiredLimit?: LimitKind | undefined;
  /** The error that sending or reading threw. */
  readonly error?: unknown;
  /** Absent: the failure came before the headers. */
  readonly status?: number | undefined;
  readonly headers?: HttpResponse['headers'];
  /** The text that the back end sent instead of an answer. */
  readonly body?: string | undefined;
}

const TIMEOUT_PROBLEMS = {
  timeout_first: 'did not begin to answer in time',
  timeout_idle: 'fell silent in the middle of an answer',
  timeout_total: 'took too long',
} as const;

/** Decides the kind of a failed exchange, and writes its error. No exchange does this itself. */
export function classifyFailure(failure: Failure): ProviderError {
  const { expiredLimit, error } = failure;

  if (error instanceof ProviderError) return error;
  if (expiredLimit && expiredLimit !== 'rest') {
    return createError(failure, expiredLimit, TIMEOUT_PROBLEMS[expiredLimit]);
  }

  const body = error instanceof WireFault ? error.body : failure.body;
  if (body !== undefined) {
    return classifyRedirect(failure) ?? classifyBody(failure, readErrorBody(body));
  }

  if (error instanceof WireFault) return createError(failure, 'protocol', error.message);
  return classifyConnection(failure);
}

function classifyBody(failure: Failure, body: ErrorBody): ProviderError {
  const status = refusalStatus(failure) ?? body.status ?? findByCode(STATUS_BY_CODE, body.codes);
  const kind =
    findByCode(ERROR_KINDS_BY_CODE, body.codes) ?? kindByWords(body.message, kindByStatus(status));
  const shownCode =
    body.codes.find((code) => Object.hasOwn(ERROR_KINDS_BY_CODE, code)) ?? body.codes[0];

  const codeInBrackets = shownCode ? ` (${shownCode})` : '';
  const problem = `answered ${status ?? 'with an error'}${codeInBrackets}`;
  const retryAfterMs = readRetryAfter(failure.headers ?? {}, body, kind, failure.nowMs);
  return createError(failure, kind, problem, retryAfterMs);
}

/**
 * Redirects are not followed. The new address would receive the key; and an old `http` address
 * would receive it in plain text with each request. The error shows only the origin, since the rest
 * of an address may hold a secret.
 */
function classifyRedirect(failure: Failure): ProviderError | undefined {
  const { status = 0, headers = {}, requestLine } = failure;
  if (status < 300 || status > 399 || typeof headers.location !== 'string') return undefined;

  const from = new URL(requestLine.slice(requestLine.indexOf(' ')));
  const to = URL.parse(headers.location, from);
  if (!to?.host) return undefined;

  const target = to.origin === from.origin ? `another path of ${to.origin}` : to.origin;
  const cures = { protocol: `Set ${variablePrefix(failure)}_BASE_URL to the address there.` };
  return createError(
    { ...failure, cures },
    'protocol',
    `answered ${status} and leads to ${target}`,
  );
}

/** Without a status the back end was not reached. With one, its answer broke off. */
function classifyConnection(failure: Failure): ProviderError {
  const { status, error } = failure;

  if (status !== undefined) {
    return createError(failure, 'truncated', 'broke off before the answer was complete');
  }

  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return createError(failure, 'connect', `could not be reached${code ? ` (${code})` : ''}`);
}

/** The table's value for the first code that it knows. */
function findByCode<Value>(
  table: Readonly<Record<string, Value>>,
  codes: readonly string[],
): Value | undefined {
  const code = codes.find((candidate) => Object.hasOwn(table, candidate));
  return code === undefined ? undefined : table[code];
}

/** A status of 2xx says nothing about the error that comes with it. */
function refusalStatus({ status = 200 }: Failure): number | undefined {
  return status >= 200 && status < 300 ? undefined : status;
}

function kindByStatus(status: number | undefined): ProviderErrorKind {
  if (status === undefined) return 'server';

  const kind = ERROR_KINDS_BY_STATUS[status];
  if (kind) return kind;

  if (status >= 500) return 'server';
  return status >= 400 ? 'bad_request' : 'protocol';
}

function kindByWords(message: string, kind: ProviderErrorKind): ProviderErrorKind {
  const rule = ERROR_KINDS_BY_WORDS.find(
    ({ among, words }) => among.includes(kind) && words.test(message),
  );
  return rule?.kind ?? kind;
}

/** The error has no `cause`, since the errors of parsers hold the text that they read. */
function createError(
  failure: Failure,
  kind: ProviderErrorKind,
  problem: string,
  retryAfterMs?: number,
): ProviderError {
  const { provider, requestLine, status, keyName } = failure;
  const variable = variablePrefix(failure);

  const cures: Cures = {
    auth: keyName ? 'Check that key.' : `Check ${variable}_API_KEY.`,
    payment: 'Check the credit of its account.',
    not_found: `Check the name of the model, and ${variable}_BASE_URL.`,
    connect: `Check ${variable}_BASE_URL, and that it runs.`,
    protocol: `Check ${variable}_BASE_URL.`,
    ...failure.cures,
  };
  const subject = `${provider}${keyName ? ` with ${keyName}` : ''}`;
  const sentences = [`${subject} ${problem}; the request was ${requestLine}.`, cures[kind]];

  return new ProviderError(
    sentences.filter(Boolean).join(' '),
    omitUndefined({ kind, provider, status, retryAfterMs }),
  );
}

/** The beginning of the provider's environment variables. */
function variablePrefix({ provider }: Failure): string {
  return provider.toUpperCase();
}
