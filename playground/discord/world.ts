import type { Clock } from '../../src/lib/clock.ts';
import type { FileBudget } from '../file-budget.ts';
import type { FullestWindows } from '../fullest-windows.ts';
import type { ShownForm } from '../shown-message.ts';
import type { FileAddresses } from './file-addresses.ts';
import type { Json } from './json.ts';
import type { DiscordLimits } from './limits.ts';
import type { Attachment, Message } from './message.ts';

/** A user: a person or a bot. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
}

/** A role of a guild. */
export interface Role {
  readonly id: string;
  readonly name: string;
  readonly permissions: bigint;
  /** The bot that this role belongs to. */
  readonly botId?: string;
}

/** Permissions that one channel changes for a role or a member. */
export interface Overwrite {
  /** The id of the role or the member. */
  readonly id: string;
  readonly kind: 'role' | 'member';
  readonly allow: bigint;
  readonly deny: bigint;
}

/** A guild, which people call a server. */
export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly roles: Role[];
  /** The role ids of each member, by user id. */
  readonly members: Map<string, readonly string[]>;
  /** Unix ms. */
  readonly joinedAt: number;
}

/** The part of a channel that only threads have. Times are in Unix ms. */
interface ThreadState {
  readonly ownerId: string;
  readonly createdAt: number;
  /** User ids. */
  readonly members: Set<string>;
  archived: boolean;
  locked: boolean;
  autoArchiveMinutes: number;
  archiveChangedAt: number;
}

/** A text channel, a direct channel, a forum or a thread, which a post of a forum is too. */
export interface Channel {
  readonly id: string;
  readonly kind: 'text' | 'direct' | 'forum' | 'thread';
  name: string;
  readonly guildId?: string;
  /** The channel of a thread. */
  readonly parentId?: string;
  /** The ids of the users in a direct channel, including the bot. */
  readonly recipients: readonly string[];
  overwrites: readonly Overwrite[];
  readonly thread?: ThreadState;
  /** By id, oldest first. */
  readonly messages: Map<string, Message>;
}

/** An event of the world. The gateway and the people's screens derive from it what they show. */
export type WorldEvent =
  | {
      readonly kind: 'message-created' | 'message-edited';
      readonly message: Message;
      readonly channel: Channel;
    }
  | { readonly kind: 'message-removed'; readonly message: Message; readonly channel: Channel }
  | { readonly kind: 'typing'; readonly channel: Channel; readonly userId: string }
  | { readonly kind: 'channel-created' | 'channel-updated'; readonly channel: Channel }
  | { readonly kind: 'guild-added' | 'guild-removed'; readonly guild: Guild }
  | {
      readonly kind: 'reaction';
      readonly added: boolean;
      readonly message: Message;
      readonly emoji: string;
      readonly userId: string;
    }
  | { readonly kind: 'interaction'; readonly payload: Json }
  | { readonly kind: 'toast'; readonly channelId: string; readonly text: string }
  | {
      readonly kind: 'form';
      readonly channelId: string;
      readonly userId: string;
      readonly form: ShownForm;
    }
  | { readonly kind: 'commands' | 'online' };

/** Everything that exists on the local Discord. */
export interface World {
  readonly clock: Clock;
  readonly limits: DiscordLimits;
  /** The id of the bot's user. Its application has the same id. */
  readonly botId: string;
  /** The id of the person at the keyboard. */
  readonly meId: string;
  /** The address of the server, `http://127.0.0.1:…`. Attachments are under it. */
  origin: string;
  /** Signs the addresses of attachments. */
  readonly fileAddresses: FileAddresses;
  readonly fileBudget: FileBudget;
  readonly fullestWindows: FullestWindows;
  readonly users: Map<string, User>;
  readonly guilds: Map<string, Guild>;
  readonly channels: Map<string, Channel>;
  /** True when the bot may read messages that are not for it (the Message Content intent). */
  canReadContent: boolean;
  /** True when people may install the application for themselves. All of them have done so then. */
  isPersonalInstallAllowed: boolean;
  /** The files that people gave to commands, by id. */
  readonly givenFiles: Map<string, Attachment>;
  nextId(): string;
  publish(event: WorldEvent): void;
  /** Returns a function that ends the subscription. */
  subscribe(listener: (event: WorldEvent) => void): () => void;
}
