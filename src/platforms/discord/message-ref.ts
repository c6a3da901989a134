import type { MessageRef } from '../../contracts/reply-surface.ts';

/** The message reference of a message on Discord. */
export interface DiscordMessageRef extends MessageRef {
  readonly channelId: string;
  /** The token of the command or button press that the message answers. It reaches the message. */
  readonly token?: string;
  readonly interactionId?: string;
  /** The time at which the token ends, in Unix milliseconds. */
  readonly expiresAt?: number;
  readonly hasFile?: boolean;
}
