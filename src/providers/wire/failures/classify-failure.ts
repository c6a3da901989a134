import type { ProviderErrorKind } from '../../../contracts/provider.ts';
import { ProviderError } from '../../../errors.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import type { LimitKind } from '../exchange/deadlines.ts';
import type { HttpResponse } from '../exchange/http.ts';
import { WireFault } from '../wire-fault.ts';
import { describeConnection } from './describe-connection.ts';
import { findRefusalKind } from './find-refusal-kind.ts';
import { findStatusOfCodes } from './kind-by-status.ts';
import { createQuoteCheck } from './quote-check.ts';
import { readErrorBody } from './read-error-body.ts';
import { readRetryAfter } from './read-retry-after.ts';
import { readTokenCounts, type TokenCounts } from './read-token-counts.ts';
import type { RefusalRule } from './refusal-rule.ts';
import { type Cures, writeCure } from './write-cure.ts';

/** All that is known about a failed exchange. */
export interface Failure {
  readonly provider: string;
  /** The method and the address of the request, without its query. */
  readonly requestLine: string;
  /** The body of the request: an error may repeat its words, which are no evidence then. */
  readonly requestBody?: string | undefined;
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

/** The kind of a failure, and what its error says. */
interface Diagnosis {
  readonly kind: ProviderErrorKind;
  /** Continues a sentence that begins with the name of the provider. */
  readonly problem: string;
  readonly retryAfterMs?: number | undefined;
  readonly tokens?: TokenCounts;
  /** A cure that fits better than that of the kind, ready or by its name. */
  readonly cure?: string | undefined;
  readonly specialCure?: RefusalRule['cure'] | undefined;
}

const TIMEOUT_PROBLEMS = {
  timeout_first: 'did not begin to answer in time',
  timeout_idle: 'fell silent in the middle of an answer',
  timeout_total: 'took too long',
} as const;

/** The kinds of refusals that can have the size of the prompt as their reason. */
const MAY_BE_SIZE: ReadonlySet<ProviderErrorKind> = new Set([
  'rate_limit',
  'too_large',
  'bad_request',
  'server',
]);

/** The kinds that a wait can end. Gemini asks for one even where there is no quota at all. */
const PASSING: ReadonlySet<ProviderErrorKind> = new Set(['rate_limit', 'overloaded', 'server']);

/** Decides the kind of a failed exchange, and writes its error. No exchange does this itself. */
export function classifyFailure(failure: Failure): ProviderError {
  const { expiredLimit, error } = failure;

  if (error instanceof ProviderError) return error;
  if (expiredLimit && expiredLimit !== 'rest') {
    const problem = TIMEOUT_PROBLEMS[expiredLimit];
    return createError(failure, { kind: expiredLimit, problem });
  }

  const body = error instanceof WireFault ? error.body : failure.body;
  if (body !== undefined) {
    return createError(failure, classifyRedirect(failure) ?? classifyBody(failure, body));
  }

  if (error instanceof WireFault) {
    return createError(failure, { kind: 'protocol', problem: error.message });
  }
  return createError(failure, classifyConnection(failure));
}

function classifyBody(failure: Failure, text: string): Diagnosis {
  const quotes = createQuoteCheck(failure.requestBody);
  const body = withHeaderCode(readErrorBody(text, quotes), failure.headers);
  const ownStatus = refusalStatus(failure);
  const status = ownStatus ?? body.status ?? findStatusOfCodes(body.codes);
  const refusal = findRefusalKind(body, status, quotes);
  const tokens = readTokenCounts(body, quotes);
  const kind = neverFits(tokens) && MAY_BE_SIZE.has(refusal.kind) ? 'context_length' : refusal.kind;

  return {
    kind,
    problem: describeRefusal(failure, { ...refusal, status, isWebPage: body.isWebPage }),
    retryAfterMs: PASSING.has(kind)
      ? readRetryAfter(failure.headers ?? {}, body, kind, failure.nowMs)
      : undefined,
    tokens: kind === 'context_length' ? tokens : {},
    specialCure: refusal.cure,
  };
}

/** The request alone exceeds the limit, so waiting does not help. */
function neverFits({ requestTokens = 0, tokenLimit = 0 }: TokenCounts): boolean {
  return tokenLimit > 0 && requestTokens > tokenLimit;
}

/** Bedrock names its error in a header: `ThrottlingException:http://internal.amazon.com/…`. */
function withHeaderCode<Body extends { readonly codes: readonly string[] }>(
  body: Body,
  headers: HttpResponse['headers'] = {},
): Body {
  const code = String(headers['x-amzn-errortype'] ?? '').split(':')[0];
  return code ? { ...body, codes: [...body.codes, code.toLowerCase()] } : body;
}

interface DescribedRefusal {
  readonly code?: string | undefined;
  readonly status: number | undefined;
  readonly isWebPage: boolean;
}

function describeRefusal(failure: Failure, { code, status, isWebPage }: DescribedRefusal): string {
  // The number of a vendor is shown without its name, which is only a guess.
  const shownCode = code?.split(' ').at(-1);
  const codeInBrackets = shownCode ? ` (${shownCode})` : '';

  if (refusalStatus(failure) === undefined) {
    const carrier = failure.status === undefined ? '' : ` inside a ${failure.status}`;
    return `reported an error${carrier}${codeInBrackets}`;
  }
  return `answered ${status}${isWebPage ? ' with a web page' : ''}${codeInBrackets}`;
}

/**
 * Redirects are not followed. The new address would receive the key; and an old `http` address
 * would receive it in plain text with each request. The error shows only the origin, since the rest
 * of an address may hold a secret.
 */
function classifyRedirect(failure: Failure): Diagnosis | undefined {
  const { status = 0, headers = {} } = failure;
  if (status < 300 || status > 399 || typeof headers.location !== 'string') return undefined;

  const from = requestUrl(failure);
  const to = URL.parse(headers.location, from);
  if (!to?.host) return undefined;

  const target = to.origin === from.origin ? `another path of ${to.origin}` : to.origin;
  return {
    kind: 'protocol',
    problem: `answered ${status} and leads to ${target}`,
    cure: `Set ${variablePrefix(failure)}_BASE_URL to the address there.`,
  };
}

/** Without a status the back end was not reached. With one, its answer broke off. */
function classifyConnection(failure: Failure): Diagnosis {
  if (failure.status !== undefined) {
    return { kind: 'truncated', problem: 'broke off before the answer was complete' };
  }

  const isTls = requestUrl(failure).protocol === 'https:';
  const { cure, ...problem } = describeConnection(failure.error, isTls);
  return { ...problem, cure: cure?.replaceAll('BASE_URL', `${variablePrefix(failure)}_BASE_URL`) };
}

/** A status of 2xx says nothing about the error that comes with it. */
function refusalStatus({ status = 200 }: Failure): number | undefined {
  return status >= 200 && status < 300 ? undefined : status;
}

/** The error has no `cause`, since the errors of parsers hold the text that they read. */
function createError(failure: Failure, diagnosis: Diagnosis): ProviderError {
  const { provider, requestLine, status, keyName, cures } = failure;
  const { kind, problem, retryAfterMs, tokens, specialCure } = diagnosis;
  const cure =
    diagnosis.cure ??
    writeCure({
      kind,
      variable: variablePrefix(failure),
      host: requestUrl(failure).hostname,
      keyName,
      cures,
      special: specialCure,
    });
  const subject = `${provider}${keyName ? ` with ${keyName}` : ''}`;
  const sentences = [`${subject} ${problem}; the request was ${requestLine}.`, cure];

  return new ProviderError(
    sentences.filter(Boolean).join(' '),
    omitUndefined({ kind, provider, status, retryAfterMs, ...tokens }),
  );
}

function requestUrl({ requestLine }: Failure): URL {
  return new URL(requestLine.slice(requestLine.indexOf(' ')));
}

/** The beginning of the provider's environment variables. */
function variablePrefix({ provider }: Failure): string {
  return provider.toUpperCase();
}
