import type { Clock } from '../../src/lib/clock.ts';
import type { LocalNetwork, ShownMessage } from '../local-network.ts';
import type { LoggedCall } from './call-log.ts';
import type { Faults } from './faults.ts';
import type { TelegramLimits } from './limits.ts';
import type { LinkPreview } from './world.ts';

export interface LocalTelegramOptions {
  readonly clock?: Clock;
  /** Default: any free one. */
  readonly port?: number;
  /** What differs from the real limits; `scaleLimits` shrinks the windows. */
  readonly limits?: Partial<TelegramLimits>;
  /** Default: on, as for new bots. */
  readonly privacy?: boolean;
  /** What "Friends" is. Only a basic group can `migrate`. */
  readonly friends?: 'group' | 'supergroup';
}

/** Pictures sent together: one message for each, with one media group id. */
export interface AlbumPost {
  readonly roomId: string;
  readonly authorId?: string;
  /** Of the first picture. */
  readonly caption: string;
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/**
 * A local Telegram: a strict Bot API server, and what people in front of it can do beyond what all networks know.
 *
 * The direct room is each person's own chat with the bot: the same room id with another `authorId` or viewer is that
 * person's. Room ids are chat ids; topics are `<chat id>/<topic id>`.
 */
export interface LocalTelegram extends LocalNetwork {
  readonly name: 'telegram';
  /** Calls of the bot that were answered, oldest first; the last 10,000. */
  readonly calls: readonly LoggedCall[];
  /** Messages of the bot that show a link preview. */
  readonly previews: readonly LinkPreview[];
  readonly faults: Faults;
  /** Whether the bot sees only what is meant for it in groups. Takes effect at once. */
  setPrivacy(on: boolean): void;
  /** Presses Stop on the draft in a private chat; so does `press` with the button id `stop`. */
  stopDraft(roomId: string, authorId?: string): void;
  /** Gives the id of the supergroup that the group became. */
  migrate(roomId: string): string;
  blockBot(authorId?: string): void;
  kickBot(roomId: string): void;
  addBot(roomId: string): void;
  /** Makes the bot an admin: it then sees all messages, and may manage topics. */
  promoteBot(roomId: string): void;
  closeTopic(roomId: string): void;
  reopenTopic(roomId: string): void;
  /** Delivers an update once more, although it was confirmed. */
  redeliver(updateId: number): void;
  sayAlbum(album: AlbumPost): readonly ShownMessage[];
  /** Mentions somebody by a link on the name, as clients do with people who have no username. */
  sayTextMention(roomId: string, userId: string, text: string): ShownMessage;
  /** An admin writes in the name of the group. */
  sayAnonymously(roomId: string, text: string): ShownMessage;
  /** A post of the linked channel arrives in its discussion group. */
  forwardFromChannel(roomId: string, text: string): ShownMessage;
  /** `undefined` takes the reaction back. */
  react(roomId: string, messageId: string, emoji: string | undefined): void;
}
