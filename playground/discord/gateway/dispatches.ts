import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { toChannelJson } from '../json/channel-json.ts';
import { toGuildCreateJson } from '../json/guild-json.ts';
import { toMessageJson } from '../json/message-json.ts';
import { toMemberJson } from '../json/user-json.ts';
import type { Json } from '../json.ts';
import { hasPermission } from '../permissions.ts';
import type { Channel, World, WorldEvent } from '../world.ts';
import { intentBit } from './intents.ts';

/**
 * An event on its way to a client, with the field names of the gateway: `t` is its type, `d` its
 * data.
 */
export interface Dispatch {
  readonly t: string;
  readonly d: Json;
}

type EventOf<Kind extends WorldEvent['kind']> = Extract<WorldEvent, { kind: Kind }>;

/**
 * The dispatches that a session with these intents gets for an event. There are none if the session
 * did not ask for such events, or if the bot may not see them.
 */
export function toDispatches(
  world: World,
  event: WorldEvent,
  intents: number,
): readonly Dispatch[] {
  const hasIntent = (bit: number) => (intents & bit) !== 0;

  switch (event.kind) {
    case 'message-created':
    case 'message-edited':
    case 'message-removed': {
      const bit = bitFor(event.channel, intentBit.guildMessages, intentBit.directMessages);
      return hasIntent(bit)
        ? toMessageDispatches(world, event, hasIntent(intentBit.messageContent))
        : [];
    }
    case 'typing': {
      const { guildMessageTyping, directMessageTyping } = intentBit;
      const bit = bitFor(event.channel, guildMessageTyping, directMessageTyping);
      return hasIntent(bit) ? toTypingDispatches(world, event) : [];
    }
    case 'reaction':
      return toReactionDispatches(world, event, hasIntent);
    case 'channel-created':
    case 'channel-updated':
      return hasIntent(intentBit.guilds) ? toChannelDispatches(world, event) : [];
    case 'guild-added':
      return hasIntent(intentBit.guilds)
        ? [{ t: 'GUILD_CREATE', d: toGuildCreateJson(world, event.guild) }]
        : [];
    case 'guild-removed':
      return hasIntent(intentBit.guilds) ? [{ t: 'GUILD_DELETE', d: { id: event.guild.id } }] : [];
    case 'interaction':
      return event.payload.application_id === world.botId
        ? [{ t: 'INTERACTION_CREATE', d: event.payload }]
        : [];
    default:
      return [];
  }
}

/** The server that an event is from. `undefined`: a direct channel, or nothing of a server. */
export function guildOf(world: World, event: WorldEvent): string | undefined {
  if ('guild' in event) return event.guild.id;
  if ('channel' in event) return event.channel.guildId;
  if (event.kind === 'reaction') return world.channels.get(event.message.channelId)?.guildId;
  const guildId = event.kind === 'interaction' ? event.payload.guild_id : undefined;
  return typeof guildId === 'string' ? guildId : undefined;
}

/** The intent for an event in this channel. */
function bitFor(channel: Channel, guildBit: number, directBit: number): number {
  return channel.kind === 'direct' ? directBit : guildBit;
}

function toMessageDispatches(
  world: World,
  event: EventOf<'message-created' | 'message-edited' | 'message-removed'>,
  canReadContent: boolean,
): readonly Dispatch[] {
  const { channel, message } = event;
  const isHidden = message.onlyFor !== undefined;
  if (isHidden || !hasPermission(world, channel, world.botId, 'viewChannel')) return [];

  if (event.kind === 'message-removed') {
    const ids = { id: message.id, channel_id: channel.id, guild_id: channel.guildId };
    return [{ t: 'MESSAGE_DELETE', d: ids }];
  }
  const d = {
    ...toMessageJson(world, channel, message, canReadContent),
    channel_type: toChannelJson(world, channel).type,
    ...toGuildFields(world, channel, message.authorId),
  };
  return [{ t: event.kind === 'message-created' ? 'MESSAGE_CREATE' : 'MESSAGE_UPDATE', d }];
}

/** The guild and the author's membership; no fields in direct channels. */
function toGuildFields(world: World, channel: Channel, userId: string): Json {
  const guild = world.guilds.get(channel.guildId ?? '');
  if (!guild) return {};
  const isMember = guild.members.has(userId);
  return omitUndefined({
    guild_id: guild.id,
    member: isMember ? toMemberJson(world, guild, userId, false) : undefined,
  });
}

function toTypingDispatches(
  world: World,
  { channel, userId }: EventOf<'typing'>,
): readonly Dispatch[] {
  if (!hasPermission(world, channel, world.botId, 'viewChannel')) return [];
  const guild = world.guilds.get(channel.guildId ?? '');
  const d = omitUndefined({
    channel_id: channel.id,
    user_id: userId,
    timestamp: Math.floor(world.clock.now() / 1000),
    guild_id: guild?.id,
    member: guild && toMemberJson(world, guild, userId),
  });
  return [{ t: 'TYPING_START', d }];
}

function toReactionDispatches(
  world: World,
  { message, emoji, added, userId }: EventOf<'reaction'>,
  hasIntent: (bit: number) => boolean,
): readonly Dispatch[] {
  const channel = world.channels.get(message.channelId);
  if (!channel) return [];
  const { guildMessageReactions, directMessageReactions } = intentBit;
  if (!hasIntent(bitFor(channel, guildMessageReactions, directMessageReactions))) return [];

  if (!hasPermission(world, channel, world.botId, 'viewChannel')) return [];
  const d = {
    user_id: userId,
    message_author_id: message.authorId,
    channel_id: channel.id,
    guild_id: channel.guildId,
    message_id: message.id,
    emoji: { id: null, name: emoji },
    type: 0,
    burst: false,
  };
  return [{ t: added ? 'MESSAGE_REACTION_ADD' : 'MESSAGE_REACTION_REMOVE', d }];
}

function toChannelDispatches(
  world: World,
  { kind, channel }: EventOf<'channel-created' | 'channel-updated'>,
): readonly Dispatch[] {
  // The gateway announces no direct channels to bots: the first event of one is its first message.
  if (channel.kind === 'direct') return [];
  if (world.guilds.get(channel.guildId ?? '')?.members.has(world.botId) === false) return [];

  const isNew = kind === 'channel-created';
  const json = toChannelJson(world, channel);
  if (channel.kind !== 'thread')
    return [{ t: isNew ? 'CHANNEL_CREATE' : 'CHANNEL_UPDATE', d: json }];
  return isNew
    ? [{ t: 'THREAD_CREATE', d: { ...json, newly_created: true } }]
    : [{ t: 'THREAD_UPDATE', d: json }];
}
