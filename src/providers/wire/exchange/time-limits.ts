import type { AnswerLimits, ChatRequest } from '../../../contracts/provider.ts';

export type TimeLimits = Required<AnswerLimits>;

export const SHORT_CALL_LIMITS: TimeLimits = {
  headersMs: 30_000,
  firstContentMs: 30_000,
  idleMs: 30_000,
  totalMs: 30_000,
};
const ANSWER_LIMITS: TimeLimits = {
  headersMs: 30_000,
  firstContentMs: 60_000,
  idleMs: 60_000,
  totalMs: 600_000,
};
/** Local servers load the model first, and reasoning models think: for minutes, without a sign. */
export const PATIENT_LIMITS: TimeLimits = {
  ...ANSWER_LIMITS,
  headersMs: 300_000,
  firstContentMs: 300_000,
};

const LOCAL_HOST =
  /^(localhost|.*\.(local|internal)|[^.]+|127\..*|10\..*|192\.168\..*|172\.(1[6-9]|2\d|3[01])\..*|\[.*])$/;
const REASONING_MODEL = /(^|\/)(o\d|gpt-[5-9])|reason|think|deepseek-r|qwq/i;

/** How long an answer of this model at this address may take, where the request does not say. */
export function timeLimitsFor(
  baseUrl: URL,
  { model, limits }: Pick<ChatRequest, 'model' | 'limits'>,
  usual = isPatient(baseUrl, model) ? PATIENT_LIMITS : ANSWER_LIMITS,
): TimeLimits {
  // Many send their headers with the first word.
  const headersMs = limits?.firstContentMs ?? usual.headersMs;
  return { ...usual, headersMs, ...limits };
}

function isPatient(baseUrl: URL, model: string): boolean {
  return LOCAL_HOST.test(baseUrl.hostname) || REASONING_MODEL.test(model);
}
