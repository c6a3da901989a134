/** The place where people talk and that has one conversation: a Discord channel, thread or DM; a Telegram chat or topic. */
export interface Channel {
  /** The name of the platform that it is on: `discord`, `telegram`. */
  readonly platform: string;
  /** Unique on its platform. A Telegram forum topic is `<chat id>/<topic id>`. */
  readonly id: string;
  /** `direct`: one person and the bot. `group`: shared. `thread`: a Discord thread or a Telegram topic. */
  readonly kind: 'direct' | 'group' | 'thread';
  /** The Discord server it belongs to. Somebody who runs that server has invited the bot. */
  readonly server?: string;
  /** The channel that a thread hangs under, the chat that a topic is in. */
  readonly parentId?: string;
  readonly name?: string;
}

export interface Author {
  /** The platform's own id. */
  readonly id: string;
  /** What people call them there. */
  readonly name: string;
  readonly isBot: boolean;
  /** May manage the server or the group. */
  readonly isServerAdmin: boolean;
  /** Ids of their roles on the server; empty where the network has none. */
  readonly roles: readonly string[];
  /** BCP 47, where the network tells. */
  readonly locale?: string;
}

export interface AttachmentRef {
  /** What `Platform.fetch` takes. Never a public address: those expire, and Telegram's hold the token. */
  readonly ref: string;
  readonly name: string;
  readonly mime: string;
  readonly bytes: number;
}

/** The message that another one replies to, as far as the network sends it along. */
export interface QuotedMessage {
  readonly id: string;
  readonly author: Author;
  /** The bot itself wrote it. */
  readonly isOwn: boolean;
  readonly text: string;
  readonly attachments: readonly AttachmentRef[];
}

/** One received message, freed of its platform's quirks. Never changed after it was read. */
export interface ChatMessage {
  /** The platform's own id. */
  readonly id: string;
  readonly channel: Channel;
  readonly author: Author;
  /** How it speaks to the bot; `false`: it does not. */
  readonly addressed: false | 'direct' | 'mention' | 'reply' | 'thread';
  /** The bot's own mention is taken out, the mentions of others are readable names. */
  readonly text: string;
  readonly attachments: readonly AttachmentRef[];
  readonly quoted?: QuotedMessage;
  /** Messages with the same one were sent together. */
  readonly albumId?: string;
  /** Unix milliseconds. */
  readonly sentAt: number;
}
