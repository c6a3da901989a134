import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { Json } from '../json.ts';
import type { Message } from '../message.ts';
import type { World } from '../world.ts';
import { toAttachmentJson } from './attachment-json.ts';
import { toStickerItemJson } from './sticker-json.ts';
import { toUserJsonById } from './user-json.ts';

/** Discord's message type of people's messages. */
const DEFAULT = 0;

/**
 * A forwarded message in its wire shape: the part of the original that Discord copies. It has no
 * author, and a bot without the Message Content intent (`isReadable` false) sees no content.
 */
export function toSnapshotJson(world: World, message: Message, isReadable: boolean): Json {
  const { content, embeds, components, attachments, stickers, mentions, flags } = message;
  return {
    message: omitUndefined({
      type: DEFAULT,
      content: isReadable ? content : '',
      embeds: isReadable ? embeds : [],
      components: isReadable ? components : [],
      attachments: isReadable
        ? attachments.map((each) => toAttachmentJson(world, message.channelId, each))
        : [],
      sticker_items: stickers.length > 0 ? stickers.map(toStickerItemJson) : undefined,
      mentions: mentions.map((id) => toUserJsonById(world, id)),
      mention_roles: message.mentionRoles,
      flags,
      timestamp: new Date(message.createdAt).toISOString(),
      edited_timestamp:
        message.editedAt === undefined ? null : new Date(message.editedAt).toISOString(),
    }),
  };
}
