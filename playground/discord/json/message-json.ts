import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { interactionKind } from '../interactions.ts';
import type { Json } from '../json.ts';
import { type Attachment, type Message, messageFlag } from '../message.ts';
import type { Channel, World } from '../world.ts';
import { toUserJsonById } from './user-json.ts';

/** Discord's message types. */
const DEFAULT = 0;
const REPLY = 19;
const CHAT_INPUT_COMMAND = 20;
/** A link for which Discord would show a preview. Links in angle brackets have none. */
const LINK = /(?<![<\w])https?:\/\/[^\s>]+/;

/**
 * A message in its wire shape. A bot without the Message Content intent (`canReadContent` false)
 * sees only the content of messages that are meant for it.
 */
export function toMessageJson(
  world: World,
  channel: Channel,
  message: Message,
  canReadContent: boolean,
): Json {
  const json = toJsonWithoutReply(world, channel, message, canReadContent);
  if (message.replyTo === undefined) return json;

  const repliedMessage = channel.messages.get(message.replyTo);
  return {
    ...json,
    message_reference: {
      type: 0,
      channel_id: channel.id,
      message_id: message.replyTo,
      guild_id: channel.guildId,
    },
    referenced_message: repliedMessage
      ? toJsonWithoutReply(world, channel, repliedMessage, canReadContent)
      : null,
  };
}

/** True when Discord would show the preview of a link in this message. */
export function hasLinkPreview(message: Message): boolean {
  return (message.flags & messageFlag.suppressEmbeds) === 0 && LINK.test(message.content);
}

function toJsonWithoutReply(
  world: World,
  channel: Channel,
  message: Message,
  canReadContent: boolean,
): Json {
  const isReadable = canReadContent || isForBot(world, channel, message);
  const { content, embeds, components, attachments, reactions } = message;

  return omitUndefined({
    id: message.id,
    channel_id: channel.id,
    type: typeOf(message),
    author: toUserJsonById(world, message.authorId),
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp:
      message.editedAt === undefined ? null : new Date(message.editedAt).toISOString(),
    content: isReadable ? content : '',
    embeds: isReadable ? embeds : [],
    components: isReadable ? components : [],
    attachments: isReadable
      ? attachments.map((attachment) => toAttachmentJson(world, message, attachment))
      : [],
    mentions: message.mentions.map((id) => toUserJsonById(world, id)),
    mention_roles: message.mentionRoles,
    mention_everyone: message.mentionEveryone,
    flags: message.flags,
    pinned: false,
    tts: false,
    nonce: message.nonce,
    reactions: reactions.size > 0 ? toReactionsJson(world, message) : undefined,
    ...toInteractionFields(world, channel, message),
  });
}

function typeOf({ replyTo, interaction }: Message): number {
  if (replyTo !== undefined) return REPLY;
  return interaction?.kind === interactionKind.command ? CHAT_INPUT_COMMAND : DEFAULT;
}

function toInteractionFields(world: World, channel: Channel, { interaction }: Message): Json {
  if (!interaction) return {};
  return {
    application_id: world.botId,
    webhook_id: world.botId,
    interaction_metadata: {
      id: interaction.id,
      type: interaction.kind,
      user: toUserJsonById(world, interaction.userId),
      authorizing_integration_owners: { 0: channel.guildId ?? '0' },
    },
  };
}

/** True when a bot without the Message Content intent may read a message. */
function isForBot({ botId }: World, channel: Channel, message: Message): boolean {
  return (
    channel.kind === 'direct' || message.authorId === botId || message.mentions.includes(botId)
  );
}

function toAttachmentJson(world: World, message: Message, attachment: Attachment): Json {
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

function toReactionsJson({ botId }: World, message: Message): Json[] {
  return [...message.reactions].map(([emoji, users]) => ({
    emoji: { id: null, name: emoji },
    count: users.size,
    count_details: { normal: users.size, burst: 0 },
    me: users.has(botId),
    me_burst: false,
    burst_colors: [],
  }));
}
