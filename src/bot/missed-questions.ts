import type { Address } from '../contracts/address.ts';
import type { ButtonEvent } from '../contracts/button-event.ts';
import type { Author, Channel, ChatMessage } from '../contracts/chat-message.ts';
import type { Conversations } from '../contracts/conversations.ts';
import type { MissedQuestion } from '../contracts/inbox.ts';
import type { LanguageOf } from '../contracts/language.ts';
import type { Platform } from '../contracts/platform.ts';
import type { Controls } from '../contracts/reply-surface.ts';
import type { Store } from '../contracts/store.ts';
import { messageKey } from '../lib/channel-key.ts';
import { createKeyedLock } from '../lib/keyed-lock.ts';
import type { Log } from '../lib/log.ts';
import { textsIn } from '../texts/index.ts';
import { classifyMessage, type MessageRules } from './classify-message.ts';
import type { CommandGate } from './command-gate.ts';
import type { Notifier } from './notifier.ts';

/** Offers questions that came while the bot was away. */
export interface MissedQuestions {
  /**
   * Sends one message for the place, with a button that answers its questions and one that skips them.
   *
   * @throws When the questions could not be stored.
   */
  offer(channel: Channel, questions: readonly MissedQuestion[]): Promise<void>;
  /** Takes a press of one of the two buttons. `false`: it is another button. */
  press(button: ButtonEvent): Promise<boolean>;
  /** Takes a person's questions out of all offers, also those of other processes. Gives their number. */
  forgetPerson(platform: string, personId: string): Promise<number>;
}

interface MissedQuestionsParts extends MessageRules {
  readonly store: Pick<Store, 'get' | 'findKeys' | 'write' | 'swap'>;
  readonly conversations: Pick<Conversations, 'questionIds'>;
  readonly notifier: Pick<Notifier, 'send'>;
  readonly gate: Pick<CommandGate, 'isInPace' | 'admits'>;
  readonly languageOf: LanguageOf;
  readonly log: Log;
  /** Only a network that gives messages again has questions to offer. */
  findPlatform(name: string): Pick<Platform, 'archive'> | undefined;
  /** As for a message that comes now. */
  ask(question: MissedQuestion): Promise<void>;
}

/**
 * A question, as it is stored: without what it says. That is read again when it is asked, so that it counts as it is by
 * then, and nothing stays of a message that was deleted.
 */
interface OfferedQuestion {
  readonly message: Pick<ChatMessage, 'id' | 'channel' | 'author' | 'addressed'>;
  readonly address: Address;
}

interface Offer {
  readonly questions: readonly OfferedQuestion[];
}

const BUTTON = /^missed:(answer|skip):(\w{1,40})$/;
/** As long as people may remember what they asked. */
const OFFER_TTL_MS = 3 * 24 * 60 * 60_000;
/** Another process changed the offer at the same moment. */
const MAX_TRIES = 5;

