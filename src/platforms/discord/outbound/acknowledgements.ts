import type { Clock } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import { createLru } from '../../../lib/lru.ts';
import { DiscordError } from '../connection/discord-error.ts';
import type { RestCalls, RestRoute } from '../connection/rest-calls.ts';

/** A command or a press that Discord waits to hear of. */
export interface OpenInteraction {
  readonly id: string;
  readonly token: string;
  /** The message whose button was pressed; absent: a command. */
  readonly pressedIn?: string;
}

/**
 * - `acknowledge`: nothing was said yet; the answer itself can be the acknowledgement
 * - `fill`: it was deferred; the answer goes where Discord shows that something comes
 * - `follow`: it was answered; what comes now is one more message
 */
export type AnswerRoute = 'acknowledge' | 'fill' | 'follow';

/** Sees to it that Discord hears of every interaction in time, by the answer or else by a deferral. */
export interface Acknowledgements {
  open(interaction: OpenInteraction): void;
  /** Asked before each answer; waits for a deferral under way. */
  claim(id: string): Promise<AnswerRoute>;
  /** The answer that was claimed did not get through; the next one may try again. */
  release(id: string, to: AnswerRoute): void;
  /** The message whose button was pressed, where that is known. */
  pressedIn(id: string): string | undefined;
  /** Defers no more. */
  stop(): void;
}

interface Entry {
  claim: AnswerRoute;
  deferral?: Promise<void>;
  readonly pressedIn: string | undefined;
  readonly cancel: () => void;
}

/** Discord waits for 3 s; half of it is left for the way there. */
const DEFER_AFTER_MS = 1_500;
/** Most presses are answered by what the message shows a moment later; until it is acknowledged, the button looks busy. */
const DEFER_PRESS_AFTER_MS = 300;
const DEFER_MESSAGE = 5;
const DEFER_UPDATE = 6;
/** They live for 15 minutes; a forgotten one was answered long ago. */
const MAX_OPEN = 10_000;

export function createAcknowledgements(parts: {
  calls: RestCalls;
  clock: Clock;
  log: Log;
}): Acknowledgements {
  const { calls, clock, log } = parts;
  const entries = createLru<string, Entry>(MAX_OPEN);
  const timers = new Set<() => void>();

  async function defer({ id, token, pressedIn }: OpenInteraction, entry: Entry): Promise<void> {
    try {
      await calls.send('post', callbackRoute({ id, token }), {
        purpose: 'defer an interaction',
        body: { type: pressedIn ? DEFER_UPDATE : DEFER_MESSAGE },
        auth: false,
        rateLimitKey: id,
      });
      entry.claim = 'fill';
    } catch (error) {
      log.warn(
        { error: error instanceof DiscordError ? error.message : 'unknown' },
        'an interaction was not deferred',
      );
    }
  }

  return {
    open(interaction) {
      const cancel = clock.after(
        interaction.pressedIn ? DEFER_PRESS_AFTER_MS : DEFER_AFTER_MS,
        () => {
          timers.delete(cancel);
          entry.deferral = defer(interaction, entry);
        },
      );
      timers.add(cancel);
      const entry: Entry = {
        claim: 'acknowledge',
        pressedIn: interaction.pressedIn,
        cancel: () => {
          timers.delete(cancel);
          cancel();
        },
      };
      entries.set(interaction.id, entry);
    },
    async claim(id) {
      const entry = entries.get(id);
      // Of an earlier run, which deferred it or answered it: filling is right for both.
      if (!entry) return 'fill';
      entry.cancel();
      await entry.deferral;
      const { claim } = entry;
      entry.claim = 'follow';
      return claim;
    },
    release(id, to) {
      const entry = entries.get(id);
      if (entry) entry.claim = to;
    },
    pressedIn: (id) => entries.get(id)?.pressedIn,
    stop() {
      for (const cancel of timers) cancel();
      timers.clear();
    },
  };
}

export function callbackRoute({ id, token }: Pick<OpenInteraction, 'id' | 'token'>): RestRoute {
  return `/interactions/${id}/${token}/callback`;
}
