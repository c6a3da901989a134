import type { AnswerLimits, ChatRequest } from '../../../contracts/provider.ts';

/** All time limits of one exchange, in milliseconds. */
export type TimeLimits = Required<AnswerLimits>;

/** For calls that are no answers, such as the list of models. */
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

/** Local servers load the model first, and reasoning models think: both are silent for minutes. */
export const PATIENT_LIMITS: TimeLimits = {
  ...ANSWER_LIMITS,
  headersMs: 300_000,
  firstContentMs: 300_000,
};

const LOCAL_HOST =
  /^(localhost|.*\.(local|internal)|[^.]+|127\..*|10\..*|192\.168\..*|172\.(1[6-9]|2\d|3[01])\..*|\[.*])$/;
const REASONING_MODEL = /(^|\/)(o\d|gpt-[5-9])|reason|think|deepseek-r|qwq/i;

/**
 * Gives the time limits of an answer from `baseUrl`: those of the request, and `defaults` for the rest.
 */
export function timeLimitsFor(
  baseUrl: URL,
  { model, limits }: Pick<ChatRequest, 'model' | 'limits'>,
  defaults = isSlowToStart(baseUrl, model) ? PATIENT_LIMITS : ANSWER_LIMITS,
): TimeLimits {
  // Many servers send their headers together with the first word.
  const headersMs = limits?.firstContentMs ?? defaults.headersMs;

  return { ...defaults, headersMs, ...limits };
}

/**
 * Gives the limits of a request that follows refused ones of the same answer, `elapsedMs` after the first
 * one. An answer that is not streamed has its first content at its end.
 */
export function timeLimitsOfRest(
  limits: TimeLimits,
  isStreamed: boolean,
  elapsedMs: number,
): TimeLimits {
  const { firstContentMs } = PATIENT_LIMITS;
  const whole = {
    headersMs: Math.max(limits.headersMs, firstContentMs),
    firstContentMs: Math.max(limits.firstContentMs, firstContentMs),
  };
  const { idleMs, ...others } = isStreamed ? limits : { ...limits, ...whole };
  const rest = (ms: number) => Math.max(1, ms - elapsedMs);

  return {
    idleMs,
    headersMs: rest(others.headersMs),
    firstContentMs: rest(others.firstContentMs),
    totalMs: rest(others.totalMs),
  };
}

function isSlowToStart(baseUrl: URL, model: string): boolean {
  return LOCAL_HOST.test(baseUrl.hostname) || REASONING_MODEL.test(model);
}
