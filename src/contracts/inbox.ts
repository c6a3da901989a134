import type { Address } from './address.ts';
import type { ButtonEvent } from './button-event.ts';
import type { Author, Channel, ChatMessage } from './chat-message.ts';
import type { Choice, CommandCall } from './command.ts';

/** One kind for each thing that can happen, the same on every platform. */
export type InboundEvent =
  | {
      readonly kind: 'message' | 'edited';
      readonly message: ChatMessage;
      readonly address: Address;
    }
  | { readonly kind: 'deleted'; readonly channel: Channel; readonly messageId: string }
  | { readonly kind: 'command'; readonly call: CommandCall; readonly address: Address }
  | ButtonEvent
  /** Telegram's native stop of a draft. */
  | { readonly kind: 'stopped'; readonly address: Address; readonly by?: Author }
  /** The network gave the channel another id; history and settings move along. */
  | { readonly kind: 'migrated'; readonly from: Channel; readonly to: Channel }
  /** The bot was added to a channel or a server, or taken out of it. */
  | { readonly kind: 'added' | 'removed'; readonly channel: Channel; readonly by?: Author };

/** Implemented once, by `bot/`. */
export interface Inbox {
  /**
   * Takes an event. Resolves when what must not be lost is on disk (a platform acknowledges only then), and never waits
   * for a model. Rejects when it could not be stored: the platform then delivers the event again.
   */
  accept(event: InboundEvent): Promise<void>;
  /** What could complete the half-typed `option` of a command, best first. Never rejects. */
  complete(call: CommandCall, option: string): Promise<readonly Choice[]>;
}
