import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { Json } from '../json.ts';
import type { Channel, Overwrite, World } from '../world.ts';
import { toUserJsonById } from './user-json.ts';

/** Discord's channel types. */
const TYPES = { text: 0, direct: 1, thread: 11, forum: 15 } as const;

/** The fields that only forums have. */
const FORUM_FIELDS = {
  available_tags: [],
  default_reaction_emoji: null,
  default_sort_order: null,
  default_forum_layout: 0,
};

/** A channel in its wire shape, as the bot sees it. */
export function toChannelJson(world: World, channel: Channel): Json {
  const { id, kind, name, guildId } = channel;

  const common = {
    id,
    type: TYPES[kind],
    last_message_id: [...channel.messages.keys()].at(-1) ?? null,
    flags: 0,
  };
  if (kind === 'direct') {
    const others = channel.recipients.filter((userId) => userId !== world.botId);
    return { ...common, recipients: others.map((userId) => toUserJsonById(world, userId)) };
  }

  const inGuild = {
    ...common,
    guild_id: guildId,
    name,
    parent_id: channel.parentId ?? null,
    rate_limit_per_user: 0,
  };
  if (kind === 'thread') return { ...inGuild, ...toThreadFields(world, channel) };
  const forumFields = kind === 'forum' ? FORUM_FIELDS : {};
  return {
    ...inGuild,
    position: 0,
    topic: null,
    nsfw: false,
    last_pin_timestamp: null,
    permission_overwrites: channel.overwrites.map(toOverwriteJson),
    ...forumFields,
  };
}

/** A member of a thread in its wire shape. */
export function toThreadMemberJson(channel: Channel, userId: string): Json {
  const joinedAt = new Date(channel.thread?.createdAt ?? 0).toISOString();
  return { id: channel.id, user_id: userId, join_timestamp: joinedAt, flags: 0 };
}

function toThreadFields({ botId }: World, channel: Channel): Json {
  const { thread } = channel;
  if (!thread) return {};

  return omitUndefined({
    owner_id: thread.ownerId,
    message_count: channel.messages.size,
    total_message_sent: channel.messages.size,
    member_count: thread.members.size,
    thread_metadata: {
      archived: thread.archived,
      locked: thread.locked,
      auto_archive_duration: thread.autoArchiveMinutes,
      archive_timestamp: new Date(thread.archiveChangedAt).toISOString(),
      create_timestamp: new Date(thread.createdAt).toISOString(),
    },
    member: thread.members.has(botId) ? toThreadMemberJson(channel, botId) : undefined,
  });
}

function toOverwriteJson({ id, kind, allow, deny }: Overwrite): Json {
  return { id, type: kind === 'role' ? 0 : 1, allow: String(allow), deny: String(deny) };
}
