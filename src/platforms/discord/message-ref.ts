import type { MessageRef } from '../../contracts/reply-surface.ts';

/** Finds a message of the bot on Discord again. */
export interface DiscordMessageRef extends MessageRef {
  readonly channelId: string;
  /** A message that answers a command or a button press is reached by the token of that interaction. */
  readonly token?: string;
  readonly interactionId?: string;
  /** The end of the token, in Unix milliseconds. */
  readonly expiresAt?: number;
  /** Only the person who asked sees the message. */
  readonly onlyAsker?: boolean;
  readonly hasFile?: boolean;
}
