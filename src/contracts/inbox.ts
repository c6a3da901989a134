import type { Address } from './address.ts';
import type { ButtonEvent, FormEvent } from './button-event.ts';
import type { Author, Channel, ChatMessage } from './chat-message.ts';
import type { Choice, CommandCall } from './command.ts';

/** A message that addressed the bot, and where its answer belongs. */
export interface MissedQuestion {
  readonly message: ChatMessage;
  readonly address: Address;
}

/** Everything that can happen on a network; the same kinds on every platform. */
export type InboundEvent =
  /** `edited`: a person changed the message. Networks also send it when nothing that is read changed. */
  | {
      readonly kind: 'message' | 'edited';
      readonly message: ChatMessage;
      readonly address: Address;
    }
  /** One event for each message. It may be a person's or the bot's. */
  | { readonly kind: 'deleted'; readonly channel: Channel; readonly messageId: string }
  | { readonly kind: 'command'; readonly call: CommandCall; readonly address: Address }
  | ButtonEvent
  | FormEvent
  /** A person pressed Telegram's own Stop on a draft. */
  | { readonly kind: 'stopped'; readonly address: Address }
  /**
   * Questions of a place that came while the bot was away, oldest first, and may be offered to those who asked. Only of
   * a network that gives messages again (see `Platform.archive`).
   */
  | {
      readonly kind: 'missed';
      readonly channel: Channel;
      readonly questions: readonly MissedQuestion[];
    }
  /** The network gave the channel a new id. Its history and settings move along. */
  | { readonly kind: 'migrated'; readonly from: Channel; readonly to: Channel }
  | ForgottenEvent
  /** The bot was added to a channel or server, or removed from it. A server is a channel with its own id as `server`. */
  | { readonly kind: 'added' | 'removed'; readonly channel: Channel; readonly author?: Author };

/** A person wants what they said in a conversation to be deleted. One process tells it to the one that answers there. */
export interface ForgottenEvent {
  readonly kind: 'forgotten';
  /** A channel of the chat that the conversation belongs to. */
  readonly channel: Channel;
  /** As in `Turn`. */
  readonly conversation: string;
  /** The id of the person on the platform of the channel. */
  readonly personId: string;
}

/** The one receiver of events, implemented by `bot/`. */
export interface Inbox {
  /**
   * Takes an event. Resolves when everything that must not be lost is on disk; only then does a
   * platform acknowledge the event. Never waits for a model. `carried` goes along to `Platform.receive`.
   *
   * @throws When the event could not be stored. The platform then delivers it again.
   */
  accept(event: InboundEvent, carried?: object): Promise<void>;
  /** Suggestions for a half-typed `option` of a command, best first. Never rejects. */
  complete(call: CommandCall, option: string): Promise<readonly Choice[]>;
}
