import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { interactionKind } from '../interactions.ts';
import type { Json } from '../json.ts';
import { type Message, type MessageReference, messageFlag } from '../message.ts';
import type { Channel, World } from '../world.ts';
import { toAttachmentJson } from './attachment-json.ts';
import { toChannelJson } from './channel-json.ts';
import { toSnapshotJson } from './snapshot-json.ts';
import { toStickerItemJson } from './sticker-json.ts';
import { toUserJsonById } from './user-json.ts';

/** Discord's message types. */
const DEFAULT = 0;
const REPLY = 19;
const CHAT_INPUT_COMMAND = 20;
/** The type of a reference from a forward to its original. */
const FORWARD = 1;
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
  const reference = referenceOf(message);
  // A forward brings a copy of the original along, and not the original itself.
  if (!reference || reference.type === FORWARD) return json;

  const target = world.channels.get(reference.channelId);
  const referenced = target?.messages.get(reference.messageId);
  return {
    ...json,
    referenced_message:
      target && referenced ? toJsonWithoutReply(world, target, referenced, canReadContent) : null,
  };
}

function referenceOf({ replyTo, channelId, reference }: Message): MessageReference | undefined {
  return replyTo === undefined ? reference : { type: 0, channelId, messageId: replyTo };
}

function toReferenceJson(world: World, { type, channelId, messageId }: MessageReference): Json {
  const guildId = world.channels.get(channelId)?.guildId;
  return omitUndefined({ type, channel_id: channelId, message_id: messageId, guild_id: guildId });
}

/** True when Discord would show the preview of a link in this message. */
export function hasLinkPreview(message: Message): boolean {
  return (message.flags & messageFlag.suppressEmbeds) === 0 && LINK.test(message.content);
}

/** Without the message that it replies to: Discord goes no deeper. */
function toJsonWithoutReply(
  world: World,
  channel: Channel,
  message: Message,
  canReadContent: boolean,
): Json {
  const isReadable = canReadContent || isForBot(world, channel, message);
  const { content, embeds, components, attachments, reactions, stickers, snapshot } = message;
  const thread = world.channels.get(message.id);
  const reference = referenceOf(message);

  return omitUndefined({
    id: message.id,
    channel_id: channel.id,
    type: typeOf(message),
    author: toAuthorJson(world, message),
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp:
      message.editedAt === undefined ? null : new Date(message.editedAt).toISOString(),
    content: isReadable ? content : '',
    embeds: isReadable ? embeds : [],
    components: isReadable ? components : [],
    attachments: isReadable
      ? attachments.map((attachment) => toAttachmentJson(world, message.channelId, attachment))
      : [],
    mentions: message.mentions.map((id) => toUserJsonById(world, id)),
    mention_roles: message.mentionRoles,
    mention_everyone: message.mentionEveryone,
    flags: message.flags,
    pinned: false,
    tts: false,
    nonce: message.nonce,
    sticker_items: stickers.length > 0 ? stickers.map(toStickerItemJson) : undefined,
    poll: isReadable ? message.poll : undefined,
    message_reference: reference && toReferenceJson(world, reference),
    message_snapshots: snapshot ? [toSnapshotJson(world, snapshot, isReadable)] : undefined,
    // The first message of a forum post has the id of the post, but no thread hangs on it.
    thread: thread && thread.id !== channel.id ? toChannelJson(world, thread) : undefined,
    webhook_id: message.webhook?.id,
    application_id: message.webhook?.applicationId,
    reactions: reactions.size > 0 ? toReactionsJson(world, message) : undefined,
    ...toInteractionFields(world, channel, message),
  });
}

/** A webhook has a name of its own, and no account. */
function toAuthorJson(world: World, { webhook, authorId }: Message): Json {
  if (!webhook) return toUserJsonById(world, authorId);
  const { id, name } = webhook;
  return { id, username: name, discriminator: '0000', global_name: null, avatar: null, bot: true };
}

function typeOf({ type, replyTo, interaction }: Message): number {
  if (type !== undefined) return type;
  if (replyTo !== undefined) return REPLY;
  return interaction?.kind === interactionKind.command ? CHAT_INPUT_COMMAND : DEFAULT;
}

function toInteractionFields(world: World, channel: Channel, message: Message): Json {
  const { interaction } = message;
  if (!interaction) return {};
  return {
    application_id: message.authorId,
    webhook_id: message.authorId,
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
