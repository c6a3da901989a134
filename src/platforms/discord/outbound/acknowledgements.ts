import type { Fleet } from '../../../contracts/fleet.ts';
import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import type { Log } from '../../../lib/log.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { DiscordError, hasCode } from '../connection/discord-error.ts';
import type { RestCalls, RestRoute } from '../connection/rest-calls.ts';

/** A command, a button press or a sent form that waits for an acknowledgement. */
export interface OpenInteraction {
  readonly id: string;
  readonly token: string;
  /** Unix milliseconds. */
  readonly madeAt: number;
  /** The message whose button was pressed. Absent: a command. */
  readonly buttonMessageId?: string;
  /** A form may be the answer: Discord takes one only as the first acknowledgement. */
  readonly mayOpenForm?: boolean;
  /** Only the person sees that the answer is under way. */
  readonly isPrivate?: boolean;
  /** The process that read it has deferred the answer. */
  readonly isDeferred?: boolean;
}

/**
 * The way in which the next answer to an interaction is sent:
 * - `acknowledge`: Discord knows nothing yet; the answer itself is the acknowledgement
 * - `fill`: the interaction was deferred; the answer replaces the "thinking" that Discord shows
 * - `follow`: the interaction was answered; this answer is one more message
 */
export type AnswerMode = 'acknowledge' | 'fill' | 'follow';

/** Acknowledges every interaction in time: by its answer, or else by a deferral. */
export interface Acknowledgements {
  /**
   * Defers the interaction unless an answer is claimed soon. Leaves one alone that it knows, and one that is so old that
   * another process has acknowledged it.
   */
  expect(interaction: OpenInteraction): void;
  /**
   * Call it where an interaction is read. Defers it at the last moment if no process has acknowledged it: the one that
   * answered there may have died, and another one answers later.
   */
  watch(interaction: OpenInteraction | undefined): void;
  /** From now on, the processes of a fleet tell each other what they have acknowledged. */
  join(fleet: Pick<Fleet, 'tell' | 'onTold'>): void;
  /**
   * Call it before each answer. It waits for a deferral under way. `isFirst`: it is the first message that
   * answers the interaction.
   */
  claimAnswer(interactionId: string, isFirst: boolean): Promise<AnswerMode>;
  /** The deferral is only visible to the person, so an answer for all cannot fill it. */
  isPrivate(interactionId: string): boolean;
  /** The claimed answer failed; the next one has the same mode. */
  releaseAnswer(interactionId: string, mode: AnswerMode): void;
  /**
   * The message whose button was pressed. `undefined`: a command, or an interaction of an earlier
   * process.
   */
  buttonMessageId(interactionId: string): string | undefined;
  /** Cancels all deferrals that have not begun. */
  stop(): void;
}

interface AcknowledgementsParts {
  readonly calls: RestCalls;
  readonly clock: Clock;
  readonly log: Log;
}

interface Entry {
  /** `undefined`: another process has acknowledged the interaction, and perhaps answered it. */
  nextAnswer: AnswerMode | undefined;
  deferral?: Promise<void>;
  readonly buttonMessageId: string | undefined;
  readonly isPrivate: boolean;
  cancelDeferral: () => void;
}

const ACKNOWLEDGED_WITHIN_MS = 3_000;
/** Discord waits for 3 s. Half of that is for the way there. Presses that may open a form wait as long. */
const DEFER_COMMAND_AFTER_MS = 1_500;
/**
 * Most presses are answered a moment later by an edit of the message. Until the acknowledgement,
 * the button looks busy.
 */
const DEFER_PRESS_AFTER_MS = 300;
/** The process that answers would have done so by then. The rest is for the way there. */
const DEFER_FOR_OTHERS_AFTER_MS = 2_300;
/** Discord's code: the interaction is already acknowledged. */
export const ALREADY_ACKNOWLEDGED = 40_060;
const TOPIC = 'discord-acknowledged';
/** Types of callbacks: "thinking" as a new message, and no visible change. */
const DEFERRED_MESSAGE = 5;
const DEFERRED_UPDATE = 6;
/** The flag of a message that only one person sees. */
const EPHEMERAL = 64;
/**
 * An interaction is valid for 15 minutes. One that is forgotten because of this limit was answered
 * long ago.
 */
const MAX_INTERACTIONS = 10_000;

