import type { ProviderEvent } from '../contracts/provider.ts';
import type { Attempt, RouterEvent } from '../contracts/router.ts';
import { ProviderError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { PlannedAttempt } from './attempts.ts';
import type { Health, Speeds } from './health.ts';
import { targetName } from './route.ts';

/** One attempt while it runs. */
export interface RunningAttempt {
  /** Something of it was shown: it is the last attempt. */
  readonly isVisible: boolean;
  /** What may be shown after this event: nothing until the first content, and then all that was held back. */
  take(event: ProviderEvent): readonly RouterEvent[];
  /** It is over; only the first call counts. Gives its record. */
  close(end: 'answered' | 'stopped' | ProviderError): RouterEvent;
}

export interface RunningAttemptParts {
  readonly health: Health;
  readonly speeds: Speeds;
  readonly clock: Clock;
  readonly log: Log;
}

/** Events held back before the first content; a stream with more is passed on as it is. */
const MOST_HELD_EVENTS = 64;

/** `asked` is the name that people use for what they asked for. */
export function startAttempt(
  { health, speeds, clock, log }: RunningAttemptParts,
  { candidate, replacementReason }: PlannedAttempt,
  asked: string,
): RunningAttempt {
  const { target, key } = candidate;
  const { keyAlias } = key.provider;
  const who = { provider: target.provider.name, model: target.model };
  const began = clock.now();
  const trial = health.startAttempt(candidate);
  let held: RouterEvent[] | undefined = [
    {
      type: 'source',
      ...who,
      ...(replacementReason && { replaced: asked, why: replacementReason }),
    },
  ];
  let known: Pick<Attempt, 'headersMs' | 'firstContentMs' | 'inputTokens' | 'outputTokens'> = {};
  let closed: RouterEvent | undefined;

  const passed = () => clock.now() - began;
  const note = (event: ProviderEvent) => {
    if (event.type === 'accepted') known = { ...known, headersMs: passed() };
    if (event.type === 'usage') {
      known = { ...known, inputTokens: event.inputTokens, outputTokens: event.outputTokens };
    }
    if (known.firstContentMs === undefined && isContent(event)) {
      const firstContentMs = passed();
      known = { ...known, firstContentMs };
      trial.succeeded();
      speeds.add(targetName(target), firstContentMs);
    }
  };

  return {
    get isVisible() {
      return held === undefined;
    },

    take(event) {
      note(event);
      if (event.type === 'accepted') return [];
      if (!held) return [event];
      held.push(event);
      if (!isContent(event) && event.type !== 'end' && held.length <= MOST_HELD_EVENTS) return [];
      const shown = held;
      held = undefined;
      return shown;
    },

    close(end) {
      if (closed) return closed;
      const error = end instanceof ProviderError ? end : undefined;
      if (error) trial.failed(error);
      else trial.end();
      const outcome = end instanceof ProviderError ? end.kind : end;
      const times = { ...known, endMs: passed() };
      log.debug(
        { ...who, key: keyAlias, outcome, ...times, ...(error && { error: error.message }) },
        'asked a model',
      );
      closed = {
        type: 'attempt',
        attempt: { ...who, ...(keyAlias !== undefined && { keyAlias }), outcome, ...times },
      };
      return closed;
    },
  };
}

function isContent(event: ProviderEvent): boolean {
  return (event.type === 'text-delta' || event.type === 'reasoning-delta') && event.text !== '';
}
