import type { SaidFile, SaidMessage } from './said-message.ts';
import type { ShownEntity } from './shown-entity.ts';
import type {
  ShownCard,
  ShownCommand,
  ShownEmbed,
  ShownFile,
  ShownForm,
  ShownMenu,
} from './shown-message.ts';

export type { SaidMessage } from './said-message.ts';
export type { ShownEntity } from './shown-entity.ts';
export type { ShownCommand } from './shown-message.ts';

/**
 * A local chat network as the people in front of it use it. The page and the end-to-end tests drive
 * both networks through this interface.
 */
export interface LocalNetwork {
  readonly name: 'discord' | 'telegram';
  /** The address that the bot connects to. */
  readonly apiUrl: string;
  /** The bot's token. */
  readonly token: string;
  /** The person at the keyboard. More people may be in the rooms. */
  readonly me: Person;
  readonly bot: Person;
  people(): readonly Person[];
  /** The rooms of `me`. */
  rooms(): readonly Room[];
  /** The messages of a room that `viewerId` (default `me`) can see, oldest first. */
  history(roomId: string, viewerId?: string): readonly ShownMessage[];
  /** The bytes of a message's file, by its index in `ShownMessage.files`. */
  file(roomId: string, messageId: string, index: number): Uint8Array | undefined;
  /** The slash commands that the network offers in this room. */
  commands(roomId: string): readonly ShownCommand[];
  /** The commands in the menu of a message (Discord). On Telegram people reply with a command. */
  messageCommands(roomId: string): readonly string[];
  /** Sends a person's message. */
  say(message: SaidMessage): Promise<ShownMessage>;
  /** Edits a person's message. `hasMarks` as in `SaidMessage`. */
  edit(
    roomId: string,
    messageId: string,
    text: string,
    options?: { readonly hasMarks?: boolean },
  ): Promise<void>;
  /**
   * Forwards a message to a room, as one message. With `text` the client also sends these words as a
   * message of their own: before the forward on Telegram, after it on Discord.
   */
  forward(call: {
    readonly roomId: string;
    readonly messageId: string;
    readonly toRoomId: string;
    readonly authorId?: string;
    readonly text?: string;
  }): Promise<ShownMessage>;
  /** Reacts to a message with an emoji, or takes the reaction back. */
  react(call: {
    readonly roomId: string;
    readonly messageId: string;
    readonly authorId?: string;
    readonly emoji: string;
    readonly isRemoved?: boolean;
  }): Promise<void>;
  /**
   * Opens a thread (Discord: on a message, in a forum with the first message's `text`) or a topic
   * (Telegram). Rejects where the network has none.
   */
  openThread(call: {
    readonly roomId: string;
    readonly name: string;
    readonly authorId?: string;
    readonly messageId?: string;
    readonly text?: string;
    /** Of the first message of a post. */
    readonly files?: readonly SaidFile[];
  }): Promise<Room>;
  /** Deletes a message. */
  remove(roomId: string, messageId: string): Promise<void>;
  /**
   * Runs a slash command as the network's client does. Rejects with the sentence that the client
   * would show. With `targetId` it acts on that message: by the message menu on Discord, as a reply
   * on Telegram.
   */
  run(call: {
    readonly roomId: string;
    readonly authorId?: string;
    readonly name: string;
    readonly options?: Readonly<Record<string, string>>;
    readonly targetId?: string;
    /** The files of options (Discord). */
    readonly files?: Readonly<Record<string, SaidFile>>;
  }): Promise<void>;
  /**
   * Asks the bot for the values of an option (autocompletion). Always empty on networks without it.
   */
  complete(call: {
    readonly roomId: string;
    readonly authorId?: string;
    readonly name: string;
    readonly option: string;
    readonly typed: string;
  }): Promise<readonly { readonly name: string; readonly value: string }[]>;
  /**
   * Presses a button, or picks `values` of a menu, whose id is `buttonId` then. Rejects with the
   * sentence that the client would show: "This interaction failed".
   */
  press(call: {
    readonly roomId: string;
    readonly authorId?: string;
    readonly messageId: string;
    readonly buttonId: string;
    readonly values?: readonly string[];
    /** A changed client sends an id that no button of the message has. The networks do not check that. */
    readonly isForged?: boolean;
  }): Promise<void>;
  /** The form that is open on a person's screen (default `me`). Absent: the network has no forms. */
  form?(personId?: string): ShownForm | undefined;
  /**
   * Sends that form, with values by the ids of its fields. Rejects, as the client does, when a value
   * has not the length that its field asks for.
   */
  submitForm?(call: {
    readonly authorId?: string;
    readonly values: Readonly<Record<string, string>>;
  }): Promise<void>;
  /** Closes that form. The bot does not hear of it. */
  closeForm?(personId?: string): void;
  /** True when the bot is connected: by a gateway session or by polling. */
  isOnline(): boolean;
  /**
   * Calls `listener` with every change that `viewerId` (default `me`) can see, as in `history`.
   * Returns a function that stops these calls.
   */
  watch(listener: (change: Change) => void, viewerId?: string): () => void;
  stop(): Promise<void>;
}

