import type { Address } from './address.ts';
import type { Author } from './chat-message.ts';
import type { MessageRef } from './reply-surface.ts';

/** A person pressed a button under one of the bot's messages. */
export interface ButtonEvent {
  readonly kind: 'button';
  /** As in `Button.id`. */
  readonly id: string;
  readonly author: Author;
  /** The picked values of a menu. Absent: a button. */
  readonly values?: readonly string[];
  /** The message that carries the button. */
  readonly message: MessageRef;
  /** The message is an answer. Absent: the store knows. */
  readonly isUnderAnswer?: true;
  readonly address: Address;
}

/** A person filled in a form and sent it. */
export interface FormEvent {
  readonly kind: 'form';
  /** As in `Form.id`. */
  readonly id: string;
  readonly author: Author;
  /** By the name of the field. */
  readonly values: Readonly<Record<string, string>>;
  /** The message whose button opened the form. Absent: a command opened it. */
  readonly message?: MessageRef;
  readonly address: Address;
}
