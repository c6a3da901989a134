import type { Extension, TokenizeContext } from 'micromark-util-types';
import { CHARACTER_CODES } from './character-codes.ts';

/** The most UTF-16 units of a word that are looked at, on each side of a backslash. */
const LONGEST_HALF = 100;
/** A backslash that escapes nothing, as in `\d` and `C:\Users`. */
const LITERAL_BACKSLASH = /(?<!\\)\\[A-Za-z\d]/;
/** `(.*`, `.*?` and `[^\]` are parts of regular expressions. */
const PATTERN = /\(\.[*+]|\.[*+]\?|\[\^\\/;
/** Whoever doubles the backslashes of a path escapes them. A network path begins with two. */
const DOUBLED = /[^\s"'(]\\\\/;
/** A drive, a variable, a folder above or a server, and the first backslash of the path behind it. */
const PATH = /^["'([]*(?:[A-Za-z]:|%\w+%|\.{1,2}|\\\\[\w.-]+)\\/;
/** A sign that a backslash may escape, without the backtick: it would begin code. */
const ESCAPED = /^\\[!-/:-@[-_{-~]/;

/**
 * Keeps the backslashes of paths and regular expressions. CommonMark reads those before signs as
 * escapes: `C:\new\*` would lose one, and `\d+\.\d*` would mean something else.
 */
export const literalBackslashExtension: Extension = {
  text: {
    [CHARACTER_CODES.backslash]: {
      name: 'literalBackslash',
      tokenize(effects, ok, nok) {
        return (code) => {
          if (!isInPathOrPattern(this)) return nok(code);
          effects.enter('data');
          effects.consume(code);
          effects.exit('data');
          return ok;
        };
      },
    },
  },
};

/** Tells if the word around the next backslash is a path or a regular expression. */
function isInPathOrPattern(context: TokenizeContext): boolean {
  const now = context.now();
  if (now._bufferIndex < 0) return false;

  const slice = (from: number, to: number) =>
    context.sliceSerialize({
      start: { ...now, _bufferIndex: Math.max(0, from) },
      end: { ...now, _bufferIndex: to },
    });
  const behind = slice(now._bufferIndex, now._bufferIndex + LONGEST_HALF);
  if (!ESCAPED.test(behind)) return false;

  const before = slice(now._bufferIndex - LONGEST_HALF, now._bufferIndex);
  const beginning = /\S*$/.exec(before)?.[0] ?? '';
  const rest = /^\S*/.exec(behind)?.[0] ?? '';
  const word = beginning + rest;
  return !DOUBLED.test(word) && [LITERAL_BACKSLASH, PATTERN, PATH].some((sign) => sign.test(word));
}