/** A user of a network, the bot included. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
  /**
   * The person's part in the places that people share, in the list of people only. Absent: an
   * ordinary member.
   */
  readonly role?: 'owner' | 'moderator';
}

/** A place for messages: a channel, a thread, a group, a topic or a direct chat. */
export interface Room {
  readonly id: string;
  readonly name: string;
  readonly kind: 'direct' | 'channel' | 'forum' | 'thread' | 'group' | 'topic';
  /** The server of a channel, the channel of a thread, the group of a topic. */
  readonly parent?: string;
}

/** A message on a person's screen. */
export interface ShownMessage {
  readonly id: string;
  readonly roomId: string;
  readonly author: Person;
  /** On Discord the Markdown source; on Telegram plain text, formatted by `entities`. */
  readonly text: string;
  readonly entities?: readonly ShownEntity[];
  /** The blocks of a rich message in their wire shape; `text` then has its words (Telegram). */
  readonly rich?: readonly unknown[];
  /** The id of the message that it replies to. */
  readonly replyTo?: string;
  /**
   * The slash command that it answers, on networks where a command is not a message (Discord).
   * `at`: Unix ms.
   */
  readonly usedCommand?: { readonly by: Person; readonly name: string; readonly at: number };
  /** Rows of buttons. */
  readonly buttons: readonly (readonly {
    readonly id: string;
    readonly label: string;
    readonly style?: string;
  }[])[];
  /** Menus, in the order in which they stand below the message. Absent: there are none. */
  readonly menus?: readonly ShownMenu[];
  readonly files: readonly ShownFile[];
  /** A poll, a place, a contact and the like. */
  readonly card?: ShownCard;
  readonly embeds?: readonly ShownEmbed[];
  /** The author of the original of a forward. Empty: the network does not say (Discord). */
  readonly forwardedFrom?: string;
  /** The part of the message that it replies to, or a message of another chat. */
  readonly quote?: { readonly from?: string; readonly text: string };
  /** The ids of the users who reacted, by emoji. */
  readonly reactions?: readonly { readonly emoji: string; readonly userIds: readonly string[] }[];
  /** The id of the thread that hangs on it. */
  readonly threadId?: string;
  /** The messages of an album share this id. */
  readonly albumId?: string;
  /** Its public address. Messages of direct chats and basic groups on Telegram have none. */
  readonly link?: string;
  /** The network wrote it: a topic was created, a person joined. */
  readonly isService?: boolean;
  /** The number of edits so far. */
  readonly edits: number;
  /** Unix ms. */
  readonly createdAt: number;
  /** Unix ms of the last edit. */
  readonly editedAt?: number;
  /** Only its viewer sees it (Discord: ephemeral). */
  readonly onlyYou: boolean;
  /** A Telegram draft: a preview that is not a message yet. */
  readonly draft: boolean;
  /** The ids of the people whom it notified. */
  readonly pings: readonly string[];
}

/** A change on a person's screen. The last three kinds name only the part to be read again. */
export type Change =
  | { readonly kind: 'form'; readonly roomId: string; readonly form: ShownForm }
  | { readonly kind: 'message-created' | 'message-edited'; readonly message: ShownMessage }
  | { readonly kind: 'message-removed'; readonly roomId: string; readonly messageId: string }
  | { readonly kind: 'typing'; readonly roomId: string; readonly author: Person }
  | { readonly kind: 'toast'; readonly roomId: string; readonly text: string }
  | { readonly kind: 'rooms' | 'commands' | 'online' };
