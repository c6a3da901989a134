import type { Channel } from '../contracts/chat-message.ts';
import type { Change } from '../contracts/store.ts';
import type { Turn } from '../contracts/turns.ts';

/**
 * Says in the store which turns are open, so that they are found after a crash. The store keeps the order of writes,
 * so a mark that is written with its turns lists perhaps too many of them, but never too few.
 */
export interface OpenMarks {
  /** Tells whether this process answers in a chat. */
  answersIn(chat: string): boolean;
  /** The chat (see `chatKey`) whose mark lists the turns of a channel. */
  chatOf(channel: Channel): Promise<string>;
  /** The chat whose mark lists this turn, which is open. */
  homeOf(turn: Turn): string;
  /**
   * Lists a turn, and gives the change that stores its mark. Await nothing between this call and the write. The turn
   * stays listed if the write fails: it may have arrived, and the next attempt has the same id.
   */
  add(turn: Turn, chat: string): Change;
  /** The changes of marks that go with the end of these turns, after them. Await nothing before the write. */
  endChanges(ended: readonly Turn[]): readonly Change[];
  /** Takes a turn off its mark. Call it after the end of the turn was written. */
  remove(turn: Turn): void;
}
