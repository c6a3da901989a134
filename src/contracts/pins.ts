import type { Channel } from './chat-message.ts';

/** A message that people keep in the prompt of a conversation. Plain data. */
export interface Pin {
  /** Counts the pins of the conversation; people remove a pin by it. */
  readonly number: number;
  readonly messageId: string;
  /** The person who wrote it. Absent: the bot did. */
  readonly author?: { readonly id: string; readonly name: string };
  readonly text: string;
  /** Unix milliseconds. */
  readonly pinnedAt: number;
}

/** The pins of conversations. They outlive a reset. */
export interface Pins {
  /** Oldest first. */
  list(channel: Channel): Promise<readonly Pin[]>;
  /** `known`: the message is pinned already. `full`: there are as many pins as there may be. */
  add(channel: Channel, pin: Omit<Pin, 'number' | 'pinnedAt'>): Promise<'added' | 'known' | 'full'>;
  /** `false`: there is no such pin. */
  remove(channel: Channel, number: number): Promise<boolean>;
}
