import type { ChatRequest, ProviderEvent } from '../contracts/provider.ts';
import type { RouterEvent } from '../contracts/router.ts';
import { ProviderError } from '../errors.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Target } from './resolve-model.ts';
import { retryDelay } from './retry-delay.ts';

export interface AttemptParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
}

/** Events held back before the first content; a stream with more is passed on as it is. */
const MOST_HELD_EVENTS = 64;

/** Asks one target, again where a failure may pass. Nothing is seen of an attempt before its first content; from then on it is the last. */
export async function* streamWithRetries(
  parts: AttemptParts,
  target: Target,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<RouterEvent> {
  const source = { type: 'source', provider: target.provider.name, model: target.model } as const;
  for (let failures = 1; !signal.aborted; failures++) {
    const gate = createGate(source);
    try {
      for await (const event of target.provider.stream({ ...request, model: target.model }, signal)) {
        if (gate.isOpen) yield event;
        else yield* gate.hold(event);
      }
      return;
    } catch (error) {
      if (signal.aborted) return;
      const canRetry = !gate.isOpen && error instanceof ProviderError;
      const waitMs = canRetry ? retryDelay(error, failures, parts.random) : undefined;
      if (waitMs === undefined) throw error;
      parts.log.debug({ ...source, error: String(error), waitMs: Math.round(waitMs) }, 'asking again');
      await sleep(parts.clock, waitMs, signal);
    }
  }
}

/** Opens for ever at the first content. */
function createGate(source: RouterEvent) {
  let held: RouterEvent[] | undefined = [source];
  return {
    get isOpen() {
      return held === undefined;
    },
    /** What may be seen now. */
    hold(event: ProviderEvent): readonly RouterEvent[] {
      const events = [...(held ?? []), event];
      const opens = opensGate(event) || events.length > MOST_HELD_EVENTS;
      held = opens ? undefined : events;
      return opens ? events : [];
    },
  };
}

function opensGate(event: ProviderEvent): boolean {
  if (event.type === 'text-delta' || event.type === 'reasoning-delta') return event.text !== '';
  return event.type === 'end';
}
