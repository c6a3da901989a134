import type { Code, Construct, Effects, State, TokenizeContext } from 'micromark-util-types';
import { CHARACTER_CODES, isLineEnd, isSpace } from './character-codes.ts';

const { backslash, closeBracket, dollar, openBracket } = CHARACTER_CODES;

/**
 * Reads a formula that is a block: `$$…$$` or `\[…\]`. Its first line holds only the opening mark,
 * because a block that spans lines must be recognised at its first line. The closing mark ends its
 * last line; without one, the formula lasts until the end of the text.
 */
export function tokenizeMathBlock(
  this: TokenizeContext,
  effects: Effects,
  ok: State,
  nok: State,
): State {
  const { parser } = this;
  const currentLine = () => this.now().line;
  let firstMark: Code = null;
  let closingMark: Code = null;
  let previous: Code = null;
  let isClosed = false;

  /**
   * A line of the same container. A lazy line (one without the container's marker) ends the
   * formula.
   */
  const nextLine: Construct = {
    partial: true,
    tokenize: (lineEffects, lineOk, lineNok) => (code) => {
      lineEffects.enter('lineEnding');
      lineEffects.consume(code);
      lineEffects.exit('lineEnding');
      return (first) => (parser.lazy[currentLine()] ? lineNok(first) : lineOk(first));
    },
  };

  return readFirstMark;

  function readFirstMark(code: Code): State | undefined {
    effects.enter('mathBlock');
    effects.enter('mathBlockLine');
    firstMark = code;
    effects.consume(code);
    return readSecondMark;
  }

  function readSecondMark(code: Code): State | undefined {
    const isDollars = firstMark === dollar && code === dollar;
    const isBracket = firstMark === backslash && code === openBracket;
    if (!isDollars && !isBracket) return nok(code);

    closingMark = isDollars ? dollar : closeBracket;
    effects.consume(code);
    return readRestOfFirstLine;
  }

  function readRestOfFirstLine(code: Code): State | undefined {
    if (isLineEnd(code)) return endLine(code);
    if (!isSpace(code)) return nok(code);

    effects.consume(code);
    return readRestOfFirstLine;
  }

  function startLine(code: Code): State | undefined {
    if (code === null) return end(code);
    if (isLineEnd(code)) return effects.attempt(nextLine, startLine, end)(code);

    effects.enter('mathBlockLine');
    return readLine(code);
  }

  function readLine(code: Code): State | undefined {
    if (isLineEnd(code)) return endLine(code);

    if (previous === firstMark && code === closingMark) isClosed = true;
    else if (!isSpace(code)) isClosed = false;

    const isEscaped = previous === backslash && firstMark === dollar;
    previous = isEscaped ? null : code;
    effects.consume(code);
    return readLine;
  }

  function endLine(code: Code): State | undefined {
    effects.exit('mathBlockLine');
    previous = null;
    if (isClosed || code === null) return end(code);
    return effects.attempt(nextLine, startLine, end)(code);
  }

  function end(code: Code): State | undefined {
    effects.exit('mathBlock');
    return ok(code);
  }
}
