import type { FullestWindow } from '../../fullest-windows.ts';
import type { Room, ShownMessage } from '../../local-network.ts';
import type { Sendable } from '../chat.ts';
import type { LinkPreview } from '../world.ts';
import type { LoggedCall } from './call-log.ts';
import type { Faults } from './faults.ts';

/** Pictures sent together: one message for each, with one media group id. */
interface AlbumPost {
  readonly roomId: string;
  readonly authorId?: string;
  /** Of the first picture. */
  readonly caption: string;
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/**
 * The switches that only tests use: they count calls, make them fail, and do what people can do on
 * Telegram beyond what the page offers. The bot learns of it by the updates that Telegram sends.
 */
export interface TelegramControls {
  /** The newest 10,000 calls of the bot that were answered, oldest first. */
  readonly calls: readonly LoggedCall[];
  /** Messages of the bot that show a link preview. */
  readonly previews: readonly LinkPreview[];
  /** Makes calls fail. */
  readonly faults: Faults;
  /** The fullest windows so far, by the names of the limits: `overall`, `group`. */
  fullestWindows(): Readonly<Record<string, FullestWindow>>;
  /**
   * Switches privacy mode: while it is on, the bot sees only the group messages that are meant for
   * it. Takes effect at once.
   */
  setPrivacy(on: boolean): void;
  /** Presses Stop on the draft in a private chat, as `press` with the button id `stop` does. */
  stopDraft(roomId: string, authorId?: string): void;
  /** Turns a basic group into a supergroup, and returns the supergroup's id. */
  migrate(roomId: string): string;
  /** A person (default `me`) blocks the bot. */
  blockBot(authorId?: string): void;
  /** Switches guest mode: with it, people may mention the bot where it is no member. */
  setGuestMode(on: boolean): void;
  /** Throws the bot out of a group. */
  kickBot(roomId: string): void;
  /** Adds the bot to a group. */
  addBot(roomId: string): void;
  /**
   * An admin forbids the bot to send such content in a group. Empty: the bot may send everything
   * again.
   */
  restrictBot(roomId: string, forbidden: readonly Sendable[]): void;
  /** Adds a person to all groups, and returns the person's id. */
  addPerson(name: string, options?: { readonly isAdmin?: boolean }): string;
  /** Makes the bot an admin of a group: it then sees all messages, and may manage topics. */
  promoteBot(roomId: string): void;
  closeTopic(roomId: string): void;
  reopenTopic(roomId: string): void;
  /** Delivers an update again, although the bot confirmed it. */
  redeliver(updateId: number): void;
  /** Sends several pictures as one album. */
  sayAlbum(album: AlbumPost): readonly ShownMessage[];
  /**
   * Posts a message of a person (default `me`) with fields of the Bot API that the page does not
   * offer, such as `{ live_photo: … }`, `{ giveaway: … }` or those of a service message.
   */
  sayContent(roomId: string, content: object, authorId?: string): ShownMessage;
  /**
   * Posts a rich message of a person (default `me`), in its wire shape as bots receive it: not all
   * of the blocks there are can be sent by bots, so they are not checked.
   */
  sayRich(roomId: string, blocks: readonly object[], authorId?: string): ShownMessage;
  /**
   * Adds a channel of `me` with the bot as an admin. Its posts also appear in the group
   * `linkedRoomId`, in which people discuss them.
   */
  addChannel(title: string, linkedRoomId?: string): Room;
  /** Switches topics in private chats. People open them with `openThread`. */
  setPrivateTopics(on: boolean): void;
  /** From now on, forwards of a person's messages show the name only. */
  hideForwards(personId: string): void;
  /** Forgets all files so far: `getFile` refuses their ids. */
  loseFiles(): void;
  /** Restricts the reactions in a chat; `undefined` allows all again. */
  allowReactions(roomId: string, emojis: readonly string[] | undefined): void;
  /** Mentions a person by a link on the name, as clients do with people who have no username. */
  sayTextMention(roomId: string, userId: string, text: string): ShownMessage;
  /** Writes as an admin in the name of the group. */
  sayAnonymously(roomId: string, text: string): ShownMessage;
  /** Forwards a post of the linked channel into its discussion group. */
  forwardFromChannel(roomId: string, text: string): ShownMessage;
  /** Reacts to a message; `undefined` takes the reaction back. */
  react(roomId: string, messageId: string, emoji: string | undefined): void;
}
