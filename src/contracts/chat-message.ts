/** A place with one conversation: a Discord channel, thread or DM; a Telegram chat or topic. */
export interface Channel {
  /** The name of its platform: `discord`, or `discord@memes` for a bot that has a name (see `networkOf`). */
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
  /** The name of the channel or chat that `parentId` means. */
  readonly parentName?: string;
  /** The id of the Discord category that the channel, or the parent of the thread, belongs to. */
  readonly categoryId?: string;
  /** The bot is no member there: it sees only the question, and answers by a right that ends soon. */
  readonly isGuest?: true;
  /**
   * The only person of this conversation, where several people share the place: it has the questions whose
   * answers only they see, or their questions to a guest. `parentId` is the place, and `id` begins with its id and a slash.
   */
  readonly personId?: string;
  readonly serverName?: string;
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
  /** May manage the messages of that channel. Absent: no, or the network does not say with the event (see `Platform.isModerator`). */
  readonly isModerator?: boolean;
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
  /** 0 where the network does not say. */
  readonly bytes: number;
  /** The form in which people see it. Absent: a file, or a picture if `mime` is that of one. */
  readonly sentAs?: 'voice' | 'audio' | 'video' | 'video note' | 'animation' | 'sticker';
  /** The `ref` of a still picture of a video, an animation or a moving sticker, where the network has one. */
  readonly stillRef?: string;
  readonly durationMs?: number;
}

/** The part of a message that people read. */
export interface MessageContent {
  /** The words of the author, as Markdown: addresses behind words are links, code stands in fences. */
  readonly text: string;
  /**
   * Everything besides words and files, in words and as Markdown: embeds, polls, places, stickers. Each
   * part begins with its kind, as `[poll] …`.
   */
  readonly details?: string;
  readonly attachments: readonly AttachmentRef[];
  /** The person or channel whose words the message forwards. Not empty. */
  readonly forwardedFrom?: string;
}

/** The message that another one replies to, as far as the network sends it along. */
export interface QuotedMessage extends MessageContent {
  /** Empty where the network does not say, as for messages of other chats. */
  readonly id: string;
  readonly author: Author;
  /** The bot itself wrote it. */
  readonly isOwn: boolean;
  /** The part that the person selected. `text` is the whole message. */
  readonly selected?: string;
}

/** The place of a message on its network. */
export interface MessageLocation {
  /** As `Channel.id`. */
  readonly channelId: string;
  readonly messageId: string;
}

/** One received message without the quirks of its platform. Never changed after it was read. */
export interface ChatMessage extends MessageContent {
  /** The platform's own id. */
  readonly id: string;
  readonly channel: Channel;
  readonly author: Author;
  /** The way in which the message addresses the bot; `false`: it does not. */
  readonly addressed: false | 'direct' | 'mention' | 'reply' | 'thread';
  /** As in `MessageContent`, without the mention of the bot itself. Mentions of other people are readable names. */
  readonly text: string;
  readonly quoted?: QuotedMessage;
  /** The bot itself wrote it: only among the messages that `MessageArchive` gives. */
  readonly isOwn?: boolean;
  /** The messages of the same server or chat that the text links to. */
  readonly links?: readonly MessageLocation[];
  /** It mentions or answers somebody else, so it is probably theirs. */
  readonly isForOthers?: boolean;
  /** It is so long that its app may have split it: the rest would follow at once. */
  readonly isNearLimit?: boolean;
  /** Messages with the same album id were sent together. */
  readonly albumId?: string;
  /** `proxy`: PluralKit shows a person's words through a webhook. `channel`: a channel posted it, not a person. */
  readonly origin?: 'proxy' | 'channel';
  /** Unix milliseconds. */
  readonly sentAt: number;
}
