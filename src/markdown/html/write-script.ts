import { SUBSCRIPTS, SUPERSCRIPTS } from '../formulas/latex-alphabets.ts';
import { shiftText } from '../formulas/shift-text.ts';

/** The minus of typography. The tables hold the hyphen in its place. */
const MINUS = '−';
/** A longer text with spaces is small print, and no index. */
const LONGEST_SPACED_SCRIPT = 12;

const SCRIPTS = {
  sup: { sign: '^', forms: SUPERSCRIPTS },
  sub: { sign: '_', forms: SUBSCRIPTS },
} as const;

/**
 * Writes a raised or lowered text: with the characters of Unicode where it has all of them, else
 * behind `^` or `_`. Small print and marks in brackets stay as they are.
 */
export function writeScript(text: string, kind: keyof typeof SCRIPTS): string {
  const { sign, forms } = SCRIPTS[kind];
  const shifted = shiftText(text.replaceAll(MINUS, '-'), forms);
  if (shifted !== undefined) return shifted;

  const isPlain = /^\[.*\]$/.test(text) || (/\s/.test(text) && text.length > LONGEST_SPACED_SCRIPT);
  if (isPlain) return text;
  return [...text].length === 1 ? sign + text : `${sign}(${text})`;
}
