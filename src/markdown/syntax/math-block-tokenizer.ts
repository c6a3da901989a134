import type {
  Code,
  Construct,
  Effects,
  State,
  TokenizeContext,
  Tokenizer,
} from 'micromark-util-types';
import { looksLikeFormula, looksLikeProse } from '../formulas/looks-like-formula.ts';
import { isLineEnd, isSpace } from './character-codes.ts';

/** The marks at the start of a block and at the end of its last line. */
interface BlockMarks {
  readonly opening: RegExp;
  readonly closing: RegExp;
}

/** A first line behind the opening mark: empty, or the beginning of an environment. */
const REST_OF_FIRST_LINE = String.raw`\s*(?:\\begin\{[^$]*)?$`;
const DOLLARS: BlockMarks = {
  opening: new RegExp(String.raw`^\$\$${REST_OF_FIRST_LINE}`),
  closing: /(?<!\\)\$\$[.,;:]?\s*$/,
};
const BRACKETS: BlockMarks = {
  opening: new RegExp(String.raw`^\\\[(?!.*\\\])${REST_OF_FIRST_LINE}`),
  closing: /\\\][.,;:]?\s*$/,
};
/** A closing mark that begins its line ends the formula, whatever text follows on the line. */
const CLOSING_AT_START = /^\s*(?:\$\$|\\\])[.,;:]?$/;
const PUNCTUATION = /^[.,;:]$/;
/** The environments of formulas. Models write them without marks, too. */
const ENVIRONMENT =
  /^\\begin\{((?:align|aligned|alignat|gather|gathered|equation|multline|eqnarray|split|cases|dcases|displaymath|[pbvBV]?matrix|smallmatrix)\*?)\}/;

/**
 * Makes the tokenizer of the formulas in a source that are blocks: `$$…$$`, `\[…\]` or
 * `\begin{align}…\end{align}`. The first line of a formula holds only the opening mark or the
 * beginning of an environment, because a block that spans lines must be recognised at its first
 * line. The closing mark begins or ends its last line; without one, the formula lasts until a blank
 * line before prose, and an environment without marks until any blank line.
 */
export function createMathBlockTokenizer(source: string): Tokenizer {
  let lines: readonly string[] | undefined;

  const isBeforeProse = (line: number): boolean => {
    lines ??= source.split(/\r\n|\r|\n/);
    return looksLikeProse(lines[line]?.replace(CONTAINER_MARKS, '') ?? '');
  };
  return function tokenize(this: TokenizeContext, effects, ok, nok) {
    return tokenizeMathBlock.call(this, effects, ok, nok, isBeforeProse);
  };
}

const CONTAINER_MARKS = /^[ \t>]*/;

function tokenizeMathBlock(
  this: TokenizeContext,
  effects: Effects,
  ok: State,
  nok: State,
  isBeforeProse: (line: number) => boolean,
): State {
  const { parser } = this;
  const currentLine = () => this.now().line;
  const isInterrupting = () => this.interrupt === true;
  let line = '';
  /** Absent in the first line. */
  let closing: RegExp | undefined;
  let isBareEnvironment = false;

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
    return readCharacter(code);
  }

  function readLine(code: Code): State | undefined {
    if (isLineEnd(code)) return endLine(code);
    if (isClosedBefore(code)) return endBeforeText(code);

    const isFirstLine = closing === undefined;
    return isFirstLine && line.length === 2 && !/^(?:\$\$|\\[[b])/.test(line)
      ? nok(code)
      : readCharacter(code);
  }

  function readCharacter(code: Code): State | undefined {
    line += code === null || code < 0 ? ' ' : String.fromCodePoint(code);
    effects.consume(code);
    return readLine;
  }

  function startLine(code: Code): State | undefined {
    if (code === null) return end(code);
    if (isLineEnd(code)) {
      const isEnd = isBareEnvironment || isBeforeProse(currentLine());
      return isEnd ? end(code) : effects.attempt(nextLine, startLine, end)(code);
    }

    line = '';
    effects.enter('mathBlockLine');
    return readLine(code);
  }

  function endLine(code: Code): State | undefined {
    const isFirstLine = closing === undefined;
    closing ??= findClosing(line);
    if (isFirstLine) isBareEnvironment = ENVIRONMENT.test(line);
    if (closing === undefined) return nok(code);

    effects.exit('mathBlockLine');
    // The environment of `$$\begin{align}` does not end the block: its dollars do.
    const mayEnd = !isFirstLine || isBareEnvironment;
    // The parser only asks if a paragraph ends here. It must know before the next line: a quote
    // ends, too, if this line lacks its mark.
    const isQuestion = isFirstLine && isInterrupting();
    if (code === null || isQuestion || (mayEnd && closing.test(line))) return end(code);
    return effects.attempt(nextLine, startLine, end)(code);
  }

  function end(code: Code): State | undefined {
    effects.exit('mathBlock');
    return ok(code);
  }

  function isClosedBefore(code: Code): boolean {
    const isPunctuation =
      code !== null && PUNCTUATION.test(String.fromCodePoint(Math.max(0, code)));
    const mayBeClosed = closing !== undefined && !isBareEnvironment && !isPunctuation;
    return mayBeClosed && CLOSING_AT_START.test(line) && closing?.test(line) === true;
  }

  /** Ends the formula inside of a line. Text behind it is a paragraph. */
  function endBeforeText(code: Code): State | undefined {
    effects.exit('mathBlockLine');
    effects.exit('mathBlock');
    effects.enter('whitespace');
    return readSpace(code);
  }

  function readSpace(code: Code): State | undefined {
    if (isSpace(code)) {
      effects.consume(code);
      return readSpace;
    }
    effects.exit('whitespace');
    if (isLineEnd(code)) return ok(code);

    effects.enter('paragraph');
    effects.enter('chunkText', { contentType: 'text' });
    return readText(code);
  }

  function readText(code: Code): State | undefined {
    if (!isLineEnd(code)) {
      effects.consume(code);
      return readText;
    }
    effects.exit('chunkText');
    effects.exit('paragraph');
    return ok(code);
  }
}

/** The mark that ends a block with this first line. `undefined`: the line begins no block. */
function findClosing(firstLine: string): RegExp | undefined {
  const [beginning = '', environment] = ENVIRONMENT.exec(firstLine) ?? [];
  if (environment !== undefined && isRow(firstLine.slice(beginning.length)))
    return new RegExp(String.raw`\\end\{${environment.replace('*', String.raw`\*`)}\}[.,]?\s*$`);
  return [DOLLARS, BRACKETS].find(({ opening }) => opening.test(firstLine))?.closing;
}

/** True for text that may follow `\begin{align}`: none, or a row. `\begin{align} is …` is prose. */
function isRow(text: string): boolean {
  const row = text.replace(/\\end\{.*|\\\\\s*$/, '').replaceAll('&', ' ');
  return row.trim() === '' || looksLikeFormula(row, 'double-dollar');
}
