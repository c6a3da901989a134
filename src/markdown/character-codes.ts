import type { Code } from 'micromark-util-types';

/** Signs as the parser counts them. */
export const CHARACTER_CODES = {
  dollar: 36,
  openParenthesis: 40,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  backtick: 96,
} as const;

export const isLineEnd = (code: Code): boolean => code === null || code < -2;
export const isSpace = (code: Code): boolean => code === -2 || code === -1 || code === 32;
export const isDigit = (code: Code): boolean => code !== null && code >= 48 && code <= 57;
