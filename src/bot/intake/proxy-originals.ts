import type { ChatMessage } from '../../contracts/chat-message.ts';
import type { Clock } from '../../lib/clock.ts';
import { createExpiringMap } from '../../lib/expiring-map.ts';

/** Knows the recent questions of people, among them those that a proxy shows again under another name. */
export interface ProxyOriginals {
  record(question: ChatMessage): void;
  /** The question that a message of a proxy repeats. */
  find(copy: ChatMessage): ChatMessage | undefined;
}

/** PluralKit shows its copy within about a second, and deletes the original. */
const COPY_MS = 5_000;
const MAX_CHANNELS = 1_000;
const MAX_QUESTIONS = 20;

/** Creates a record without questions. */
export function createProxyOriginals(clock: Clock): ProxyOriginals {
  interface Question {
    readonly message: ChatMessage;
    readonly arrivedAt: number;
  }
  const channels = createExpiringMap<string, readonly Question[]>({
    clock,
    maxEntries: MAX_CHANNELS,
  });
  const keyOf = ({ channel }: ChatMessage) => `${channel.platform}:${channel.id}`;
  const recent = (message: ChatMessage) =>
    (channels.get(keyOf(message)) ?? []).filter(
      ({ arrivedAt }) => clock.now() - arrivedAt <= COPY_MS,
    );

  return {
    record(message) {
      const questions = [...recent(message), { message, arrivedAt: clock.now() }];
      channels.set(keyOf(message), questions.slice(-MAX_QUESTIONS), COPY_MS);
    },

    find(copy) {
      const originals = recent(copy).map(({ message }) => message);
      // Short words also stand in longer questions: the closest one is the original, the newest of equal ones.
      return originals
        .filter((message) => isCopy(copy, message))
        .toReversed()
        .toSorted((a, b) => a.text.length - b.text.length)[0];
    },
  };
}

/** The copy lacks the tags by which a person chose the name, and its files are new. It has the same mentions. */
function isCopy(copy: ChatMessage, original: ChatMessage): boolean {
  const hasWords = original.text.includes(copy.text);
  const hasMention = (copy.addressed === 'mention') === (original.addressed === 'mention');
  return hasWords && hasMention && copy.attachments.length === original.attachments.length;
}
