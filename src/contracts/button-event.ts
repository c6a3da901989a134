import type { Address } from './address.ts';
import type { Author } from './chat-message.ts';
import type { MessageRef } from './reply-surface.ts';

/** A person pressed a button under one of the bot's messages. */
export interface ButtonEvent {
  readonly kind: 'button';
  /** As in `Button.id`. */
  readonly id: string;
  readonly author: Author;
  /** The message that carries the button. */
  readonly message: MessageRef;
  readonly address: Address;
}
