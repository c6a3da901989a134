import type { Clock } from '../../src/lib/clock.ts';
import type { Json } from './json.ts';
import type { DiscordLimits } from './limits.ts';
import type { Message } from './message.ts';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly permissions: bigint;
  /** The bot whose own role it is. */
  readonly botId?: string;
}

export interface Overwrite {
  readonly id: string;
  readonly kind: 'role' | 'member';
  readonly allow: bigint;
  readonly deny: bigint;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly roles: readonly Role[];
  /** Role ids by member. */
  readonly members: Map<string, readonly string[]>;
  readonly joinedAt: number;
}

export interface ThreadState {
  readonly ownerId: string;
  readonly createdAt: number;
  readonly members: Set<string>;
  archived: boolean;
  locked: boolean;
  autoArchiveMinutes: number;
  archiveChangedAt: number;
}

export interface Channel {
  readonly id: string;
  readonly kind: 'text' | 'direct' | 'thread';
  name: string;
  readonly guildId?: string;
  readonly parentId?: string;
  /** People in a direct channel, the bot included. */
  readonly recipients: readonly string[];
  overwrites: readonly Overwrite[];
  readonly thread?: ThreadState;
  /** Oldest first. */
  readonly messages: Map<string, Message>;
}

/** What happened, before anybody looks at it: the gateway and the people derive what they see. */
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
    }
  | { readonly kind: 'interaction'; readonly payload: Json }
  | { readonly kind: 'toast'; readonly channelId: string; readonly text: string }
  | { readonly kind: 'commands' | 'online' };

/** Everything that exists on the local Discord. */
export interface World {
  readonly clock: Clock;
  readonly limits: DiscordLimits;
  /** The bot's user; its application has the same id. */
  readonly botId: string;
  /** The person at the keyboard. */
  readonly meId: string;
  /** `http://127.0.0.1:…`: where attachments are. */
  origin: string;
  readonly users: Map<string, User>;
  readonly guilds: Map<string, Guild>;
  readonly channels: Map<string, Channel>;
  /** The bot may read messages that are not for it. */
  canReadContent: boolean;
  nextId(): string;
  publish(event: WorldEvent): void;
  subscribe(listener: (event: WorldEvent) => void): () => void;
}
