import type { Channel } from './chat-message.ts';

/**
 * Where an answer goes. Plain data: it is stored with the turn and must still work after a restart.
 */
export interface Address {
  readonly channel: Channel;
  /** The message that is answered; the answer is shown as a reply to it. */
  readonly questionId?: string;
  /** The short right to answer that a network hands out with a slash command or a button press. */
  readonly interaction?: {
    readonly id: string;
    readonly token: string /** Unix ms. */;
    readonly expiresAt: number;
  };
}
