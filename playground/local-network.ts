/** What a person in front of a local network sees and does. The page and the end-to-end tests drive both networks by it. */
export interface LocalNetwork {
  readonly name: 'discord' | 'telegram';
  /** What the bot connects to. */
  readonly apiUrl: string;
  readonly token: string;
  /** The person at the keyboard. More people may be in the rooms. */
  readonly me: Person;
  readonly bot: Person;
  people(): readonly Person[];
  rooms(): readonly Room[];
  /** Oldest first, as `viewer` (default `me`) sees it. */
  history(roomId: string, viewerId?: string): readonly ShownMessage[];
  /** What a file of a message holds; by its index in `ShownMessage.files`. */
  file(roomId: string, messageId: string, index: number): Uint8Array | undefined;
  /** What the network offers after a slash in this room. */
  commands(roomId: string): readonly ShownCommand[];
  say(message: SaidMessage): Promise<ShownMessage>;
  edit(roomId: string, messageId: string, text: string): Promise<void>;
  remove(roomId: string, messageId: string): Promise<void>;
  /** Runs a slash command as the network's client does. Rejects with what the client would show. */
  run(call: {
    readonly roomId: string;
    readonly authorId?: string;
    readonly name: string;
    readonly options?: Readonly<Record<string, string>>;
  }): Promise<void>;
  /** Autocompletion; always empty on networks without it. */
  complete(call: {
    readonly roomId: string;
    readonly authorId?: string;
    readonly name: string;
    readonly option: string;
    readonly typed: string;
  }): Promise<readonly { readonly name: string; readonly value: string }[]>;
  /** Rejects with what the client would show: "This interaction failed". */
  press(call: {
    readonly roomId: string;
    readonly authorId?: string;
    readonly messageId: string;
    readonly buttonId: string;
  }): Promise<void>;
  /** Is the bot connected: a gateway session or a poller. */
  isOnline(): boolean;
  /** As `viewer` (default `me`) sees it, like `history`. */
  watch(listener: (change: Change) => void, viewerId?: string): () => void;
  stop(): Promise<void>;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
}

export interface Room {
  readonly id: string;
  readonly name: string;
  readonly kind: 'direct' | 'channel' | 'thread' | 'group' | 'topic';
  /** Server of a channel, group of a topic. */
  readonly parent?: string;
}

export interface SaidMessage {
  readonly roomId: string;
  /** Default: `me`. */
  readonly authorId?: string;
  /** As typed. `@name` of a member becomes a real mention. */
  readonly text: string;
  readonly replyTo?: string;
  readonly file?: { readonly name: string; readonly mime: string; readonly bytes: Uint8Array };
}

export interface ShownMessage {
  readonly id: string;
  readonly roomId: string;
  readonly author: Person;
  /** Discord: its Markdown source. Telegram: plain text, formatted by `entities`. */
  readonly text: string;
  readonly entities?: readonly ShownEntity[];
  readonly replyTo?: string;
  /** The slash command that it answers, where that is no message itself (Discord). `at`: Unix ms. */
  readonly usedCommand?: { readonly by: Person; readonly name: string; readonly at: number };
  readonly buttons: readonly (readonly {
    readonly id: string;
    readonly label: string;
    readonly style?: string;
  }[])[];
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  /** How often it was edited. */
  readonly edits: number;
  /** Unix ms of creation and of the last edit. */
  readonly createdAt: number;
  readonly editedAt?: number;
  /** Only its viewer sees it (Discord: ephemeral). */
  readonly onlyYou: boolean;
  /** A Telegram draft: a preview that is not a message yet. */
  readonly draft: boolean;
  /** People whom it notified. */
  readonly pings: readonly string[];
}

/** In UTF-16 units. */
export interface ShownEntity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly language?: string;
}

export interface ShownCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly {
    readonly name: string;
    readonly description: string;
    readonly autocomplete: boolean;
  }[];
}

export type Change =
  | { readonly kind: 'message-created' | 'message-edited'; readonly message: ShownMessage }
  | { readonly kind: 'message-removed'; readonly roomId: string; readonly messageId: string }
  | { readonly kind: 'typing'; readonly roomId: string; readonly author: Person }
  | { readonly kind: 'toast'; readonly roomId: string; readonly text: string }
  | { readonly kind: 'rooms' | 'commands' | 'online' };
