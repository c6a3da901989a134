import type { Address } from '../contracts/address.ts';
import type { LanguageOf } from '../contracts/language.ts';
import type { ReplySurface } from '../contracts/reply-surface.ts';
import type { Turn } from '../contracts/turns.ts';
import { PlatformError } from '../errors.ts';
import { channelKey } from '../lib/channel-key.ts';
import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import type { Log } from '../lib/log.ts';
import { textsIn } from '../texts/index.ts';
import type { ChatVisits } from './chat-visits.ts';
import type { Notifier } from './notifier.ts';

/** Shows people that a question that has to wait was heard. Nothing waits for it, and it never fails. */
export interface WaitSigns {
  /** The turn waits behind others of its conversation. `turnsAhead` is their number. */
  show(turn: Turn, turnsAhead: number): void;
  /**
   * The turn waits for a place, because of a limit for answers at the same time. Where the network has no
   * reactions, nothing is said: the words about a place in line would be wrong, and a message costs more than it tells.
   */
  showHeldBack(turn: Turn): void;
  /** The turn no longer waits. */
  clear(turn: Turn): void;
}

/** The surfaces that react, and the notifier where they cannot. */
export interface WaitSignsParts {
  surface(address: Address): ReplySurface | undefined;
  readonly languageOf: LanguageOf;
  readonly visits: Pick<ChatVisits, 'since'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** `unknown`: the call failed, and may have arrived. `skipped`: too many calls were under way. */
type ReactOutcome = 'done' | 'forbidden' | 'unknown' | 'skipped';

const SIGN = '👀';
const CALL_TIMEOUT_MS = 10_000;
/** More calls at one moment would take long, and the sign would come too late. */
const MAX_CALLS = 50;
const MAX_SIGNS = 10_000;
const HOUR_MS = 3_600_000;
/** After this time, an admin may have allowed reactions. */
const FORBIDDEN_MS = 10 * 60 * 1_000;

/** Creates the signs. They remember in memory which turns have one. */
export function createWaitSigns(
  { surface: surfaceOf, languageOf, visits, clock, log }: WaitSignsParts,
  notifier: Pick<Notifier, 'send'>,
): WaitSigns {
  /** By turn. Resolves when the call has ended, with whether people see a reaction. */
  const signs = createExpiringMap<string, Promise<boolean>>({ clock, maxEntries: MAX_SIGNS });
  /** The turns of an earlier process that were cleared. */
  const cleared = createExpiringMap<string, true>({ clock, maxEntries: MAX_SIGNS });
  /** Channels in which the network refused a reaction. Networks count refused calls against a bot. */
  const forbidden = createExpiringMap<string, true>({ clock, maxEntries: MAX_SIGNS });
  /** The people who were told their place in words. */
  const informed = createExpiringMap<string, true>({ clock, maxEntries: MAX_SIGNS });
  let calls = 0;

  async function react(turn: Turn, emoji: string | undefined): Promise<ReactOutcome> {
    const channel = channelKey(turn.address.channel);
    const surface = surfaceOf(signAddress(turn));
    if (!surface?.react || forbidden.has(channel)) return 'forbidden';
    if (calls >= MAX_CALLS) return 'skipped';

    calls += 1;
    const timeout = new AbortController();
    const cancelTimeout = clock.after(CALL_TIMEOUT_MS, () => timeout.abort());
    try {
      await surface.react(emoji, timeout.signal);
      return 'done';
    } catch (error) {
      const isRefusal = error instanceof PlatformError;
      log.debug(
        { turn: turn.id, error: isRefusal ? error.message : error },
        'bot: a reaction was not changed',
      );
      if (!isRefusal || error.kind !== 'forbidden') return 'unknown';
      forbidden.set(channel, true, FORBIDDEN_MS);
      return 'forbidden';
    } finally {
      cancelTimeout();
      calls -= 1;
    }
  }

  /** Tells whether people may see a reaction. */
  async function showSign(turn: Turn, turnsAhead?: number): Promise<boolean> {
    const outcome = await react(turn, SIGN);
    if (outcome === 'forbidden' && turnsAhead !== undefined) sendPlace(turn, turnsAhead);
    return outcome === 'done' || outcome === 'unknown';
  }

  function sendPlace(turn: Turn, turnsAhead: number): void {
    const person = personKey(turn);
    if (informed.has(person)) return;
    informed.set(person, true, HOUR_MS);
    const { queuePlace } = textsIn(languageOf(turn.address.channel, turn.inputs[0]?.author));
    notifier.send(signAddress(turn), { text: queuePlace(turnsAhead + 1), onlyAsker: true });
  }

  /** A turn that an earlier process left waiting may have a reaction that only that process knew. */
  function isLeftOver({ id, acceptedAt, rerun, answerMessages, creating, address }: Turn): boolean {
    if (acceptedAt >= visits.since(address.channel) || cleared.has(id)) return false;
    return !rerun && !creating && answerMessages.length === 0 && !address.opensThread;
  }

  return {
    show(turn, turnsAhead) {
      if (!signs.has(turn.id)) signs.set(turn.id, showSign(turn, turnsAhead));
    },

    showHeldBack(turn) {
      // The network itself shows that the answer to an interaction is under way, and people see an earlier answer.
      const hasSign = turn.address.interaction || turn.rerun || turn.answerMessages.length > 0;
      if (!hasSign && !signs.has(turn.id)) signs.set(turn.id, showSign(turn));
    },

    clear(turn) {
      informed.delete(personKey(turn));
      const sign = signs.get(turn.id) ?? (isLeftOver(turn) ? Promise.resolve(true) : undefined);
      if (!sign || turn.inputs.length === 0) return;
      signs.delete(turn.id);
      cleared.set(turn.id, true);
      void sign.then((isVisible) => (isVisible ? react(turn, undefined) : undefined));
    },
  };
}

/** The address of the sign: the first message that asks. More may join the turn later. */
function signAddress({ address, inputs }: Turn): Address {
  const question = inputs.find(({ addressed }) => addressed !== false);
  return question ? { channel: address.channel, questionId: question.id } : address;
}

function personKey({ conversation, inputs }: Turn): string {
  return `${conversation}:${inputs[0]?.author.id ?? ''}`;
}
