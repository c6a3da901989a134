import type { Address } from '../../contracts/address.ts';
import type { ChatMessage } from '../../contracts/chat-message.ts';
import type { Turn } from '../../contracts/turns.ts';
import { channelKey, messageKey } from '../../lib/channel-key.ts';
import { type Clock, sleep } from '../../lib/clock.ts';
import { createExpiringMap } from '../../lib/expiring-map.ts';
import { partTimes } from './part-times.ts';

/**
 * Knows which messages of a person arrive so close together that they are one question: the parts of a
 * long text that an app has split, a comment and the forward that it is about, the pictures of an album.
 * In memory only, and by the time of arrival.
 */
export interface PartTracker {
  /** Takes a message that became a question, or a part of one. `address` is the one of its turn. */
  recordQuestion(message: ChatMessage, address: Address): void;
  /** Takes a message that does not address the bot: it may be the first part of a question. */
  recordPart(message: ChatMessage): void;
  /** The recent messages of the person that belong to this question. */
  partsOf(question: ChatMessage): readonly ChatMessage[];
  /** As `partsOf`. Forgets them. */
  takeParts(question: ChatMessage): readonly ChatMessage[];
  /** Tells whether the question of a part may still follow. */
  keepsPart(part: ChatMessage): boolean;
  /** People changed a part before its question came. `undefined`: they took it back. */
  changePart(part: ChatMessage, changed: ChatMessage | undefined): void;
  /** The address of the question that the message is a late part of. */
  questionOf(part: ChatMessage): Address | undefined;
  /** The address of the newest recent question of the same person in that channel. */
  recentQuestion(message: ChatMessage): Address | undefined;
  /** Resolves when no more parts of the turn's question are likely, or `signal` aborts. */
  waitForParts(turn: Turn, signal: AbortSignal): Promise<void>;
}

/** The recent messages of one person in one channel. */
interface Recent {
  parts: readonly ChatMessage[];
  /** Until then, a question takes the parts. */
  partsUntil: number;
  address: Address | undefined;
  /** Until then, a forward belongs to the last question. */
  forwardsUntil: number;
  /** Until then, anything belongs to the last question: it is the rest of a text that was too long. */
  restUntil: number;
  /** Pictures of this album belong to the last question, whenever they arrive. */
  albumId: string | undefined;
}

/** A question can be joined until its answer shows something, which may take this long. */
const QUESTION_MS = 10 * 60 * 1_000;

const MAX_PEOPLE = 2_000;
/** Telegram forwards up to 100 messages at once. */
const MAX_PARTS = 110;
const MAX_WAITS = 2_000;

/** Creates a tracker that has seen no message. */
export function createPartTracker(clock: Clock): PartTracker {
  const people = createExpiringMap<string, Recent>({ clock, maxEntries: MAX_PEOPLE });
  /** The times until which questions wait for more parts, by message. */
  const waits = createExpiringMap<string, number>({ clock, maxEntries: MAX_WAITS });

  function recentOf(message: ChatMessage): Recent {
    const key = personKey(message);
    const recent = people.get(key) ?? {
      parts: [],
      partsUntil: 0,
      address: undefined,
      forwardsUntil: 0,
      restUntil: 0,
      albumId: undefined,
    };
    people.set(key, recent, QUESTION_MS);
    return recent;
  }

  /** Those that came a moment ago, and those of the same album. */
  function partsBefore({ albumId }: ChatMessage, { parts, partsUntil }: Recent) {
    if (clock.now() <= partsUntil) return parts;
    return parts.filter((part) => part.albumId !== undefined && part.albumId === albumId);
  }

  /** A message that needs no mention was recorded as a part before it became the question. */
  function partsFor(question: ChatMessage): readonly ChatMessage[] {
    const recent = people.get(personKey(question));
    return recent ? partsBefore(question, recent).filter(({ id }) => id !== question.id) : [];
  }

  function partsExpectedUntil({ inputs }: Turn): number {
    return Math.max(
      0,
      ...inputs.map((input) => waits.get(messageKey(input.channel, input.id)) ?? 0),
    );
  }

  return {
    recordQuestion(message, address) {
      const now = clock.now();
      const waitMs = expectedWaitMs(message);
      if (waitMs > 0) waits.set(messageKey(message.channel, message.id), now + waitMs, waitMs);

      const recent = recentOf(message);
      recent.address = address;
      recent.forwardsUntil = now + partTimes.forward;
      recent.restUntil = message.isNearLimit ? now + partTimes.rest : 0;
      if (message.albumId !== undefined) recent.albumId = message.albumId;
    },

    recordPart(message) {
      const lifetimeMs = partLifetimeMs(message);
      if (lifetimeMs === 0) return;
      const recent = recentOf(message);
      const now = clock.now();
      // A part that comes in time keeps those before it.
      const earlier = partsBefore(message, recent);
      recent.parts = [...earlier, message].slice(-MAX_PARTS);
      recent.partsUntil = now + lifetimeMs;
    },

    partsOf: partsFor,

    takeParts(question) {
      const recent = people.get(personKey(question));
      if (!recent) return [];
      const parts = partsFor(question);
      recent.parts = [];
      return parts;
    },

    keepsPart(part) {
      const recent = people.get(personKey(part));
      return (
        recent !== undefined && clock.now() <= recent.partsUntil && recent.parts.includes(part)
      );
    },

    changePart(part, changed) {
      const recent = people.get(personKey(part));
      if (!recent) return;
      recent.parts = recent.parts.flatMap((each) => (each === part ? (changed ?? []) : each));
    },

    questionOf(part) {
      const recent = people.get(personKey(part));
      if (!recent) return undefined;
      const now = clock.now();
      const isForward = part.forwardedFrom !== undefined && now <= recent.forwardsUntil;
      const isInAlbum = part.albumId !== undefined && part.albumId === recent.albumId;
      const isRest = now <= recent.restUntil;
      return isForward || isInAlbum || isRest ? recent.address : undefined;
    },

    recentQuestion: (message) => people.get(personKey(message))?.address,

    async waitForParts(turn, signal) {
      const waitMs = partsExpectedUntil(turn) - clock.now();
      if (waitMs > 0) await sleep(clock, waitMs, signal);
    },
  };
}

/** The time for which a question waits for another part. */
function expectedWaitMs({ isNearLimit, albumId, forwardedFrom }: ChatMessage): number {
  if (isNearLimit) return partTimes.rest;
  if (albumId !== undefined) return partTimes.album;
  return forwardedFrom === undefined ? 0 : partTimes.commentWait;
}

/** The time within which the question that the message belongs to may follow. 0: it is no part of one. */
function partLifetimeMs({ isNearLimit, albumId, forwardedFrom }: ChatMessage): number {
  if (isNearLimit) return partTimes.rest;
  if (albumId !== undefined) return partTimes.album;
  return forwardedFrom === undefined ? 0 : partTimes.forward;
}

function personKey({ channel, author }: ChatMessage): string {
  return `${channelKey(channel)}:${author.id}`;
}
