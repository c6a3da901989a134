import type { Channel } from './chat-message.ts';

/** The destination of an answer. Plain data: it is stored with the turn and still works after a restart. */
export interface Address {
  readonly channel: Channel;
  /** The message that asks. The answer is shown as a reply to it. */
  readonly questionId?: string;
  /** The person who asks, where the network can show a reply to them alone and needs their id for that. */
  readonly askerId?: string;
  /** The question is a message that only the bot sees, with this id in place of `questionId` (Telegram's ephemeral messages). */
  readonly hiddenQuestionId?: string;
  /** `channel` is a thread that hangs on the question and does not exist yet: it is opened, under this title, before the first write. */
  readonly opensThread?: string;
  /** The right to answer a slash command or a button press, which the network grants for a short time. */
  readonly interaction?: Interaction;
  /** Only the person who asks sees the answer. */
  readonly onlyAsker?: true;
}

/** The short-lived right to answer one slash command or button press. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
  /** Everybody in the place sees each reply, and the network shows nothing where there is none (Telegram's guest queries). */
  readonly isSeenByAll?: true;
}
