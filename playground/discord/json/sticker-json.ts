import { BUILT_IN_STICKERS } from '../../built-in-stickers.ts';
import type { Json } from '../json.ts';
import { fixedSnowflake } from '../snowflakes.ts';

const PNG_FORMAT = 1;
/** The numbers of the ids begin above those of the first world. */
const FIRST_ID_INDEX = 100;

/** The id of a built-in sticker. */
export function stickerId(name: string): string {
  return fixedSnowflake(FIRST_ID_INDEX + BUILT_IN_STICKERS.findIndex((each) => each.name === name));
}

/** A sticker of a message, as Discord sends it. */
export function toStickerItemJson(name: string): Json {
  return { id: stickerId(name), name, format_type: PNG_FORMAT };
}
