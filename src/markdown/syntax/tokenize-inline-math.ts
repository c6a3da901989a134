import type { Code, Effects, State, TokenizeContext } from 'micromark-util-types';
import { CHARACTER_CODES, isDigit, isLineEnd, isSpace } from './character-codes.ts';

const {
  backslash,
  backtick,
  closeBracket,
  closeParenthesis,
  dollar,
  openBracket,
  openParenthesis,
} = CHARACTER_CODES;

/**
 * The most characters of a formula in a line. Without a limit, many `$` would make parsing slow.
 */
const LONGEST_INLINE_MATH = 1_000;
/** One dollar on each side of one character. */
const SHORTEST_INLINE_MATH = 3;
/** Two dollars, or a backslash and a bracket, on each side of one character. */
const SHORTEST_WITH_DOUBLE_MARKS = 5;

/**
 * Reads a formula in a line: `$…$`, `$$…$$`, `\(…\)` or `\[…\]`.
 *
 * Pandoc's rule keeps formulas in single dollars apart from sums of money: no space behind the
 * first dollar, no space before the last one, and no digit behind it.
 */
export function tokenizeInlineMath(
  this: TokenizeContext,
  effects: Effects,
  ok: State,
  nok: State,
): State {
  let length = 0;
  let dollarCount = 0;
  /** The bracket that closes the formula behind a backslash. Absent: dollars close it. */
  let closingBracket: Code | undefined;
  let previous: Code = null;

  return start;

  function consume(code: Code, next: State): State {
    length += 1;
    previous = code;
    effects.consume(code);
    return next;
  }

  function start(code: Code): State | undefined {
    effects.enter('inlineMath');
    effects.enter('inlineMathLine');
    return code === backslash ? consume(code, readOpeningBracket) : readOpeningDollars(code);
  }

  function readOpeningBracket(code: Code): State | undefined {
    if (code === openParenthesis) closingBracket = closeParenthesis;
    else if (code === openBracket) closingBracket = closeBracket;
    else return nok(code);

    return consume(code, readFormula);
  }

  function readOpeningDollars(code: Code): State | undefined {
    if (code === dollar) {
      dollarCount += 1;
      return dollarCount > 2 ? nok(code) : consume(code, readOpeningDollars);
    }
    return dollarCount === 1 && isSpace(code) ? nok(code) : readFormula(code);
  }

  function readFormula(code: Code): State | undefined {
    if (code === null || code === backtick || length > LONGEST_INLINE_MATH) return nok(code);
    if (isLineEnd(code)) return endLine(code);
    if (code === backslash) return consume(code, readEscaped);
    if (code !== dollar || closingBracket !== undefined) return consume(code, readFormula);
    if (dollarCount === 2) return consume(code, readSecondClosingDollar);
    return isSpace(previous) ? nok(code) : consume(code, checkBehindDollar);
  }

  function readEscaped(code: Code): State | undefined {
    if (isLineEnd(code)) return nok(code);
    return consume(code, code === closingBracket ? end : readFormula);
  }

  function readSecondClosingDollar(code: Code): State | undefined {
    return code === dollar ? consume(code, end) : readFormula(code);
  }

  function checkBehindDollar(code: Code): State | undefined {
    return isDigit(code) ? nok(code) : end(code);
  }

  function endLine(code: Code): State | undefined {
    const maySpanLines = dollarCount === 2 || closingBracket === closeBracket;
    if (!maySpanLines) return nok(code);

    effects.exit('inlineMathLine');
    effects.enter('lineEnding');
    consume(code, readFormula);
    effects.exit('lineEnding');
    return startLine;
  }

  function startLine(code: Code): State | undefined {
    if (isLineEnd(code)) return nok(code);
    effects.enter('inlineMathLine');
    return readFormula(code);
  }

  function end(code: Code): State | undefined {
    const hasDoubleMarks = closingBracket !== undefined || dollarCount === 2;
    const shortest = hasDoubleMarks ? SHORTEST_WITH_DOUBLE_MARKS : SHORTEST_INLINE_MATH;
    // Marks without a formula between them, such as `$$` alone.
    if (length < shortest) return nok(code);

    effects.exit('inlineMathLine');
    effects.exit('inlineMath');
    return ok(code);
  }
}
