/** A place with one conversation: a Discord channel, thread or DM; a Telegram chat or topic. */
export interface Channel {
  /** The name of its platform: `discord` or `telegram`. */
  readonly platform: string;
  /** Unique on its platform. A Telegram forum topic is `<chat id>/<topic id>`. */
  readonly id: string;
  /** `direct`: one person and the bot. `group`: shared. `thread`: a Discord thread or a Telegram topic. */
  readonly kind: 'direct' | 'group' | 'thread';
  /** The Discord server that it belongs to. A person who manages that server invited the bot. */
  readonly server?: string;
  /** The channel of a thread, or the chat of a topic. */
  readonly parentId?: string;
  readonly name?: string;
}

/** The person or bot that wrote a message, called a command or pressed a button. */
export interface Author {
  /** The platform's own id. */
  readonly id: string;
  /** The display name in that channel. */
  readonly name: string;
  readonly isBot: boolean;
  /** May manage the server or the group. */
  readonly isServerAdmin: boolean;
  /** Ids of the roles on the server; empty where the network has no roles. */
  readonly roles: readonly string[];
  /** A BCP 47 tag, where the network sends one. */
  readonly locale?: string;
}

/** A file of a message, not yet downloaded. */
export interface AttachmentRef {
  /** The argument of `Platform.fetch`. Never a public address: those expire, and Telegram's contain the token. */
  readonly ref: string;
  readonly name: string;
  readonly mime: string;
  readonly bytes: number;
}

/** The kinds of content that no platform reads yet. */
export type UnreadContent =
  | 'poll'
  | 'location'
  | 'contact'
  | 'dice'
  | 'game'
  | 'story'
  | 'checklist'
  | 'paid media'
  | 'rich message'
  | 'components';

/** The message that another one replies to, as far as the network sends it along. */
export interface QuotedMessage {
  readonly id: string;
  readonly author: Author;
  /** The bot itself wrote it. */
  readonly isOwn: boolean;
  readonly text: string;
  readonly attachments: readonly AttachmentRef[];
}

/** One received message without the quirks of its platform. Never changed after it was read. */
export interface ChatMessage {
  /** The platform's own id. */
  readonly id: string;
  readonly channel: Channel;
  readonly author: Author;
  /** The way in which the message addresses the bot; `false`: it does not. */
  readonly addressed: false | 'direct' | 'mention' | 'reply' | 'thread';
  /** Without the mention of the bot itself. Mentions of other people are readable names. */
  readonly text: string;
  readonly attachments: readonly AttachmentRef[];
  /** Content besides the text and the files that is not read. */
  readonly unread?: UnreadContent;
  readonly quoted?: QuotedMessage;
  /** Messages with the same album id were sent together. */
  readonly albumId?: string;
  /** Unix milliseconds. */
  readonly sentAt: number;
}
