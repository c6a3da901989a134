import type { Code, Construct, Effects, State, TokenizeContext } from 'micromark-util-types';
import { type FormulaMarks, looksLikeFormula } from '../formulas/looks-like-formula.ts';
import { CHARACTER_CODES, isLineEnd, isSpace, isWordCharacter } from './character-codes.ts';

const {
  backslash,
  backtick,
  closeBracket,
  closeParenthesis,
  dollar,
  openBrace,
  openBracket,
  openParenthesis,
} = CHARACTER_CODES;

/**
 * The most characters of a formula in a line. Without a limit, many `$` would make parsing slow.
 */
const LONGEST_INLINE_MATH = 1_000;

/** The letters of `$n$th`, the only word that may follow a formula without a space. */
const ORDINAL_SUFFIX: Construct = {
  partial: true,
  tokenize(effects, ok, nok) {
    let word = '';

    return function readLetter(code: Code): State | undefined {
      if (word === '') effects.enter('data');
      if (isWordCharacter(code) && word.length < LONGEST_SUFFIX) {
        word += String.fromCodePoint(code ?? 0);
        effects.consume(code);
        return readLetter;
      }
      effects.exit('data');
      return /^(?:st|nd|rd|th|s)$/.test(word) && !isWordCharacter(code) ? ok(code) : nok(code);
    };
  },
};
const LONGEST_SUFFIX = 3;

/**
 * Reads a formula in a line: `$…$`, `$$…$$`, `\(…\)` or `\[…\]`, with GitLab's backticks behind the
 * dollar, or with the backslashes doubled as in a JSON string.
 *
 * Pandoc's rule keeps formulas in single dollars apart from sums of money: no space behind the
 * first dollar, no space before the last one, and no digit behind it. As shell variables and prices
 * can pass it, what is between the marks must look like a formula, too.
 */
export function tokenizeInlineMath(
  this: TokenizeContext,
  effects: Effects,
  ok: State,
  nok: State,
): State {
  let length = 0;
  let formula = '';
  let marks: FormulaMarks = 'dollar';
  let hasBackticks = false;
  /** The number of backslashes before each bracket: two in a text that was escaped twice. */
  let backslashCount = 0;
  let backslashesRead = 0;
  let previous: Code = null;

  return start;

  function consume(code: Code, next: State): State {
    length += 1;
    previous = code;
    effects.consume(code);
    return next;
  }

  function consumePart(code: Code, next: State): State {
    formula += code === null || code < 0 ? ' ' : String.fromCodePoint(code);
    return consume(code, next);
  }

  function start(code: Code): State | undefined {
    effects.enter('inlineMath');
    effects.enter('inlineMathLine');
    return code === backslash ? readOpeningBackslashes(code) : consume(code, readOpeningDollar);
  }

  function readOpeningBackslashes(code: Code): State | undefined {
    if (code === backslash && backslashCount < 2) {
      backslashCount += 1;
      return consume(code, readOpeningBackslashes);
    }
    if (code !== openParenthesis && code !== openBracket) return nok(code);

    marks = code === openParenthesis ? 'parentheses' : 'brackets';
    return consume(code, readFormula);
  }

  function readOpeningDollar(code: Code): State | undefined {
    if (code === dollar) {
      marks = 'double-dollar';
      return consume(code, readFirstOfDoubleDollars);
    }
    if (code === backtick) {
      hasBackticks = true;
      return consume(code, readFormula);
    }
    return isSpace(code) ? nok(code) : readFormula(code);
  }

  function readFirstOfDoubleDollars(code: Code): State | undefined {
    return code === dollar ? nok(code) : readFormula(code);
  }

  function readFormula(code: Code): State | undefined {
    if (code === null || length > LONGEST_INLINE_MATH) return nok(code);
    if (isLineEnd(code)) return endLine(code);
    if (code === backtick || code === dollar) return readMark(code);
    if (code !== backslash) return consumePart(code, readFormula);

    backslashesRead = 1;
    return consume(code, readEscaped);
  }

  function readMark(code: Code): State | undefined {
    if (code === backtick)
      return hasBackticks ? consume(code, readDollarBehindBacktick) : nok(code);
    if (backslashCount > 0 || hasBackticks) return consumePart(code, readFormula);
    if (marks === 'double-dollar') return consume(code, readSecondClosingDollar);
    return isSpace(previous) ? nok(code) : consume(code, checkBehindDollar);
  }

  function readEscaped(code: Code): State | undefined {
    if (isLineEnd(code)) return backslashesRead === 2 ? endEscape(code) : nok(code);
    if (code === closingBracket() && backslashesRead === backslashCount) return consume(code, end);
    if (code === backslash && backslashesRead < 2) {
      backslashesRead += 1;
      return consume(code, readEscaped);
    }
    return endEscape(code);
  }

  /** Adds the backslashes to the formula, and the character that they escape. */
  function endEscape(code: Code): State | undefined {
    const isDoubled = backslashCount === 2 && backslashesRead === 2;
    formula += isDoubled ? '\\' : '\\'.repeat(backslashesRead);
    const isEscaped = backslashesRead === 1 || isDoubled;
    return isEscaped && !isLineEnd(code) ? consumePart(code, readFormula) : readFormula(code);
  }

  function closingBracket(): Code {
    if (backslashCount === 0) return null;
    return marks === 'parentheses' ? closeParenthesis : closeBracket;
  }

  function readDollarBehindBacktick(code: Code): State | undefined {
    return code === dollar ? consume(code, end) : nok(code);
  }

  function readSecondClosingDollar(code: Code): State | undefined {
    if (code === dollar) return consume(code, checkBehindDollar);
    formula += '$';
    return readFormula(code);
  }

  /** `$A/$B` and `$a/${b}` are variables of a shell. */
  function checkBehindDollar(code: Code): State | undefined {
    if (code === openBrace || code === dollar) return nok(code);
    // `$\ge$18`
    const isOneCommand = /^\\[a-zA-Z]+$/.test(formula);
    if (!isWordCharacter(code) || isOneCommand) return end(code);
    return effects.check(ORDINAL_SUFFIX, end, nok)(code);
  }

  function endLine(code: Code): State | undefined {
    const maySpanLines = marks === 'double-dollar' || marks === 'brackets';
    if (!maySpanLines || code === null) return nok(code);

    effects.exit('inlineMathLine');
    effects.enter('lineEnding');
    consumePart(code, readFormula);
    effects.exit('lineEnding');
    return startLine;
  }

  function startLine(code: Code): State | undefined {
    if (isLineEnd(code)) return nok(code);
    effects.enter('inlineMathLine');
    return readFormula(code);
  }

  function end(code: Code): State | undefined {
    if (!looksLikeFormula(formula, marks)) return nok(code);

    effects.exit('inlineMathLine');
    effects.exit('inlineMath');
    return ok(code);
  }
}
