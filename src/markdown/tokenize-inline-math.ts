import type { Code, Effects, State, TokenizeContext } from 'micromark-util-types';
import { CHARACTER_CODES, isDigit, isLineEnd, isSpace } from './character-codes.ts';

/** A formula in a line is shorter; without a limit, many `$` would make parsing slow. */
const LONGEST_INLINE = 1_000;

/** Which character closes after a backslash; `undefined`: dollars close. */
const closingBracket = (code: Code) =>
  code === CHARACTER_CODES.openParenthesis
    ? 41
    : code === CHARACTER_CODES.openBracket
      ? CHARACTER_CODES.closeBracket
      : undefined;

/**
 * Pandoc's rule tells a formula in dollars from sums of money: no space after the first, none before the last, and no
 * digit behind it.
 */
export function tokenizeInlineMath(
  this: TokenizeContext,
  effects: Effects,
  ok: State,
  nok: State,
): State {
  let length = 0;
  let bracket: number | undefined;
  let dollars = 0;
  let before: Code = null;

  const consume = (code: Code, next: State): State => {
    length += 1;
    before = code;
    effects.consume(code);
    return next;
  };

  /** Only these may span lines. */
  const isDisplay = () => dollars === 2 || bracket === CHARACTER_CODES.closeBracket;

  function lineEnd(code: Code): State | undefined {
    if (!isDisplay()) return nok(code);
    effects.exit('inlineMathLine');
    effects.enter('lineEnding');
    consume(code, inside);
    effects.exit('lineEnding');
    return lineStart;
  }
  function lineStart(code: Code): State | undefined {
    if (isLineEnd(code)) return nok(code);
    effects.enter('inlineMathLine');
    return inside(code);
  }
  function start(code: Code): State | undefined {
    effects.enter('inlineMath');
    effects.enter('inlineMathLine');
    if (code === CHARACTER_CODES.backslash) return consume(code, openBracket);
    return openDollar(code);
  }
  function openBracket(code: Code): State | undefined {
    bracket = closingBracket(code);
    return bracket === undefined ? nok(code) : consume(code, inside);
  }
  function openDollar(code: Code): State | undefined {
    if (code === CHARACTER_CODES.dollar) {
      dollars += 1;
      return dollars > 2 ? nok(code) : consume(code, openDollar);
    }
    return dollars === 1 && isSpace(code) ? nok(code) : inside(code);
  }
  function inside(code: Code): State | undefined {
    if (code === null || code === CHARACTER_CODES.backtick || length > LONGEST_INLINE)
      return nok(code);
    if (isLineEnd(code)) return lineEnd(code);
    if (code === CHARACTER_CODES.backslash) return consume(code, escaped);
    if (code !== CHARACTER_CODES.dollar || bracket !== undefined) return consume(code, inside);
    if (dollars === 2) return consume(code, secondDollar);
    return isSpace(before) ? nok(code) : consume(code, afterClosing);
  }
  function escaped(code: Code): State | undefined {
    if (isLineEnd(code)) return nok(code);
    return consume(code, code === bracket ? end : inside);
  }
  function secondDollar(code: Code): State | undefined {
    return code === CHARACTER_CODES.dollar ? consume(code, end) : inside(code);
  }
  function afterClosing(code: Code): State | undefined {
    return isDigit(code) ? nok(code) : end(code);
  }
  function end(code: Code): State | undefined {
    // `$$` alone, or a pair of brackets around nothing.
    if (length < 3 || (bracket !== undefined && length < 5) || (dollars === 2 && length < 5))
      return nok(code);
    effects.exit('inlineMathLine');
    effects.exit('inlineMath');
    return ok(code);
  }
  return start;
}
