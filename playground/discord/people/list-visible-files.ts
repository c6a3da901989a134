import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { BUILT_IN_STICKERS, readStickerPicture } from '../../built-in-stickers.ts';
import type { ShownFile } from '../../shown-message.ts';
import type { Attachment, Message } from '../message.ts';

/** A file that people see in a message. */
type VisibleFile = Pick<
  Attachment,
  'name' | 'mime' | 'size' | 'bytes' | 'durationSeconds' | 'width' | 'height'
> & {
  readonly isSticker?: true;
};

/** The files that people see in a message: those of a forward's original, and its stickers. */
export function listVisibleFiles(message: Message): readonly VisibleFile[] {
  const { attachments, stickers } = message.snapshot ?? message;
  const pictures = BUILT_IN_STICKERS.filter(({ name }) => stickers.includes(name));
  return [
    ...attachments,
    ...pictures.map((sticker) => {
      const bytes = readStickerPicture(sticker, 'png');
      const about = { name: `${sticker.name}.png`, mime: 'image/png', size: bytes.length };
      return { ...about, bytes, isSticker: true as const };
    }),
  ];
}

/** A file as a person's screen shows it. */
export function toShownFile({ name, size, mime, ...file }: VisibleFile): ShownFile {
  const { isSticker, durationSeconds, width, height } = file;
  const shown: ShownFile = omitUndefined({ name, bytes: size, mime, width, height });
  if (isSticker) return { ...shown, sentAs: 'sticker' };
  if (durationSeconds === undefined) return shown;
  return { ...shown, sentAs: 'voice', durationMs: durationSeconds * 1000 };
}
