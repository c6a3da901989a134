import { toChannelJson } from '../json/channel-json.ts';
import { toGuildCreateJson } from '../json/guild-json.ts';
import { toMessageJson } from '../json/message-json.ts';
import { toMemberJson, toUserJsonById } from '../json/user-json.ts';
import type { Json } from '../json.ts';
import { hasPermission } from '../permissions.ts';
import type { Channel, World, WorldEvent } from '../world.ts';
import { intentBit } from './intents.ts';

export interface Dispatch {
  readonly t: string;
  readonly d: Json;
}

type EventOf<Kind extends WorldEvent['kind']> = Extract<WorldEvent, { kind: Kind }>;

/** What a session with these intents is told about an event; nothing, if it did not ask for it or may not see it. */
export function toDispatches(
  world: World,
  event: WorldEvent,
  intents: number,
): readonly Dispatch[] {
  const wants = (bits: number) => (intents & bits) !== 0;
  switch (event.kind) {
    case 'message-created':
    case 'message-edited':
    case 'message-removed':
      return wants(inChannel(event.channel, intentBit.guildMessages, intentBit.directMessages))
        ? messageDispatch(world, event, wants(intentBit.messageContent))
        : [];
    case 'typing':
      return wants(
        inChannel(event.channel, intentBit.guildMessageTyping, intentBit.directMessageTyping),
      )
        ? typingDispatch(world, event)
        : [];
    case 'reaction':
      return reactionDispatch(world, event, wants);
    case 'channel-created':
    case 'channel-updated':
      return wants(intentBit.guilds) ? channelDispatch(world, event) : [];
    case 'guild-added':
      return wants(intentBit.guilds)
        ? [{ t: 'GUILD_CREATE', d: toGuildCreateJson(world, event.guild) }]
        : [];
    case 'guild-removed':
      return wants(intentBit.guilds) ? [{ t: 'GUILD_DELETE', d: { id: event.guild.id } }] : [];
    case 'interaction':
      return [{ t: 'INTERACTION_CREATE', d: event.payload }];
    default:
      return [];
  }
}

function inChannel(channel: Channel, inGuild: number, inDirect: number): number {
  return channel.kind === 'direct' ? inDirect : inGuild;
}

function messageDispatch(
  world: World,
  event: EventOf<'message-created' | 'message-edited' | 'message-removed'>,
  canRead: boolean,
): readonly Dispatch[] {
  const { channel, message } = event;
  if (message.onlyFor !== undefined || !hasPermission(world, channel, world.botId, 'viewChannel'))
    return [];
  if (event.kind === 'message-removed') {
    return [
      {
        t: 'MESSAGE_DELETE',
        d: { id: message.id, channel_id: channel.id, guild_id: channel.guildId },
      },
    ];
  }
  const d = {
    ...toMessageJson(world, channel, message, canRead),
    channel_type: toChannelJson(world, channel).type,
    ...guildFields(world, channel, message.authorId),
  };
  return [{ t: event.kind === 'message-created' ? 'MESSAGE_CREATE' : 'MESSAGE_UPDATE', d }];
}

/** Where it happened and as whom: only in guilds. */
function guildFields(world: World, channel: Channel, userId: string): Json {
  const guild = world.guilds.get(channel.guildId ?? '');
  if (!guild) return {};
  const member = guild.members.has(userId)
    ? { member: toMemberJson(world, guild, userId, false) }
    : {};
  return { guild_id: guild.id, ...member };
}

function typingDispatch(world: World, { channel, userId }: EventOf<'typing'>): readonly Dispatch[] {
  if (!hasPermission(world, channel, world.botId, 'viewChannel')) return [];
  const guild = world.guilds.get(channel.guildId ?? '');
  const d = {
    channel_id: channel.id,
    user_id: userId,
    timestamp: Math.floor(world.clock.now() / 1000),
    ...(guild && { guild_id: guild.id, member: toMemberJson(world, guild, userId) }),
  };
  return [{ t: 'TYPING_START', d }];
}

function reactionDispatch(
  world: World,
  { message, emoji, added }: EventOf<'reaction'>,
  wants: (bits: number) => boolean,
): readonly Dispatch[] {
  const channel = world.channels.get(message.channelId);
  if (
    !channel ||
    !wants(inChannel(channel, intentBit.guildMessageReactions, intentBit.directMessageReactions))
  )
    return [];
  const d = {
    user_id: world.botId,
    user: toUserJsonById(world, world.botId),
    channel_id: channel.id,
    guild_id: channel.guildId,
    message_id: message.id,
    emoji: { id: null, name: emoji },
    type: 0,
    burst: false,
  };
  return [{ t: added ? 'MESSAGE_REACTION_ADD' : 'MESSAGE_REACTION_REMOVE', d }];
}

function channelDispatch(
  world: World,
  { kind, channel }: EventOf<'channel-created' | 'channel-updated'>,
): readonly Dispatch[] {
  if (channel.kind === 'thread') {
    const t = kind === 'channel-created' ? 'THREAD_CREATE' : 'THREAD_UPDATE';
    return [
      {
        t,
        d: {
          ...toChannelJson(world, channel),
          ...(kind === 'channel-created' && { newly_created: true }),
        },
      },
    ];
  }
  // Bots are not told about direct channels: the first they hear of one is its first message.
  if (channel.kind === 'direct') return [];
  return [
    {
      t: kind === 'channel-created' ? 'CHANNEL_CREATE' : 'CHANNEL_UPDATE',
      d: toChannelJson(world, channel),
    },
  ];
}