/** Keeps the open interactions of this process in memory. */
export function createAcknowledgements(parts: AcknowledgementsParts): Acknowledgements {
  const { calls, clock, log } = parts;
  const entries = createExpiringMap<string, Entry>({ clock, maxEntries: MAX_INTERACTIONS });
  const timers = new Set<() => void>();
  /** By interaction that this process has read, the function that cancels its deferral for others. */
  const watched = createExpiringMap<string, () => void>({ clock, maxEntries: MAX_INTERACTIONS });
  let fleet: Pick<Fleet, 'tell' | 'onTold'> | undefined;
  let stopHearing = () => {};

  /** Gives whether it is acknowledged, by this process or by another one. */
  async function defer(interaction: OpenInteraction): Promise<boolean> {
    const isPress = interaction.buttonMessageId !== undefined;

    try {
      await calls.send('post', callbackRoute(interaction), {
        purpose: 'defer an interaction',
        body: omitUndefined({
          type: isPress ? DEFERRED_UPDATE : DEFERRED_MESSAGE,
          data: interaction.isPrivate ? { flags: EPHEMERAL } : undefined,
        }),
        auth: false,
        rateLimitKey: interaction.id,
      });
      return true;
    } catch (error) {
      if (hasCode(error, ALREADY_ACKNOWLEDGED)) return true;
      log.warn(
        { error: error instanceof DiscordError ? error.message : 'unknown' },
        'discord: interaction not deferred',
      );
      return false;
    }
  }

  async function deferOwn(interaction: OpenInteraction, entry: Entry): Promise<void> {
    if (!(await defer(interaction))) return;
    entry.nextAnswer = 'fill';
    tellAcknowledged(interaction.id);
  }

  function tellAcknowledged(id: string): void {
    if (!settle(id)) fleet?.tell(TOPIC, { id });
  }

  /** Nothing has to be deferred for others any more. `false`: this process has not read the interaction. */
  function settle(id: string): boolean {
    const cancel = watched.get(id);
    cancel?.();
    watched.delete(id);
    return cancel !== undefined;
  }

  const ageOf = ({ madeAt }: OpenInteraction) => Math.max(0, clock.now() - madeAt);

  /** Gives a function that cancels the call. */
  function callAfter(ms: number, run: () => void): () => void {
    const cancelTimer = clock.after(ms, () => {
      timers.delete(cancelTimer);
      run();
    });
    timers.add(cancelTimer);

    return () => {
      timers.delete(cancelTimer);
      cancelTimer();
    };
  }

  return {
    expect(interaction) {
      const { id, buttonMessageId, mayOpenForm, isPrivate = false, isDeferred } = interaction;
      if (entries.has(id)) return;

      const entry: Entry = {
        nextAnswer: 'acknowledge',
        buttonMessageId,
        isPrivate,
        cancelDeferral: () => {},
      };
      entries.set(id, entry);
      const ageMs = ageOf(interaction);
      if (isDeferred || ageMs > ACKNOWLEDGED_WITHIN_MS) {
        entry.nextAnswer = undefined;
        return;
      }
      const isSoon = buttonMessageId !== undefined && !mayOpenForm;
      const waitMs = isSoon ? DEFER_PRESS_AFTER_MS : DEFER_COMMAND_AFTER_MS;
      entry.cancelDeferral = callAfter(Math.max(0, waitMs - ageMs), () => {
        entry.deferral = deferOwn(interaction, entry);
      });
    },

    watch(interaction) {
      if (!interaction || interaction.isDeferred) return;
      const { id } = interaction;
      const waitMs = Math.max(0, DEFER_FOR_OTHERS_AFTER_MS - ageOf(interaction));
      const cancel = callAfter(waitMs, () => {
        watched.delete(id);
        // This process answers itself.
        if (!entries.has(id)) void defer(interaction);
      });
      watched.set(id, cancel);
    },

    join(joined) {
      stopHearing();
      fleet = joined;
      stopHearing = fleet.onTold(TOPIC, (content) => settle(String(Object(content).id)));
    },

    async claimAnswer(interactionId, isFirst) {
      const entry = entries.get(interactionId);
      entry?.cancelDeferral();
      await entry?.deferral;

      // Another process deferred the interaction or answered it; `fill` is right for both.
      const mode = entry?.nextAnswer ?? (isFirst ? 'fill' : 'follow');
      if (mode === 'acknowledge') tellAcknowledged(interactionId);
      if (entry) entry.nextAnswer = 'follow';
      return mode;
    },

    releaseAnswer(interactionId, mode) {
      const entry = entries.get(interactionId);
      if (entry) entry.nextAnswer = mode;
    },

    isPrivate: (interactionId) => entries.get(interactionId)?.isPrivate ?? false,
    buttonMessageId: (interactionId) => entries.get(interactionId)?.buttonMessageId,

    stop() {
      stopHearing();
      for (const cancelTimer of timers) cancelTimer();
      timers.clear();
    },
  };
}

/** The route of the first answer to an interaction. */
export function callbackRoute({ id, token }: Pick<OpenInteraction, 'id' | 'token'>): RestRoute {
  return `/interactions/${id}/${token}/callback`;
}
