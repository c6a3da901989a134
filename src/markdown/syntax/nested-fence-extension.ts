import { codeFenced } from 'micromark-core-commonmark';
import type {
  Construct,
  Effects,
  Extension,
  State,
  TokenizeContext,
  Tokenizer,
} from 'micromark-util-types';
import { CHARACTER_CODES, isLineEnd } from './character-codes.ts';
import { createFenceNesting, type FenceNesting } from './fence-nesting.ts';

const TILDE = 126;
/** Enough of a line to tell what it is. */
const LONGEST_LINE = 200;

/** Code blocks like those of CommonMark, except that a document may hold fences of its own. */
const nestingFence: Construct = {
  ...codeFenced,
  tokenize(effects, ok, nok) {
    /** `null`: the block holds no fences of its own. */
    let nesting: FenceNesting | null | undefined;

    // CommonMark's construct attempts to read a closing fence at the end of each line.
    const attempt: Effects['attempt'] = (closingFence, close, goOn) => {
      nesting ??= readNesting(this) ?? null;
      if (nesting === null || Array.isArray(closingFence) || !('tokenize' in closingFence))
        return effects.attempt(closingFence, close, goOn);

      const previous = readPreviousLine(this);
      nesting.readLine(previous);
      const nestedFence = refuseInnerFences(closingFence as Construct, nesting, previous);
      return effects.attempt(nestedFence, close, goOn);
    };
    return codeFenced.tokenize.call(this, { ...effects, attempt }, ok, nok);
  },
};

/** Makes a code block with a document in it end at its own fence. */
export const nestedFenceExtension: Extension = {
  flow: { [CHARACTER_CODES.backtick]: nestingFence, [TILDE]: nestingFence },
};

/** Reads the closing fence of a block, unless the fence belongs to the text of the block. */
function refuseInnerFences(
  closingFence: Construct,
  nesting: FenceNesting,
  previous: string,
): Construct {
  return {
    ...closingFence,
    tokenize(effects, ok, nok) {
      const decide: State = (code) => {
        let next = '';
        const onNextLine = (line: string) => {
          next = line;
        };
        const end: State = (behind) =>
          nesting.closes({ previous, next }) ? ok(behind) : nok(behind);
        return effects.check({ partial: true, tokenize: readNextLine(onNextLine) }, end, end)(code);
      };
      return closingFence.tokenize.call(this, effects, decide, nok);
    },
  };
}

/** Reads the line behind a line end, if it belongs to the same container. */
function readNextLine(onLine: (line: string) => void): Tokenizer {
  return function tokenize(this: TokenizeContext, effects, ok, nok) {
    let line = '';
    const currentLine = () => this.now().line;

    const readCharacter: State = (code) => {
      if (isLineEnd(code) || line.length >= LONGEST_LINE) {
        effects.exit('chunkString');
        onLine(line);
        return ok(code);
      }
      line += code === null || code < 0 ? ' ' : String.fromCharCode(code);
      effects.consume(code);
      return readCharacter;
    };
    const startLine: State = (code) => {
      if (this.parser.lazy[currentLine()] || isLineEnd(code)) return nok(code);
      effects.enter('chunkString');
      return readCharacter(code);
    };
    return (code) => {
      if (code === null) return nok(code);
      effects.enter('lineEnding');
      effects.consume(code);
      effects.exit('lineEnding');
      return startLine;
    };
  };
}

/** The nesting by the language behind the opening fence, which is among the last events. */
function readNesting(context: TokenizeContext): FenceNesting | undefined {
  const opening = context.events.slice(-LONGEST_OPENING);
  const tokenOf = (type: string) => opening.findLast(([, token]) => token.type === type)?.[1];

  const info = tokenOf('codeFencedFenceInfo');
  const fence = tokenOf('codeFencedFenceSequence');
  if (info === undefined || fence === undefined) return undefined;
  return createFenceNesting(context.sliceSerialize(info), context.sliceSerialize(fence));
}

/** The number of events of an opening fence with a language and a comment. */
const LONGEST_OPENING = 20;

/** The line before the current one. Empty: it is blank, or it is the opening fence. */
function readPreviousLine(context: TokenizeContext): string {
  const token = context.events.at(-1)?.[1];
  return token?.type === 'codeFlowValue' ? context.sliceSerialize(token) : '';
}
