import { eastAsianWidth } from 'get-east-asian-width';

const ONLY_NARROW = /^[\x20-\x7e]*$/;
const EMOJI = /\p{Emoji_Presentation}|\ufe0f/u;
const INVISIBLE = /^[\p{Default_Ignorable_Code_Point}\p{M}\p{Cc}]+$/u;

const graphemes = new Intl.Segmenter();

/** The number of columns that a text takes in a monospace font. */
export function textWidth(text: string): number {
  if (ONLY_NARROW.test(text)) return text.length;

  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

function graphemeWidth(grapheme: string): number {
  if (INVISIBLE.test(grapheme)) return 0;
  if (EMOJI.test(grapheme)) return 2;
  return eastAsianWidth(grapheme.codePointAt(0) ?? 0);
}