/** Creates the offers. */
export function createMissedQuestions(parts: MissedQuestionsParts): MissedQuestions {
  const { store, conversations, notifier, gate, languageOf, log } = parts;
  const keyOf = (channel: Channel, id: string) => `missed:${messageKey(channel, id)}`;
  /** Two presses at once: the second one finds that it was decided. */
  const inOrder = createKeyedLock();

  /** Those that are still questions: people may be let in no more, and some may have been answered. */
  async function listOpen(
    questions: readonly MissedQuestion[],
  ): Promise<readonly MissedQuestion[]> {
    const asked = questions.filter(({ message }) => classifyMessage(message, parts) === undefined);
    const known = await conversations.questionIds(asked.map(({ message }) => message));
    return asked.filter(({ message }) => !known.has(message.id));
  }

  /** `undefined`: it was deleted, or cannot be read. */
  async function readAgain({
    message,
    address,
  }: OfferedQuestion): Promise<MissedQuestion | undefined> {
    const { id, channel, author, addressed } = message;
    const archive = parts.findPlatform(channel.platform)?.archive;
    const signal = new AbortController().signal;
    const found = await archive?.read({ channelId: channel.id, messageId: id }, signal);
    // A message that is read again does not say which roles its author has.
    return found && { message: { ...found, channel, author, addressed }, address };
  }

  /** The number of those that are asked. `undefined`: none can be read, perhaps only for now. */
  async function answer({ questions }: Offer): Promise<number | undefined> {
    const found: MissedQuestion[] = [];
    for (const question of questions) {
      const again = await readAgain(question);
      if (again) found.push(again);
    }
    if (found.length === 0) return undefined;

    const open = await listOpen(found);
    // What is asked twice is known by its message, so a process that takes over may begin again.
    for (const question of open) await parts.ask(question);
    return open.length;
  }

  async function decide(button: ButtonEvent, choice: string, key: string): Promise<void> {
    const { author, address, message } = button;
    const { channel } = address;
    const { missed } = textsIn(languageOf(channel, author));
    const offer = readOffer(await store.get(key));
    if (!offer) return notifier.send(address, { text: missed.over }, message);
    if (!mayDecide(author, offer))
      return notifier.send(address, { text: missed.notYours, onlyAsker: true });

    const count = choice === 'answer' ? await answer(offer) : 0;
    if (count === undefined)
      return notifier.send(address, { text: missed.unreadable, onlyAsker: true });
    await store.write([{ key, value: undefined }]);
    const text = choice === 'answer' ? missed.answering(count) : missed.skipped;
    notifier.send(address, { text }, message);
    log.info({ channel: channel.id, choice, questions: count }, 'bot: missed questions decided');
  }

  /** Gives the number of questions that were taken out. */
  async function takeOut(key: string, personId: string): Promise<number> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const stored = await store.get(key);
      const { questions } = readOffer(stored) ?? { questions: [] };
      const others = questions.filter(({ message }) => message.author.id !== personId);
      const count = questions.length - others.length;
      if (count === 0) return 0;
      const next = others.length > 0 ? { questions: others } : undefined;
      const options = { ttlMs: OFFER_TTL_MS };
      if (await store.swap(key, Object(stored), next, options)) return count;
    }
    throw new Error('An offer of missed questions changes all the time.');
  }

  return {
    async offer(channel, questions) {
      const open = await listOpen(questions);
      const [first] = open;
      if (!first) return;

      const { id, author } = first.message;
      const offer: Offer = { questions: open.map(withoutWords) };
      await store.write([{ key: keyOf(channel, id), value: offer, ttlMs: OFFER_TTL_MS }]);
      const { missed } = textsIn(languageOf(channel, author));
      const controls: Controls = [
        [
          { id: `missed:answer:${id}`, label: missed.answerLabel },
          { id: `missed:skip:${id}`, label: missed.skipLabel },
        ],
      ];
      notifier.send({ channel }, { text: missed.offer(open.length), controls });
    },

    async press(button) {
      const [, choice, id] = BUTTON.exec(button.id) ?? [];
      if (choice === undefined || id === undefined) return false;
      const { author, address, message } = button;
      if (!gate.isInPace({ author, address, message })) return true;
      if (!(await gate.admits({ power: 'ask', author, address, isPress: true }))) return true;
      const key = keyOf(address.channel, id);
      await inOrder(key, () => decide(button, choice, key));
      return true;
    },

    async forgetPerson(platform, personId) {
      let count = 0;
      for (const key of await store.findKeys(`missed:${platform}:`))
        count += await takeOut(key, personId);
      return count;
    },
  };
}

function withoutWords({ message, address }: MissedQuestion): OfferedQuestion {
  const { id, channel, author, addressed } = message;
  return { message: { id, channel, author, addressed }, address };
}

function readOffer(stored: unknown): Offer | undefined {
  const { questions } = Object(stored);
  return Array.isArray(questions) ? (stored as Offer) : undefined;
}

/** Whoever asked one of them, and moderators. */
function mayDecide({ id, isModerator, isServerAdmin }: Author, { questions }: Offer): boolean {
  const hasAsked = questions.some(({ message }) => message.author.id === id);
  return hasAsked || isModerator === true || isServerAdmin;
}
