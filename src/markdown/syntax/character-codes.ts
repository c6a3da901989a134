import type { Code } from 'micromark-util-types';

/** The characters of formulas, as the parser numbers them. */
export const CHARACTER_CODES = {
  dollar: 36,
  openParenthesis: 40,
  closeParenthesis: 41,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  backtick: 96,
  openBrace: 123,
} as const;

/**
 * micromark has codes of its own below 0: -5 to -3 end a line, -2 is a tab, -1 the rest of its
 * width.
 */
const LAST_LINE_END = -3;
const TAB = -2;
const VIRTUAL_SPACE = -1;
const SPACE = 32;

/** True for the end of a line and for the end of the text. */
export const isLineEnd = (code: Code): boolean => code === null || code <= LAST_LINE_END;

/** True for a space and for a tab. */
export const isSpace = (code: Code): boolean =>
  code === TAB || code === VIRTUAL_SPACE || code === SPACE;

/** True for the letters and digits of ASCII, and for the underscore. */
export const isWordCharacter = (code: Code): boolean =>
  code !== null && code >= 0 && /^\w$/.test(String.fromCodePoint(code));
