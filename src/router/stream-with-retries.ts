import type { ChatRequest, ProviderEvent } from '../contracts/provider.ts';
import type { RouterEvent } from '../contracts/router.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createAttempts } from './create-attempts.ts';
import type { Target } from './resolve-model.ts';

export interface AttemptParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
}

/** Events held back before the first content; a stream with more is passed on as it is. */
const MOST_HELD_EVENTS = 64;

/**
 * Asks one model, again where a failure may pass, and under another key where only the key is refused. Nothing is seen of an attempt before
 * its first content; from then on it is the last.
 */
export async function* streamWithRetries(
  parts: AttemptParts,
  { provider: keys, model }: Target,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<RouterEvent> {
  const source = { type: 'source', provider: keys.name, model } as const;
  const attempts = createAttempts(keys, parts.random);
  for (let key = keys.next(); key && !signal.aborted; ) {
    const gate = createGate(source);
    try {
      for await (const event of key.stream({ ...request, model }, signal)) {
        if (gate.isOpen) yield event;
        else yield* gate.hold(event);
      }
      return;
    } catch (error) {
      if (signal.aborted) return;
      const next = gate.isOpen ? undefined : attempts.after(key, error);
      if (!next) throw error;
      const waitMs = Math.round(next.waitMs);
      parts.log.debug({ ...source, key: key.keyAlias, error: String(error), waitMs }, 'asking again');
      await sleep(parts.clock, next.waitMs, signal);
      key = next.key;
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
