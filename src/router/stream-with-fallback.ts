import type { ChatRequest, Provider, SamplingParameters } from '../contracts/provider.ts';
import type { RouterEvent } from '../contracts/router.ts';
import { ProviderError } from '../errors.ts';
import { sleep } from '../lib/clock.ts';
import { fitIntoRanges } from '../lib/fit-into-ranges.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { untilAborted } from '../lib/until-aborted.ts';
import { describeImages } from '../texts/describe-images.ts';
import { type AttemptsParts, createAttempts } from './attempts.ts';
import { estimatePrompt, type PromptLimits } from './prompt-limits.ts';
import type { PlannedTarget, Route } from './route.ts';
import { type RunningAttempt, type RunningAttemptParts, startAttempt } from './running-attempt.ts';

/** The parts that all streams share. */
export interface StreamParts
  extends RunningAttemptParts,
    Omit<AttemptsParts, 'deadline' | 'promptTokens'> {
  readonly promptLimits: PromptLimits;
  /** See `Catalogue.route`. */
  route(name: string): Promise<Route>;
}

/**
 * The time limit of all attempts together, where `parley.yaml` has no `totalMs`: slow models write
 * for minutes.
 */
const LONGEST_ANSWER_MS = 10 * 60_000;

/**
 * Streams one answer, by one attempt after another until one of them answers. An attempt stays
 * invisible before its first content; after it, no other attempt follows.
 *
 * @throws The failure of a visible attempt. When all attempts failed: the last failure of the first
 *   target, because the others were only a substitute for it.
 */
export async function* streamWithFallback(
  parts: StreamParts,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<RouterEvent> {
  const { clock, promptLimits } = parts;
  const route = await untilAborted(parts.route(request.model), signal);
  if (!route) return;

  const totalMs = route.primary[0]?.rules.limits?.totalMs ?? LONGEST_ANSWER_MS;
  const deadline = clock.now() + totalMs;
  const promptTokens = estimatePrompt(request);
  const health = promptLimits.healthFor(promptTokens, parts.health);
  const attempts = createAttempts({ ...parts, health, promptTokens, deadline }, route);
  const firstTarget = attempts.first?.candidate.target;
  let failureToThrow: ProviderError | undefined;

  let planned = attempts.first;
  while (planned) {
    if (planned.waitMs > 0) await sleep(clock, planned.waitMs, signal);
    if (signal.aborted) return;

    const { candidate } = planned;
    const { target } = candidate;
    const attempt = startAttempt(parts, planned, route.name);
    const prepared = prepareRequest(request, target, deadline - clock.now());
    const recordOutcome = (end: Outcome) => {
      if (end === 'stopped') return;
      promptLimits.recordOutcome(candidate, prepared, end === 'answered' ? undefined : end);
    };
    const provider = candidate.key.provider;
    const failure = yield* streamAttempt({ attempt, provider, recordOutcome }, prepared, signal);
    if (!failure) return;

    if (!failureToThrow || target === firstTarget) failureToThrow = failure;
    planned = attempts.next(candidate, failure);
  }
  if (failureToThrow) throw failureToThrow;
}

interface AttemptParts {
  readonly attempt: RunningAttempt;
  readonly provider: Provider;
  /** Takes note of the end. Also of an answer that broke off in the middle. */
  recordOutcome(outcome: Outcome): void;
}

type Outcome = Parameters<RunningAttempt['close']>[0];

/**
 * Streams one attempt.
 *
 * @returns The failure, when it happened before the first content. `undefined`: the answer is over.
 * @throws The failure, when it happened after the first content.
 */
async function* streamAttempt(
  { attempt, provider, recordOutcome }: AttemptParts,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<RouterEvent, ProviderError | undefined> {
  const close = (outcome: Outcome) => {
    recordOutcome(outcome);
    return attempt.close(outcome);
  };

  try {
    for await (const event of provider.stream(request, signal)) {
      for (const relayed of attempt.relay(event)) yield relayed;
    }
    yield close(signal.aborted ? 'stopped' : 'answered');
    return undefined;
  } catch (error) {
    const failure = error instanceof ProviderError && !signal.aborted ? error : undefined;
    yield close(failure ?? 'stopped');
    if (signal.aborted) return undefined;
    if (!failure || attempt.isVisible) throw error;
    return failure;
  } finally {
    // The reader may leave at any event.
    attempt.close('stopped');
  }
}

/**
 * Changes the request to one that this model can take, within the time that remains for the whole
 * answer.
 */
function prepareRequest(
  request: ChatRequest,
  { model, info, rules }: PlannedTarget,
  remainingMs: number,
): ChatRequest {
  const requested: SamplingParameters = { ...rules.parameters, ...request.parameters };
  const parameters = info.parameters ? fitIntoRanges(requested, info.parameters) : requested;
  const hasParameters = Object.keys(parameters).length > 0;
  const limits = { ...rules.limits, ...request.limits };
  return {
    ...request,
    model,
    messages: info.images === false ? request.messages.map(describeImages) : request.messages,
    ...omitUndefined({ parameters: hasParameters ? parameters : undefined }),
    limits: { ...limits, totalMs: Math.min(limits.totalMs ?? remainingMs, remainingMs) },
  };
}
