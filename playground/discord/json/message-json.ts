import type { Json } from '../json.ts';
import { type Attachment, type Message, messageFlag } from '../message.ts';
import type { Channel, World } from '../world.ts';
import { toUserJsonById } from './user-json.ts';

const REPLY = 19;
const COMMAND_ANSWER = 20;
/** Where a linked page's preview would come from. */
const LINK = /(?<![<\w])https?:\/\/[^\s>]+/;

/** A message as a bot sees it that may read all content, or (`canRead` false) only what is meant for it. */
export function toMessageJson(
  world: World,
  channel: Channel,
  message: Message,
  canRead: boolean,
): Json {
  const replied = channel.messages.get(message.replyTo ?? '');
  return {
    ...plainJson(world, channel, message, canRead),
    ...(message.replyTo !== undefined && {
      message_reference: {
        type: 0,
        channel_id: channel.id,
        message_id: message.replyTo,
        guild_id: channel.guildId,
      },
      referenced_message: replied ? plainJson(world, channel, replied, canRead) : null,
    }),
  };
}

/** Whether Discord would unfurl a link of this message. */
export function hasLinkPreview(message: Message): boolean {
  return (message.flags & messageFlag.suppressEmbeds) === 0 && LINK.test(message.content);
}

function plainJson(world: World, channel: Channel, message: Message, canRead: boolean): Json {
  const readable = canRead || isForBot(world, channel, message);
  return {
    id: message.id,
    channel_id: channel.id,
    type:
      message.replyTo !== undefined ? REPLY : message.interaction?.kind === 2 ? COMMAND_ANSWER : 0,
    author: toUserJsonById(world, message.authorId),
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp:
      message.editedAt === undefined ? null : new Date(message.editedAt).toISOString(),
    content: readable ? message.content : '',
    embeds: readable ? message.embeds : [],
    components: readable ? message.components : [],
    attachments: readable
      ? message.attachments.map((each) => attachmentJson(world, message, each))
      : [],
    mentions: message.mentions.map((id) => toUserJsonById(world, id)),
    mention_roles: message.mentionRoles,
    mention_everyone: message.mentionEveryone,
    flags: message.flags,
    pinned: false,
    tts: false,
    ...(message.nonce !== undefined && { nonce: message.nonce }),
    ...(message.reactions.size > 0 && { reactions: reactionsJson(world, message) }),
    ...(message.interaction && {
      application_id: world.botId,
      webhook_id: world.botId,
      interaction_metadata: {
        id: message.interaction.id,
        type: message.interaction.kind,
        user: toUserJsonById(world, message.interaction.userId),
        authorizing_integration_owners: { 0: channel.guildId ?? '0' },
      },
    }),
  };
}

/** What a bot without the Message Content intent may still read. */
function isForBot({ botId }: World, channel: Channel, message: Message): boolean {
  return (
    channel.kind === 'direct' || message.authorId === botId || message.mentions.includes(botId)
  );
}

function attachmentJson(world: World, message: Message, attachment: Attachment): Json {
  const path = `attachments/${message.channelId}/${attachment.id}/${encodeURIComponent(attachment.name)}`;
  const url = `${world.origin}/${path}`;
  return {
    id: attachment.id,
    filename: attachment.name,
    content_type: attachment.mime,
    size: attachment.bytes.length,
    url,
    proxy_url: url,
    flags: 0,
  };
}

function reactionsJson({ botId }: World, message: Message): Json[] {
  return [...message.reactions].map(([emoji, users]) => ({
    emoji: { id: null, name: emoji },
    count: users.size,
    count_details: { normal: users.size, burst: 0 },
    me: users.has(botId),
    me_burst: false,
    burst_colors: [],
  }));
}
