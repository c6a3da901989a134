import type { AttachmentRef } from '../../../contracts/chat-message.ts';
import type { UpdateMedia } from './read-update.ts';

interface MediaFile {
  readonly file_id: string;
  readonly file_name?: string;
  readonly mime_type?: string;
  readonly file_size?: number;
}

/** The values to use where Telegram gives no file name or type. */
interface Defaults {
  readonly name: string;
  readonly mime: string;
}

/**
 * The files of a message: at most one, because Telegram sends each file of an album in its own
 * message.
 */
export function readAttachments(media: UpdateMedia): readonly AttachmentRef[] {
  const attachment = readAttachment(media);
  return attachment ? [attachment] : [];
}

function readAttachment(media: UpdateMedia): AttachmentRef | undefined {
  const { animation, document, video, video_note: videoNote, voice, audio, sticker } = media;

  // An animation also comes as a document, and a live photo also as a photo.
  if (animation) return toAttachment(animation, { name: 'file', mime: 'video/mp4' });
  if (document) return toAttachment(document, { name: 'file', mime: 'application/octet-stream' });

  // Telegram lists the sizes of a photo from the smallest to the largest.
  const photo = media.photo?.at(-1);
  if (photo) return toAttachment(photo, { name: 'photo.jpg', mime: 'image/jpeg' });

  if (video) return toAttachment(video, { name: 'video.mp4', mime: 'video/mp4' });
  if (videoNote) return toAttachment(videoNote, { name: 'video-note.mp4', mime: 'video/mp4' });
  if (voice) return toAttachment(voice, { name: 'voice.ogg', mime: 'audio/ogg' });
  if (audio) return toAttachment(audio, { name: audio.title ?? 'audio.mp3', mime: 'audio/mpeg' });
  return sticker && readSticker(sticker);
}

function readSticker(sticker: NonNullable<UpdateMedia['sticker']>): AttachmentRef {
  if (sticker.is_animated)
    return toAttachment(sticker, { name: 'sticker.tgs', mime: 'application/x-tgsticker' });
  if (sticker.is_video) return toAttachment(sticker, { name: 'sticker.webm', mime: 'video/webm' });
  return toAttachment(sticker, { name: 'sticker.webp', mime: 'image/webp' });
}

function toAttachment(file: MediaFile, defaults: Defaults): AttachmentRef {
  return {
    ref: file.file_id,
    name: file.file_name ?? defaults.name,
    mime: file.mime_type ?? defaults.mime,
    bytes: Math.max(0, file.file_size ?? 0),
  };
}
