import type { Code, Construct, Effects, State, TokenizeContext } from 'micromark-util-types';
import { CHARACTER_CODES, isLineEnd, isSpace } from './character-codes.ts';

/**
 * Its first line holds only the opening mark: what spans lines must be known at the first one. The last one ends with the
 * closing mark; without one, the text ends it.
 */
export function tokenizeMathFlow(
  this: TokenizeContext,
  effects: Effects,
  ok: State,
  nok: State,
): State {
  const { parser } = this;
  const now = () => this.now();
  const nextLine: Construct = {
    partial: true,
    tokenize: (lineEffects, lineOk, lineNok) => (code) => {
      lineEffects.enter('lineEnding');
      lineEffects.consume(code);
      lineEffects.exit('lineEnding');
      return (first) => (parser.lazy[now().line] ? lineNok(first) : lineOk(first));
    },
  };
  let mark: Code = null;
  let closing: Code = null;
  let before: Code = null;
  let isClosed = false;

  function start(code: Code): State | undefined {
    effects.enter('mathFlow');
    effects.enter('mathFlowLine');
    mark = code;
    effects.consume(code);
    return second;
  }
  function second(code: Code): State | undefined {
    closing =
      mark === CHARACTER_CODES.dollar
        ? CHARACTER_CODES.dollar
        : code === CHARACTER_CODES.openBracket
          ? CHARACTER_CODES.closeBracket
          : null;
    if (closing === null || (mark === CHARACTER_CODES.dollar && code !== CHARACTER_CODES.dollar))
      return nok(code);
    effects.consume(code);
    return bare;
  }
  function bare(code: Code): State | undefined {
    if (isLineEnd(code)) return endOfLine(code);
    if (!isSpace(code)) return nok(code);
    effects.consume(code);
    return bare;
  }
  function text(code: Code): State | undefined {
    if (isLineEnd(code)) return endOfLine(code);
    if (before === mark && code === closing) isClosed = true;
    else if (!isSpace(code)) isClosed = false;
    before = before === CHARACTER_CODES.backslash && mark === CHARACTER_CODES.dollar ? null : code;
    effects.consume(code);
    return text;
  }
  function endOfLine(code: Code): State | undefined {
    effects.exit('mathFlowLine');
    before = null;
    return isClosed || code === null ? end(code) : effects.attempt(nextLine, lineStart, end)(code);
  }
  function lineStart(code: Code): State | undefined {
    if (code === null) return end(code);
    if (isLineEnd(code)) return effects.attempt(nextLine, lineStart, end)(code);
    effects.enter('mathFlowLine');
    return text(code);
  }
  function end(code: Code): State | undefined {
    effects.exit('mathFlow');
    return ok(code);
  }
  return start;
}
