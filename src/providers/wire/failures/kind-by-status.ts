import type { ProviderErrorKind } from '../../../contracts/provider.ts';

/**
 * Codes that only repeat a status. They count when there is no status, as for errors inside a 200.
 */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  invalid_request: 400,
  invalid_request_error: 400,
  invalid_argument: 400,
  badrequesterror: 400,
  failed_precondition: 400,
  precondition_failed: 400,
  validationexception: 400,
  invalidparameter: 400,
  invalid_parameter_error: 400,
  unprocessable: 422,
  // OpenAI's rate limits: too many requests, or too many tokens.
  requests: 429,
  tokens: 429,
  // Gemini.
  unauthenticated: 401,
  resource_exhausted: 429,
  internal: 500,
  unavailable: 503,
  deadline_exceeded: 504,
  // Text Generation Inference.
  validation: 422,
  template_error: 422,
  tool_error: 422,
  generation: 424,
  incomplete_generation: 500,
};

/**
 * The kinds that are not the usual ones for their status: `bad_request` for 4xx, `server` for 5xx.
 */
const KINDS_BY_STATUS: Readonly<Record<string, ProviderErrorKind>> = {
  401: 'auth',
  402: 'payment',
  403: 'permission',
  404: 'not_found',
  408: 'server',
  409: 'server',
  413: 'too_large',
  424: 'server',
  429: 'rate_limit',
  // Cohere: the token is not valid.
  498: 'auth',
  499: 'server',
  501: 'bad_request',
  503: 'overloaded',
  529: 'overloaded',
};

/** Finds the status that the codes repeat. `undefined`: they repeat none. */
export function findStatusOfCodes(codes: readonly string[]): number | undefined {
  const code = codes.find((candidate) => Object.hasOwn(STATUS_BY_CODE, candidate));
  return code === undefined ? undefined : STATUS_BY_CODE[code];
}

/** Gives the meaning of a status alone. */
export function kindByStatus(status: number | undefined): ProviderErrorKind {
  if (status === undefined) return 'server';

  const kind = KINDS_BY_STATUS[status];
  if (kind) return kind;

  if (status >= 500) return 'server';
  return status >= 400 ? 'bad_request' : 'protocol';
}
