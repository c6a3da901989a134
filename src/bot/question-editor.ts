import type { Address } from '../contracts/address.ts';
import type { Channel, ChatMessage } from '../contracts/chat-message.ts';
import type { RelayEvent } from '../contracts/fleet.ts';
import type { InboundEvent } from '../contracts/inbox.ts';
import type { QuestionChange, Turn, Turns } from '../contracts/turns.ts';
import type { Clock } from '../lib/clock.ts';
import { classifyMessage, isFromPerson, type MessageRules } from './classify-message.ts';
import type { Dispatcher } from './dispatcher.ts';

/** Takes what people change in their messages after they sent them. */
export interface QuestionEditor {
  /** An edit changes the question that the message is, or makes the message a question. */
  edit(message: ChatMessage, address: Address): Promise<void>;
  /** Deleting a question withdraws it. Deleting a growing answer stops it. */
  remove(channel: Channel, messageId: string): Promise<void>;
  /** As `remove`, for the whole question of a turn. */
  forget(turn: Turn): Promise<void>;
}

/** The parts that a change of a question reaches. */
export interface QuestionEditorParts extends MessageRules {
  readonly turns: Pick<Turns, 'edit' | 'withdraw' | 'forget' | 'open'>;
  readonly clock: Clock;
  /** Absent: this process answers in all chats. */
  readonly relay?: RelayEvent;
  /** Takes a message that an edit turned into a question. */
  acceptQuestion(message: ChatMessage, address: Address): Promise<void>;
}

/** A mention that an edit adds later than this after the message was sent gets no answer. */
const ADDRESSED_LATE_MS = 60 * 1000;

/** Creates the editor of the questions that `dispatcher` runs. */
export function createQuestionEditor(
  { turns, relay, clock, acceptQuestion, ...rules }: QuestionEditorParts,
  dispatcher: Pick<Dispatcher, 'supersede' | 'stopTurn'>,
): QuestionEditor {
  /** `eventIn` is the event that made the change, as another process has to get it. */
  async function apply(
    change: QuestionChange,
    eventIn: (channel: Channel) => InboundEvent | undefined = () => undefined,
  ): Promise<void> {
    if (change.kind === 'reopened') await dispatcher.supersede(change.turn);
    const relayed = change.kind === 'elsewhere' ? eventIn(change.channel) : undefined;
    if (relayed) await relay?.(relayed);
  }

  /** The power may have been taken from the person meanwhile. */
  async function mayAsk({ author, channel }: ChatMessage): Promise<boolean> {
    const { ask } = rules.settingsOf(channel).powers;
    return ask === 'everyone' || rules.access.may('ask', author, channel, true);
  }

  return {
    async edit(message, address) {
      // Another bot that streams its message would be asked about each word.
      if (!isFromPerson(message) && message.origin !== 'channel') return;
      // A question stays one when the mention is edited away: people tidy up a message that was read.
      const reason = classifyMessage({ ...message, addressed: 'mention' }, rules);
      if (reason && reason.kind !== 'wordless') return;
      // Discord hides the words of a message without a mention from bots that may not read all messages.
      if (reason && !message.addressed) return;
      if (!(await mayAsk(message))) return;

      const change = await turns.edit(message);
      await apply(change, (channel) => ({
        kind: 'edited',
        message: { ...message, channel },
        address: { ...address, channel },
      }));

      const isNew = change.kind === 'unknown' && !reason && message.addressed !== false;
      const isRecent = clock.now() - message.sentAt <= ADDRESSED_LATE_MS;
      if (isNew && isRecent) await acceptQuestion(message, address);
    },

    async remove(channel, messageId) {
      const change = await turns.withdraw(channel, messageId);
      await apply(change, (home) => ({ kind: 'deleted', channel: home, messageId }));
      if (change.kind !== 'unknown') return;

      const isShownIn = ({ answerMessages }: Turn) =>
        answerMessages.some((message) => message.messageId === messageId);
      const turn = (await turns.open(channel)).find(isShownIn);
      if (turn) await dispatcher.stopTurn(turn);
    },

    forget: async (turn) => apply(await turns.forget(turn)),
  };
}
