import type { ChatRequest, SamplingParameters } from '../contracts/provider.ts';
import type { RouterEvent } from '../contracts/router.ts';
import { ProviderError } from '../errors.ts';
import { sleep } from '../lib/clock.ts';
import { fitIntoRanges } from '../lib/fit-into-ranges.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { untilAborted } from '../lib/until-aborted.ts';
import { describeMedia } from '../texts/describe-media.ts';
import { type AttemptsParts, createAttempts, type PlannedAttempt } from './attempts.ts';
import { estimatePrompt } from './estimate-prompt.ts';
import { failWhenBlind } from './fail-when-blind.ts';
import type { PromptLimits } from './prompt-limits.ts';
import type { PlannedTarget, Route } from './route.ts';
import { routeForImages } from './route-for-images.ts';
import { type RunningAttemptParts, startAttempt } from './running-attempt.ts';
import type { TokenCalibration } from './token-calibration.ts';

/** The parts that all streams share. */
export interface StreamParts
  extends RunningAttemptParts,
    Omit<AttemptsParts, 'deadline' | 'promptTokens'> {
  readonly promptLimits: PromptLimits;
  readonly calibration: TokenCalibration;
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
  const route = await untilAborted(parts.route(request.model), signal);
  if (!route) return;

  const answer = planAnswer(parts, request, routeForImages(route, request), signal);
  let planned = answer.first;

  while (planned) {
    if (planned.waitMs > 0) await sleep(parts.clock, planned.waitMs, signal);
    if (signal.aborted) return;

    const { attempt, events, close } = answer.start(planned);
    // Not in a generator of its own, since each delta would take longer to come through two.
    try {
      for await (const event of events) {
        for (const relayed of attempt.relay(event)) yield relayed;
      }
      yield close();
      return;
    } catch (error) {
      yield close(error);
      planned = answer.planNext(planned, error, attempt.isVisible());
    } finally {
      // The reader may leave at any event.
      attempt.close('stopped');
    }
  }
  answer.throwFailure();
}

/** Plans the attempts at one answer, and starts them. */
function planAnswer(parts: StreamParts, request: ChatRequest, route: Route, signal: AbortSignal) {
  const { clock, promptLimits, calibration } = parts;
  const totalMs = route.primary[0]?.rules.limits?.totalMs ?? LONGEST_ANSWER_MS;
  const deadline = clock.now() + totalMs;
  const promptTokens = estimatePrompt(request);
  const health = promptLimits.healthFor(promptTokens, parts.health);
  const attempts = createAttempts({ ...parts, health, promptTokens, deadline }, route);
  let failureToThrow: ProviderError | undefined;

  return {
    first: attempts.first,

    /** After an abort, the stream ends quietly. */
    throwFailure() {
      if (failureToThrow && !signal.aborted) throw failureToThrow;
    },

    start(planned: PlannedAttempt) {
      const { candidate } = planned;
      const prepared = prepareRequest(request, candidate.target, deadline - clock.now());
      const omitsImages = countImages(prepared) < countImages(request);
      // The operator named models that see, for one that proves to be blind.
      const mayMoveOn = route.fallbacks.vision.length > 0 && countImages(prepared) > 0;
      const stream = candidate.key.provider.stream(prepared, signal);
      const attempt = startAttempt(parts, planned, { requestedName: route.name, omitsImages });

      return {
        attempt,
        events: mayMoveOn ? failWhenBlind(candidate, stream) : stream,

        /** Takes note of the end, also of an answer that broke off in the middle. */
        close(error?: unknown): RouterEvent {
          const failure = error instanceof ProviderError ? error : undefined;
          const isJudged = !signal.aborted && failure === error;
          if (!isJudged) return attempt.close('stopped');

          promptLimits.recordOutcome(candidate, prepared, failure);
          if (!failure) calibration.record(candidate.target, prepared, attempt.inputTokens());
          return attempt.close(failure ?? 'answered');
        },
      };
    },

    /**
     * Plans the attempt after a failed one. `undefined`: there is none.
     *
     * @throws The failure, when people may have seen some of the answer.
     */
    planNext({ candidate }: PlannedAttempt, error: unknown, isVisible: boolean) {
      if (signal.aborted) return undefined;
      if (isVisible || !(error instanceof ProviderError)) throw error;

      const isOfFirstTarget = candidate.target === attempts.first?.candidate.target;
      if (!failureToThrow || isOfFirstTarget) failureToThrow = error;
      return attempts.next(candidate, error);
    },
  };
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
    messages: request.messages.map((message) => describeMedia(message, info)),
    ...omitUndefined({ parameters: hasParameters ? parameters : undefined }),
    limits: { ...limits, totalMs: Math.min(limits.totalMs ?? remainingMs, remainingMs) },
  };
}

function countImages({ messages }: ChatRequest): number {
  return messages.reduce((sum, { images = [] }) => sum + images.length, 0);
}
