import type { Channel } from './chat-message.ts';
import type { InboundEvent } from './inbox.ts';

/** An event as a platform gives it to the inbox. */
export interface GivenEvent {
  readonly event: InboundEvent;
  /** As in `Inbox.accept`. */
  readonly carried?: object | undefined;
}

/** A message as a platform gives it to the inbox. */
export interface GivenMessage extends GivenEvent {
  readonly event: InboundEvent & { readonly kind: 'message' };
}

/**
 * Loose messages: people write them to each other. The bot would only remember them for a moment, since a question of
 * the same person may follow that they are a part of. In memory only.
 */
export interface LooseMessages {
  /** Tells whether an event is a loose message, unless the bot takes part in the channel. Reads memory only. */
  canBe(event: InboundEvent): event is GivenMessage['event'];
  /** Tells whether a message of a channel may be a question without a mention. */
  takesPartIn(channel: Channel): Promise<boolean>;
  /** Keeps a loose message while its question may follow. One that is no part of a question is forgotten at once. */
  hold(given: GivenMessage): void;
  /** People may have changed a held message, or taken it back. */
  change(event: InboundEvent): void;
  /** The held messages that belong to a message, oldest first. */
  companionsOf(event: InboundEvent): readonly GivenMessage[];
  /** Forgets the companions of an event: all of them are stored. */
  release(event: InboundEvent, companions: readonly GivenMessage[]): void;
  /** The event could not be stored: when the network delivers it again, these are still its companions. */
  keepFor(event: InboundEvent, companions: readonly GivenMessage[]): void;
  /** Gives everything that is held, and forgets it. */
  takeAll(): readonly GivenMessage[];
}
