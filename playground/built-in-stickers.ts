import { readFileSync } from 'node:fs';

/** A sticker of the playground's own set. */
export interface BuiltInSticker {
  readonly name: string;
  /** The emoji that Telegram stores with it. */
  readonly emoji: string;
}

/** The stickers that people can send. Their pictures stand in `stickers/`. */
export const BUILT_IN_STICKERS: readonly BuiltInSticker[] = [
  { name: 'laugh', emoji: '😂' },
  { name: 'heart', emoji: '❤️' },
  { name: 'thumb', emoji: '👍' },
  { name: 'question', emoji: '❓' },
];

/**
 * Finds a sticker.
 *
 * @throws The sentence that the page shows when there is none of that name.
 */
export function findSticker(name: string): BuiltInSticker {
  const sticker = BUILT_IN_STICKERS.find((candidate) => candidate.name === name);
  if (!sticker) throw new Error(`There is no sticker ${name}`);
  return sticker;
}

/** The picture of a sticker: Discord serves PNG files, Telegram WebP files of 512 pixels. */
export function readStickerPicture({ name }: BuiltInSticker, format: 'png' | 'webp'): Uint8Array {
  return readFileSync(new URL(`stickers/${name}.${format}`, import.meta.url));
}
