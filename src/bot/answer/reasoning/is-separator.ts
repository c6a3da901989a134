import type { TextPosition } from './text-position.ts';

/** The text may be cut behind a tag. This much of what follows decides. */
const UNDECIDED = /^(?:[ \t]{0,20}|[.,;:!?)])$/;
/** The signs around a tag that is mentioned, as in "</think>" or (</think>). */
const AROUND_MENTION = /["'“”‘’«»„`()[\]*_|]/;
const PUNCTUATION_NEXT = /^[.,;:!?)](?:\s|$)/;
const SMALL_LETTER_NEXT = /^[ \t]+\p{Ll}/u;
const GOES_ON = /[\p{L}\p{N},;:=–—/&|+→←⇒-]/u;
/** Between two tags, or a tag and a word: "</think>/</thinking>". */
const JOINS = /[/|]/;
const WITHOUT_BLANKS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Tells whether the text behind a tag is still too short to judge the tag. */
export function isUndecided(after: string): boolean {
  return UNDECIDED.test(after);
}

/** Tells whether the sentence goes on behind a tag, so that the tag is one of its words. */
export function continuesSentence(after: string): boolean {
  return PUNCTUATION_NEXT.test(after) || SMALL_LETTER_NEXT.test(after);
}

/**
 * Tells whether a sentence is not finished and a blank follows it. A tag here is a word of the
 * sentence: "The closing tag is </think>".
 */
export function isInSentence({ lastCharacter, lastInk }: TextPosition): boolean {
  return /\s/.test(lastCharacter) && GOES_ON.test(lastInk);
}

/**
 * Tells whether a closing tag ends thoughts, or is a word of the text.
 *
 * A tag in code is text, and so is a mention: between quotes or brackets, inside a sentence with a
 * blank before it, alone in an item of a list or a cell of a table, or with punctuation behind it.
 * Everything else separates: a tag at the start of a line, after a finished sentence, or right at the end of a word, where prose has no tag. When both
 * is possible, the tag is text: people rather read thoughts than miss a part of the answer.
 */
export function isSeparator(position: TextPosition, after: string): boolean {
  const { lastCharacter, lastInk, isInCode, isAtItemStart, isAtStart } = position;
  if (isInCode || isAtItemStart || PUNCTUATION_NEXT.test(after)) return false;
  if (lastInk === '') return !isAtStart || !SMALL_LETTER_NEXT.test(after);

  const next = after.charAt(0);
  if (AROUND_MENTION.test(lastCharacter) && AROUND_MENTION.test(next)) return false;
  if (JOINS.test(lastCharacter) || JOINS.test(next)) return false;
  if (/\s/.test(lastCharacter)) return !isInSentence(position) && !SMALL_LETTER_NEXT.test(after);
  return !(WITHOUT_BLANKS.test(lastCharacter) && WITHOUT_BLANKS.test(next));
}
