import type { PlannedSpending, Spending } from '../contracts/limits.ts';
import type { ChatRequest, ProviderEvent } from '../contracts/provider.ts';
import type { RouterEvent } from '../contracts/router.ts';
import { ProviderError } from '../errors.ts';
import { sleep } from '../lib/clock.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { untilAborted } from '../lib/until-aborted.ts';
import { createAttemptAccount } from './attempt-account.ts';
import { type AttemptsParts, createAttempts, type PlannedAttempt } from './attempts.ts';
import { estimatePrompt } from './estimate-prompt.ts';
import { failWhenBlind } from './fail-when-blind.ts';
import { countMedia, limitTokens, prepareRequest } from './prepare-request.ts';
import { priceToHold } from './price-to-hold.ts';
import type { PromptLimits } from './prompt-limits.ts';
import type { Route } from './route.ts';
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

/** Who waits for the answer, and what may be spent on it. */
interface StreamOptions {
  readonly signal: AbortSignal;
  /** Absent: nothing is counted. */
  readonly spending?: Spending | undefined;
}

/**
 * The time limit of all attempts together, where `parley.yaml` has no `totalMs`: slow models write
 * for minutes.
 */
const LONGEST_ANSWER_MS = 10 * 60_000;

/** Not every service has a limit for the length of an answer, or keeps to it. */
const CUT_OFF: RouterEvent = { type: 'end', reason: 'length', raw: 'spent' };

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
  options: StreamOptions,
): AsyncGenerator<RouterEvent> {
  const { signal } = options;
  const route = await untilAborted(parts.route(request.model), signal);
  if (!route) return;

  const answer = planAnswer(parts, request, route, options);
  let planned = answer.first;

  while (planned) {
    if (!(await answer.pause(planned))) return;

    const { attempt, open, close } = answer.start(planned);
    // Not in a generator of its own, since each delta would take longer to come through two.
    try {
      for await (const event of await open()) {
        for (const relayed of attempt.relay(event)) yield relayed;
        if (!attempt.isOverspent()) continue;
        yield CUT_OFF;
        break;
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
function planAnswer(
  parts: StreamParts,
  request: ChatRequest,
  requested: Route,
  { signal, spending }: StreamOptions,
) {
  const { clock, promptLimits, calibration } = parts;
  const route = routeForImages(requested, request);
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

    /** Waits for the time of the attempt. `false`: the answer was stopped. */
    async pause({ waitMs }: PlannedAttempt): Promise<boolean> {
      if (waitMs > 0) await sleep(clock, waitMs, signal);
      return !signal.aborted;
    },

    start(planned: PlannedAttempt) {
      const { candidate } = planned;
      const { target, key } = candidate;
      const prepared = prepareRequest(request, target, deadline - clock.now());
      const media = countMedia(prepared);
      // The operator named models that see, for one that proves to be blind.
      const mayMoveOn = route.fallbacks.vision.length > 0 && media.images > 0;
      const account = createAttemptAccount(parts, spending);
      const countTokens = () => {
        const estimate = estimatePrompt(prepared, target.info.imageTokens);
        return Math.ceil(estimate * (calibration.ratioOf(target) ?? 1));
      };
      const attempt = startAttempt(parts, planned, {
        requestedName: route.name,
        omitsImages: media.images < countMedia(request).images,
        prompt: { ...media, price: target.info.price, countTokens },
        onRecord: account.settle,
      });

      const planSpending = (): PlannedSpending => {
        const tokens = countTokens();
        const { price } = target.info;
        return omitUndefined({
          provider: target.provider.name,
          model: target.model,
          keyAlias: key.provider.keyAlias,
          isFallback: requested.primary.includes(target) ? undefined : (true as const),
          promptTokens: tokens,
          ...media,
          maxAnswerTokens: prepared.parameters?.maxOutputTokens,
          price: price && priceToHold(price, tokens),
        });
      };

      return {
        attempt,

        /** Holds back what the attempt may cost, and sends the request, if the answer was not stopped before. */
        async open(): Promise<AsyncIterable<ProviderEvent> | readonly ProviderEvent[]> {
          const plan = spending && planSpending();
          const mostTokens = plan && (await account.hold(plan, signal));
          if (signal.aborted) return [];

          attempt.recordRequest(mostTokens);
          const room = (target.info.contextWindow ?? Infinity) - (plan?.promptTokens ?? 0);
          const stream = key.provider.stream(limitTokens(prepared, mostTokens, room), signal);
          return mayMoveOn ? failWhenBlind(candidate, stream) : stream;
        },

        /** Takes note of the end, also of an answer that broke off in the middle. */
        close(error?: unknown): RouterEvent {
          const failure = error instanceof ProviderError ? error : undefined;
          const isJudged = !signal.aborted && failure === error;
          if (!isJudged) return attempt.close('stopped');

          promptLimits.recordOutcome(candidate, prepared, failure);
          if (!failure) calibration.record(target, prepared, attempt.inputTokens());
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
