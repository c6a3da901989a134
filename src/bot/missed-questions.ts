import type { ButtonEvent } from '../contracts/button-event.ts';
import type { Author, Channel } from '../contracts/chat-message.ts';
import type { Conversations } from '../contracts/conversations.ts';
import type { MissedQuestion } from '../contracts/inbox.ts';
import type { LanguageOf } from '../contracts/language.ts';
import type { Controls } from '../contracts/reply-surface.ts';
import type { Store } from '../contracts/store.ts';
import { messageKey } from '../lib/channel-key.ts';
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
}

interface MissedQuestionsParts extends MessageRules {
  readonly store: Pick<Store, 'get' | 'write'>;
  readonly conversations: Pick<Conversations, 'questionIds'>;
  readonly notifier: Pick<Notifier, 'send'>;
  readonly gate: Pick<CommandGate, 'isInPace'>;
  readonly languageOf: LanguageOf;
  readonly log: Log;
  /** As for a message that comes now. */
  ask(question: MissedQuestion): Promise<void>;
}

/** The questions of one offer, as they are stored. */
interface Offer {
  readonly questions: readonly MissedQuestion[];
}

const BUTTON = /^missed:(answer|skip):(\w{1,40})$/;
/** As long as people may remember what they asked. */
const OFFER_TTL_MS = 3 * 24 * 60 * 60_000;

/** Creates the offers. */
export function createMissedQuestions(parts: MissedQuestionsParts): MissedQuestions {
  const { store, conversations, notifier, gate, languageOf, log } = parts;
  const keyOf = (channel: Channel, id: string) => `missed:${messageKey(channel, id)}`;

  /** Those that are still questions: people may be let in no more, and some may have been answered. */
  async function listOpen(
    questions: readonly MissedQuestion[],
  ): Promise<readonly MissedQuestion[]> {
    const asked = questions.filter(({ message }) => classifyMessage(message, parts) === undefined);
    const known = await conversations.questionIds(asked.map(({ message }) => message));
    return asked.filter(({ message }) => !known.has(message.id));
  }

  async function answer({ questions }: Offer): Promise<number> {
    const open = await listOpen(questions);
    for (const question of open) await parts.ask(question);
    return open.length;
  }

  async function decide(button: ButtonEvent, choice: string, id: string): Promise<void> {
    const { author, address, message } = button;
    const { channel } = address;
    const { missed } = textsIn(languageOf(channel, author));
    const key = keyOf(channel, id);
    const stored = await store.get(key);
    const offer = readOffer(stored);
    if (!offer) return notifier.send(address, { text: missed.over }, message);
    if (!mayDecide(author, offer))
      return notifier.send(address, { text: missed.notYours, onlyAsker: true });

    const count = choice === 'answer' ? await answer(offer) : 0;
    await store.write([{ key, value: undefined }]);
    const text = choice === 'answer' ? missed.answering(count) : missed.skipped;
    notifier.send(address, { text }, message);
    log.info({ channel: channel.id, choice, questions: count }, 'bot: missed questions decided');
  }

  return {
    async offer(channel, questions) {
      const open = await listOpen(questions);
      const [first] = open;
      if (!first) return;

      const { id, author } = first.message;
      const offer: Offer = { questions: open };
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
      if (gate.isInPace({ author, address, message })) await decide(button, choice, id);
      return true;
    },
  };
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
