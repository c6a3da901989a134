import type { Attempt } from '../contracts/attempt.ts';
import type { ProviderEvent } from '../contracts/provider.ts';
import type { RouterEvent } from '../contracts/router.ts';
import { ProviderError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { type AttemptPrompt, createAttemptUsage } from './attempt-usage.ts';
import type { PlannedAttempt } from './attempts.ts';
import type { Health } from './health.ts';

/** One attempt while its provider streams. Holds events back, and measures times for the record. */
export interface RunningAttempt {
  /** People may have seen some of it, so no other attempt may follow. */
  isVisible(): boolean;
  /**
   * Takes the provider's next event, and gives the events to pass on: none before the first
   * content, and then all that were held back.
   */
  relay(event: ProviderEvent): readonly RouterEvent[];
  /** Its request leaves: from now on it may cost something. It may write so many tokens at most. */
  recordRequest(mostTokens: number | undefined): void;
  /** It writes on and on, though no more can be paid. */
  isOverspent(): boolean;
  /** The tokens of the prompt, as the service counts them. `undefined`: it has not said so. */
  inputTokens(): number | undefined;
  /** Ends the attempt and gives its record. Only the first call counts. */
  close(outcome: 'answered' | 'stopped' | ProviderError): RouterEvent;
}

/** The parts of a running attempt besides its plan. */
export interface RunningAttemptParts {
  readonly health: Health;
  /** See `Router.stream`. */
  readonly onAttempt?: ((attempt: Attempt) => void) | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** The request of an attempt. */
interface AttemptRequest {
  /** The requested model, by the name that people use. */
  readonly requestedName: string;
  /** It is sent without its pictures. */
  readonly omitsImages?: boolean;
  readonly prompt: AttemptPrompt;
  /** Takes the record at the end. */
  readonly onRecord: (attempt: Attempt) => void;
}

type Measurements = Pick<Attempt, 'headersMs' | 'firstContentMs'>;

/**
 * The most events that are held back before the first content. With one more, all are passed on.
 */
const MAX_HELD_EVENTS = 64;

/** Starts an attempt. */
export function startAttempt(
  { health, onAttempt, clock, log }: RunningAttemptParts,
  { candidate, replacementReason }: PlannedAttempt,
  { requestedName, omitsImages = false, prompt, onRecord }: AttemptRequest,
): RunningAttempt {
  const names = { provider: candidate.target.provider.name, model: candidate.target.model };
  const { keyAlias } = candidate.key.provider;
  const startedAt = clock.now();
  const tracked = health.trackAttempt(candidate);
  const usage = createAttemptUsage(prompt);
  const replaced = replacementReason && requestedName;
  const sourceEvent: RouterEvent = {
    type: 'source',
    ...names,
    ...omitUndefined({ replaced, why: replacementReason }),
  };
  let heldEvents: RouterEvent[] | undefined = omitsImages
    ? [sourceEvent, { type: 'images-omitted' }]
    : [sourceEvent];
  let measurements: Measurements = {};
  let record: RouterEvent | undefined;
  let limit = Infinity;

  const elapsedMs = () => clock.now() - startedAt;

  const measure = (event: ProviderEvent) => {
    usage.take(event);
    if (event.type === 'accepted') measurements = { ...measurements, headersMs: elapsedMs() };
    if (measurements.firstContentMs === undefined && isContent(event)) {
      const firstContentMs = elapsedMs();
      measurements = { ...measurements, firstContentMs };
      tracked.recordFirstContent(firstContentMs);
    }
  };

  return {
    isVisible: () => heldEvents === undefined,
    isOverspent: () => usage.exceeds(limit),

    recordRequest(mostTokens = Infinity) {
      limit = mostTokens;
      usage.recordRequest();
    },

    inputTokens: usage.inputTokens,

    relay(event) {
      measure(event);
      if (event.type === 'accepted') return [];
      if (!heldEvents) return [event];

      heldEvents.push(event);
      const mayShow = isContent(event) || event.type === 'end';
      if (!mayShow && heldEvents.length <= MAX_HELD_EVENTS) return [];

      const events = heldEvents;
      heldEvents = undefined;
      return events;
    },

    close(end) {
      if (record) return record;

      const error = end instanceof ProviderError ? end : undefined;
      if (error) tracked.recordFailure(error);
      else tracked.end();

      const outcome = end instanceof ProviderError ? end.kind : end;
      const facts = { ...measurements, endMs: elapsedMs(), ...usage.amounts(outcome) };
      log.debug(
        { ...names, key: keyAlias, outcome, ...facts, error: error?.message },
        'router: attempt ended',
      );
      const attempt = { ...names, ...omitUndefined({ keyAlias }), outcome, ...facts };
      record = { type: 'attempt', attempt };
      onAttempt?.(attempt);
      onRecord(attempt);
      return record;
    },
  };
}

function isContent(event: ProviderEvent): boolean {
  return (event.type === 'text-delta' || event.type === 'reasoning-delta') && event.text !== '';
}
