import type { Address } from './address.ts';
import type { Author } from './chat-message.ts';
import type { Place } from './reply-surface.ts';

/** Somebody pressed a button under one of the bot's messages. */
export interface ButtonEvent {
  readonly kind: 'button';
  /** As in `Button.id`. */
  readonly id: string;
  readonly by: Author;
  /** The message that carries the button. */
  readonly place: Place;
  readonly address: Address;
}
