import { createMarkerIndex } from './marker-index.ts';

/** Reads thoughts up to their end. */
export interface ThoughtsReader {
  /** Takes the text that follows, with what the last call held back before it. */
  read(text: string, isComplete: boolean): ThoughtsResult;
}

/** The result of one read. */
export interface ThoughtsResult {
  readonly thoughts: string;
  /** The end of the text, which may become the end of the thoughts. */
  readonly held: string;
  /** The marker that ended the thoughts, in lower case. Absent: they go on. */
  readonly ending?: string;
  /** The text behind the ending. */
  readonly rest?: string;
}

/** A place where the thoughts end, or may end. */
interface Ending {
  readonly index: number;
  readonly ending?: string;
}

const QUOTE = /["'`]/;

/**
 * Creates a reader for thoughts that one of `endings` ends. An ending between quotes or backticks is
 * part of the thoughts: models think about tags as well.
 */
export function createThoughtsReader(endings: readonly string[]): ThoughtsReader {
  const markers = createMarkerIndex(endings.map((ending) => [ending, undefined] as const));
  let lastCharacter = '';

  /** Finds the first ending that is not quoted. `partial`: what follows decides. */
  function find(text: string, isComplete: boolean): Ending | undefined {
    const search = (start: number) => markers.search(text, start, isComplete);
    for (let hit = search(0); hit; hit = search(hit.index + 1)) {
      const { index, found } = hit;
      if (found === 'partial') return { index };

      const before = text.charAt(index - 1) || lastCharacter;
      const after = text.charAt(index + found.marker.length);
      const mayBeQuoted = QUOTE.test(before);
      if (mayBeQuoted && after === '' && !isComplete) return { index };
      if (!mayBeQuoted || after !== before) return { index, ending: found.marker };
    }
    return undefined;
  }

  return {
    read(text, isComplete) {
      const { index = text.length, ending } = find(text, isComplete) ?? {};
      const thoughts = text.slice(0, index);
      lastCharacter = thoughts.at(-1) ?? lastCharacter;

      if (ending === undefined) return { thoughts, held: text.slice(index) };
      return { thoughts, held: '', ending, rest: text.slice(index + ending.length) };
    },
  };
}
