import type { MarkerMeaning } from './answer-markers.ts';
import type { FoundMarker, MarkerIndex } from './marker-index.ts';

/** The tokens at the start of a text that may be the end of an answer. */
export interface EndTokens {
  /** The tokens, in lower case. */
  readonly tokens: readonly string[];
  /** The opening that makes a pair with the first token. Empty: there is none. */
  readonly opening: string;
  /** The number of characters up to the end of the last token. */
  readonly length: number;
  /** Text follows, so the answer does not end here. */
  readonly isBroken: boolean;
}

/** The place to read end tokens from, and what they are. */
export interface EndTokensSource {
  readonly text: string;
  readonly isComplete: boolean;
  readonly markers: MarkerIndex<MarkerMeaning>;
  /** The tag that ends the answer too. */
  readonly answerTag: string;
}

/** Reads end-of-turn tokens, the role headers behind them, and the blanks between. */
export function readEndTokens({
  text,
  isComplete,
  markers,
  answerTag,
}: EndTokensSource): EndTokens {
  const tokens: string[] = [];
  let opening = '';
  let length = 0;

  while (true) {
    const position = skipBlanks(text, length);
    if (position === text.length) return { tokens, opening, length, isBroken: false };

    const found = markers.match(text, position, isComplete);
    if (found === 'partial') return { tokens, opening, length, isBroken: false };
    if (!found || !isEnd(found, answerTag)) return { tokens, opening, length, isBroken: true };

    if (tokens.length === 0 && found.meaning.kind === 'end') opening = found.meaning.opening;
    tokens.push(found.marker);
    length = position + found.marker.length;
  }
}

function isEnd({ marker, meaning }: FoundMarker<MarkerMeaning>, answerTag: string): boolean {
  return meaning.kind === 'end' || (meaning.kind === 'answer' && marker === answerTag);
}

function skipBlanks(text: string, start: number): number {
  let position = start;
  while (position < text.length && text.charAt(position).trim() === '') position += 1;
  return position;
}
