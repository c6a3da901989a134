import type { ChatRequest, PromptMessage, SamplingParameters } from '../contracts/provider.ts';
import type { RouterEvent } from '../contracts/router.ts';
import { ProviderError } from '../errors.ts';
import { sleep } from '../lib/clock.ts';
import { fitIntoRanges } from '../lib/fit-into-ranges.ts';
import { untilAborted } from '../lib/until-aborted.ts';
import { type AttemptsParts, createAttempts, type PlannedAttempt } from './attempts.ts';
import type { PlannedTarget, Route } from './route.ts';
import { type RunningAttemptParts, startAttempt } from './running-attempt.ts';

export interface StreamParts extends RunningAttemptParts, Omit<AttemptsParts, 'deadline'> {
  /** Who answers under a name. */
  route(name: string): Promise<Route>;
}

/** For all attempts together, where nothing else is said: long answers of slow models take minutes. */
const LONGEST_ANSWER_MS = 10 * 60_000;

/**
 * Asks for one answer until somebody gives it. Nothing is seen of an attempt before its first content; from then on it is the last, and its
 * failure is thrown. Where all fail, that of the first model is: the others were only what else could be tried.
 */
export async function* streamWithFallback(
  parts: StreamParts,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<RouterEvent> {
  const { clock } = parts;
  const route = await untilAborted(parts.route(request.model), signal);
  if (!route) return;
  const deadline = clock.now() + (route.primary[0]?.rules.limits?.totalMs ?? LONGEST_ANSWER_MS);
  const attempts = createAttempts({ ...parts, deadline }, route);
  let first: ProviderError | undefined;

  for (let step = attempts.first; step; ) {
    if (step.waitMs > 0) await sleep(clock, step.waitMs, signal);
    if (signal.aborted) return;
    const prepared = prepareRequest(request, step.candidate.target, deadline - clock.now());
    const failure = yield* tryOnce(parts, step, { asked: route.name, prepared, signal });
    if (!failure) return;
    if (!first || step.candidate.target === attempts.first?.candidate.target) first = failure;
    step = attempts.next(step.candidate, failure);
  }
  if (first) throw first;
}

interface Trying {
  readonly asked: string;
  readonly prepared: ChatRequest;
  readonly signal: AbortSignal;
}

/** Gives the failure of which nothing was seen. */
async function* tryOnce(
  parts: StreamParts,
  step: PlannedAttempt,
  { asked, prepared, signal }: Trying,
): AsyncGenerator<RouterEvent, ProviderError | undefined> {
  const running = startAttempt(parts, step, asked);
  try {
    for await (const event of step.candidate.key.provider.stream(prepared, signal)) {
      for (const shown of running.take(event)) yield shown;
    }
    yield running.close(signal.aborted ? 'stopped' : 'answered');
    return undefined;
  } catch (error) {
    const failure = error instanceof ProviderError && !signal.aborted ? error : undefined;
    yield running.close(failure ?? 'stopped');
    if (signal.aborted) return undefined;
    if (!failure || running.isVisible) throw error;
    return failure;
  } finally {
    // Who reads may leave at any event.
    running.close('stopped');
  }
}

const UNSEEN_IMAGE = '[image, which this model cannot see]';

/** The question as this model can take it, in the time that is left for the whole answer. */
function prepareRequest(request: ChatRequest, target: PlannedTarget, leftMs: number): ChatRequest {
  const { model, info, rules } = target;
  const wanted: SamplingParameters = { ...rules.parameters, ...request.parameters };
  const parameters = info.parameters ? fitIntoRanges(wanted, info.parameters) : wanted;
  const limits = { ...rules.limits, ...request.limits };
  return {
    ...request,
    model,
    messages: info.images === false ? request.messages.map(withoutImages) : request.messages,
    ...(Object.keys(parameters).length > 0 && { parameters }),
    limits: { ...limits, totalMs: Math.min(limits.totalMs ?? leftMs, leftMs) },
  };
}

function withoutImages({ images = [], ...message }: PromptMessage): PromptMessage {
  return {
    ...message,
    text: [message.text, ...images.map(() => UNSEEN_IMAGE)].filter(Boolean).join('\n'),
  };
}
