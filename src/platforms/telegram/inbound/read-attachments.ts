import type { AttachmentRef } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import type { UpdateMedia } from './read-media.ts';

interface MediaFile {
  readonly file_id: string;
  readonly file_name?: string;
  readonly mime_type?: string;
  readonly file_size?: number;
  readonly duration?: number;
  readonly thumbnail?: Pick<MediaFile, 'file_id'>;
  /** The picture that people see before a video plays, larger than its thumbnail. */
  readonly cover?: readonly MediaFile[];
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
  const { animation, document, video, video_note: videoNote, audio, sticker } = media;

  // An animation also comes as a document, and a live photo also as a photo.
  if (animation) {
    const defaults = { name: 'animation.mp4', mime: 'video/mp4' };
    return { ...toAttachment(animation, defaults), ...toMoving(animation, 'animation') };
  }
  if (document) return toAttachment(document, { name: 'file', mime: 'application/octet-stream' });

  const photo = largestOf(media.photo) ?? largestOf(media.live_photo?.photo);
  if (photo) return toAttachment(photo, { name: 'photo.jpg', mime: 'image/jpeg' });

  if (video) return toVideo(video, 'video', 'video.mp4');
  if (media.live_photo) return toVideo(media.live_photo, 'video', 'live-photo.mp4');
  if (videoNote) return toVideo(videoNote, 'video note', 'video-note.mp4');

  const voice = media.voice ?? media.voice_note;
  if (voice) {
    const defaults = { name: 'voice.ogg', mime: 'audio/ogg' };
    return { ...toAttachment(voice, defaults), ...toSound(voice, 'voice') };
  }
  if (audio) {
    const defaults = { name: audio.title ?? 'audio.mp3', mime: 'audio/mpeg' };
    return { ...toAttachment(audio, defaults), ...toSound(audio, 'audio') };
  }
  return sticker && readSticker(sticker);
}

/** Telegram lists the sizes of a photo from the smallest to the largest. */
function largestOf(sizes: readonly MediaFile[] | undefined): MediaFile | undefined {
  return sizes?.at(-1);
}

function readSticker(sticker: NonNullable<UpdateMedia['sticker']>): AttachmentRef {
  if (sticker.is_animated) {
    const defaults = { name: 'sticker.tgs', mime: 'application/x-tgsticker' };
    return { ...toAttachment(sticker, defaults), ...toMoving(sticker, 'sticker') };
  }
  if (sticker.is_video) return toVideo(sticker, 'sticker', 'sticker.webm', 'video/webm');
  return {
    ...toAttachment(sticker, { name: 'sticker.webp', mime: 'image/webp' }),
    sentAs: 'sticker',
  };
}

function toVideo(
  file: MediaFile,
  sentAs: NonNullable<AttachmentRef['sentAs']>,
  name: string,
  mime = 'video/mp4',
): AttachmentRef {
  return { ...toAttachment(file, { name, mime }), ...toMoving(file, sentAs) };
}

function toMoving(
  { thumbnail, cover, duration }: MediaFile,
  sentAs: NonNullable<AttachmentRef['sentAs']>,
): Pick<AttachmentRef, 'sentAs' | 'stillRef' | 'durationMs'> {
  return omitUndefined({
    sentAs,
    stillRef: (largestOf(cover) ?? thumbnail)?.file_id,
    durationMs: toMilliseconds(duration),
  });
}

function toSound(
  { duration }: MediaFile,
  sentAs: NonNullable<AttachmentRef['sentAs']>,
): Pick<AttachmentRef, 'sentAs' | 'durationMs'> {
  return omitUndefined({ sentAs, durationMs: toMilliseconds(duration) });
}

function toMilliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined || seconds < 0 ? undefined : seconds * 1000;
}

function toAttachment(file: MediaFile, defaults: Defaults): AttachmentRef {
  return {
    ref: file.file_id,
    name: file.file_name || defaults.name,
    mime: file.mime_type || defaults.mime,
    bytes: Math.max(0, file.file_size ?? 0),
  };
}
