import type { Message, Sticker } from 'grammy/types';
import type { AttachmentRef } from '../../../contracts/chat-message.ts';

type Media = Partial<
  Pick<
    Message,
    | 'photo'
    | 'animation'
    | 'document'
    | 'audio'
    | 'voice'
    | 'video'
    | 'video_note'
    | 'sticker'
    | 'live_photo'
  >
>;

interface MediaFile {
  readonly file_id: string;
  readonly file_name?: string;
  readonly mime_type?: string;
  readonly file_size?: number;
}

/** The files of a message: at most one, as Telegram sends each file of an album in a message of its own. */
export function readAttachments(media: Media): readonly AttachmentRef[] {
  // An animation also comes as a document, a live photo also as a photo.
  const file = media.animation ?? media.document;
  if (file)
    return [attachment(file, media.animation ? 'video/mp4' : 'application/octet-stream', 'file')];
  // Telegram lists the sizes of a photo from the smallest to the largest.
  const photo = media.photo?.at(-1);
  if (photo) return [attachment(photo, 'image/jpeg', 'photo.jpg')];
  if (media.video) return [attachment(media.video, 'video/mp4', 'video.mp4')];
  if (media.video_note) return [attachment(media.video_note, 'video/mp4', 'video-note.mp4')];
  if (media.voice) return [attachment(media.voice, 'audio/ogg', 'voice.ogg')];
  if (media.audio) return [attachment(media.audio, 'audio/mpeg', media.audio.title ?? 'audio.mp3')];
  return media.sticker ? [sticker(media.sticker)] : [];
}

function sticker(file: Sticker): AttachmentRef {
  if (file.is_animated) return attachment(file, 'application/x-tgsticker', 'sticker.tgs');
  return file.is_video
    ? attachment(file, 'video/webm', 'sticker.webm')
    : attachment(file, 'image/webp', 'sticker.webp');
}

function attachment(file: MediaFile, mime: string, name: string): AttachmentRef {
  return {
    ref: file.file_id,
    name: file.file_name ?? name,
    mime: file.mime_type ?? mime,
    bytes: file.file_size ?? 0,
  };
}
