import { answerMarkersFor, type MarkerMeaning } from './answer-markers.ts';
import { continuesSentence, isInSentence, isSeparator, isUndecided } from './is-separator.ts';
import type { FoundMarker } from './marker-index.ts';
import { readEndTokens } from './read-end-tokens.ts';
import { createTextPosition } from './text-position.ts';
import { OPENINGS_IN_TEXT } from './thought-tags.ts';

/** Reads the text of an answer, and finds the tags and tokens that are not part of it. */
export interface AnswerScanner {
  /** Takes the text that follows, with what the last call held back before it. */
  scan(text: string, isComplete: boolean): ScanResult;
}

/** The result of one scan. */
export interface ScanResult {
  /** The text of the answer. */
  readonly text: string;
  /** The end of the text, which may become a tag or token. */
  readonly held: string;
  /** The text behind a closing tag: everything before that tag was thoughts. */
  readonly restart?: string;
}

/** The facts that the start of an answer gave. */
export interface AnswerStart {
  /** The beginning of an answer that this text continues. */
  readonly partialText: string;
  /** The tag that closes the answer, in lower case. */
  readonly answerTag?: string;
  /** The words that end thoughts, when the answer starts with the words that open them. */
  readonly phrase?: string;
  /** The answer starts with an opening tag, which may be its own or that of its thoughts. */
  readonly mayStartWithThoughts?: boolean;
  /**
   * The thoughts came before the answer, so a closing tag in it ends nothing. `head` is the answer's
   * first 100 characters.
   */
  readonly hasThoughts: (head: string) => boolean;
}

/** The decision on the next characters, which start with a marker. */
interface Verdict {
  readonly action: 'keep' | 'drop' | 'hold' | 'restart';
  readonly length: number;
}

const HEAD_CHARACTERS = 100;
/** No answer consists of more end tokens than this. Some models repeat theirs without an end. */
const MAX_HELD_CHARACTERS = 120;

/** Creates the scanner of one answer. */
export function createAnswerScanner({
  partialText,
  answerTag = '',
  phrase = '',
  mayStartWithThoughts = false,
  hasThoughts,
}: AnswerStart): AnswerScanner {
  // The beginning of a continued answer may leave code open.
  const position = createTextPosition();
  position.advance(partialText);
  const markers = answerMarkersFor(phrase);
  /** The tokens in the answer's own text. What pairs with them is text as well. */
  const ownTokens = new Set<string>();
  let hasOwnOpening = hasOpening(partialText);
  let isBoxOpen = false;
  /** The first characters of the answer. */
  let head = '';

  /** Thoughts name the tag in code as well, and its end still ends them. */
  function isMention(): boolean {
    return position.isInCode || (mayStartWithThoughts && position.isAtStart);
  }

  function judge(
    { marker, meaning }: FoundMarker<MarkerMeaning>,
    rest: string,
    isComplete: boolean,
  ): Verdict {
    const { length } = marker;
    switch (meaning.kind) {
      case 'opening':
        hasOwnOpening ||= !isMention();
        return { action: 'keep', length };
      case 'pair':
        ownTokens.add(marker);
        return { action: 'keep', length };
      case 'phrase':
        return { action: 'restart', length };
      case 'closing':
        return judgeClosing(rest, length, isComplete);
      case 'box':
        return judgeBox(rest, length, isComplete);
      case 'box end':
        return { action: isBoxOpen ? 'drop' : 'keep', length };
      default:
        return judgeEnd(rest, isComplete);
    }
  }

  function judgeClosing(rest: string, length: number, isComplete: boolean): Verdict {
    const after = rest.slice(length);
    if (hasOwnOpening) return { action: 'keep', length };
    if (!isComplete && isUndecided(after)) return { action: 'hold', length: rest.length };
    if (!isSeparator(position, after)) return { action: 'keep', length };
    return { action: hasThoughts(head) ? 'drop' : 'restart', length };
  }

  /** "Put it between <|begin_of_box|> and <|end_of_box|>" is text. */
  function judgeBox(rest: string, length: number, isComplete: boolean): Verdict {
    const after = rest.slice(length);
    if (!isComplete && isUndecided(after)) return { action: 'hold', length: rest.length };

    isBoxOpen = !position.isInCode && !continuesSentence(after);
    return { action: isBoxOpen ? 'drop' : 'keep', length };
  }

  function judgeEnd(rest: string, isComplete: boolean): Verdict {
    const { tokens, opening, length, isBroken } = readEndTokens({
      text: rest,
      isComplete,
      markers,
      answerTag,
    });
    const [firstToken = ' '] = tokens;
    if (isBroken) {
      for (const token of tokens) ownTokens.add(token);
      return { action: 'keep', length: Math.max(length, 1) };
    }
    if (!isComplete) {
      const isTooLong = length > MAX_HELD_CHARACTERS && rest.slice(length).trim() === '';
      return { action: 'hold', length: isTooLong ? firstToken.length : rest.length };
    }

    const isMention = tokens.length === 1 && isInSentence(position);
    const isText = position.isInCode || isMention || ownTokens.has(opening);
    return { action: isText ? 'keep' : 'drop', length: rest.length };
  }

  function scan(text: string, isComplete: boolean): ScanResult {
    let kept = '';
    let start = 0;
    const keep = (end: number) => {
      const piece = text.slice(start, end);
      position.advance(piece);
      if (head.length < HEAD_CHARACTERS) head += piece.slice(0, HEAD_CHARACTERS - head.length);
      kept += piece;
      start = end;
    };

    const search = () => markers.search(text, start, isComplete);
    for (let hit = search(); hit; hit = search()) {
      keep(hit.index);
      const rest = text.slice(start);
      if (hit.found === 'partial') return { text: kept, held: rest };

      const { action, length } = judge(hit.found, rest, isComplete);
      if (action === 'hold') return { text: kept, held: rest.slice(0, length) };
      if (action === 'restart') return { text: kept, held: '', restart: rest.slice(length) };

      if (action === 'keep') keep(start + length);
      else start += length;
    }

    keep(text.length);
    return { text: kept, held: '' };
  }

  return { scan };
}

function hasOpening(text: string): boolean {
  const lowerCase = text.toLowerCase();
  return OPENINGS_IN_TEXT.some((opening) => lowerCase.includes(opening.toLowerCase()));
}
