import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import type { Attachment, StoredFile, StoredMessage } from './stored-message.ts';
import type { WireObject } from './wire.ts';

const STICKER_EDGE = 512;

/** What a message holds, in its wire shape: its text, file, poll and the like. */
export function contentToWire(message: StoredMessage): WireObject {
  const { text, attachment, rich, content } = message;
  if (rich) return { rich_message: rich };
  if (content) return content;

  const entities = message.entities.length > 0 ? message.entities : undefined;
  if (!attachment) return text === '' ? {} : omitUndefined({ text, entities });

  const caption = text === '' ? {} : omitUndefined({ caption: text, caption_entities: entities });
  return { ...attachmentToWire(attachment), ...caption };
}

/** A file in its wire shape. */
export function fileToWire(file: StoredFile): WireObject {
  return { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.size };
}

/** The field of a message's file, by the way in which people see it. */
export function attachmentToWire(attachment: Attachment): WireObject {
  const { kind, file, smaller, durationSeconds } = attachment;
  const named = { file_name: file.name, mime_type: file.mime };
  const recorded = {
    ...fileToWire(file),
    duration: durationSeconds,
    ...thumbnailToWire(attachment),
  };
  const size = { width: file.width, height: file.height };

  switch (kind) {
    case 'photo':
      return { photo: [...smaller, file].map(photoSizeToWire) };
    case 'document':
      return { document: { ...fileToWire(file), ...named, ...thumbnailToWire(attachment) } };
    case 'voice':
      return { voice: { ...recorded, mime_type: file.mime } };
    case 'audio':
      return { audio: { ...recorded, ...named } };
    case 'video':
      return { video: { ...recorded, ...size, ...named } };
    case 'video_note':
      return { video_note: { ...recorded, length: Math.min(file.width, file.height) } };
    case 'animation': {
      const animation = { ...recorded, ...size, ...named };
      // The real server gives animations as documents, too, for old clients.
      return { animation, document: { ...fileToWire(file), ...named } };
    }
    case 'sticker':
      return { sticker: stickerToWire(attachment) };
  }
}

function stickerToWire(attachment: Attachment): WireObject {
  const { file, emoji } = attachment;
  return omitUndefined({
    ...fileToWire(file),
    type: 'regular',
    width: STICKER_EDGE,
    height: STICKER_EDGE,
    is_animated: file.mime === 'application/x-tgsticker',
    is_video: file.mime === 'video/webm',
    emoji,
    set_name: 'ParleyPlayground',
    ...thumbnailToWire(attachment),
  });
}

function thumbnailToWire({ thumbnail }: Attachment): WireObject {
  return thumbnail ? { thumbnail: photoSizeToWire(thumbnail) } : {};
}

function photoSizeToWire(file: StoredFile): WireObject {
  return { ...fileToWire(file), width: file.width, height: file.height };
}
