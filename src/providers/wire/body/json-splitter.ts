import { isJsonObject, parseJson } from '../json.ts';
import { WireFault } from '../wire-fault.ts';
import { isIdleText } from './idle-text.ts';
import { MAX_FRAME_CHARACTERS } from './line-buffer.ts';
import { isTerminalFrame, TERMINAL_FRAME } from './terminal-frame.ts';

/**
 * Takes JSON objects out of text, whatever is between them: brackets and commas of a list,
 * prefixes of other framing, or nothing at all. Costs the same for each character.
 */
export interface JsonSplitter {
  /** True after the beginning of an object. */
  isInside(): boolean;
  /**
   * The objects that are complete with `text`, and each line between them that says something.
   *
   * @throws A `WireFault` for an endless object.
   */
  take(text: string): readonly string[];
  /** The same for one line without its end. A whole object on a line ends a broken one before it. */
  takeLine(line: string): readonly string[];
  /** The beginning of an object that is not complete. The next text begins anew. */
  takeRest(): string;
}

/** The state between two characters. */
type State = 'between objects' | 'in an object' | 'in a string' | 'after a backslash';
/** The meaning of a character for the frames. */
type Step = 'none' | 'text between ends' | 'object ends' | 'object is cut off';

/** Starts between two objects. */
export function createJsonSplitter(): JsonSplitter {
  /** The pieces of the text since the last frame. They are joined only once. */
  let pieces: string[] = [];
  let characters = 0;
  let state: State = 'between objects';
  let depth = 0;

  const takePieces = (lastPiece: string) => {
    const taken = pieces.join('') + lastPiece;
    pieces = [];
    characters = 0;
    return taken;
  };

  const leave = () => {
    state = 'between objects';
    depth = 0;
  };

  const stepBetween = (character: string): Step => {
    if (character === '{') {
      state = 'in an object';
      depth = 1;
      return 'text between ends';
    }
    return isLineEnd(character) ? 'text between ends' : 'none';
  };

  const stepInObject = (character: string): Step => {
    if (character === '"') state = 'in a string';
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth > 0) return 'none';

    leave();
    return 'object ends';
  };

  const stepInString = (character: string): Step => {
    // JSON has no line end inside of a string, so the object was cut off.
    if (isLineEnd(character)) {
      leave();
      return 'object is cut off';
    }

    if (state === 'after a backslash') state = 'in a string';
    else if (character === '"') state = 'in an object';
    else if (character === '\\') state = 'after a backslash';
    return 'none';
  };

  const step = (character: string): Step => {
    if (state === 'between objects') return stepBetween(character);
    return state === 'in an object' ? stepInObject(character) : stepInString(character);
  };

  const take = (text: string): readonly string[] => {
    const frames: string[] = [];
    let start = 0;

    const takeUpTo = (end: number) => {
      const piece = takePieces(text.slice(start, end));
      start = end;
      return piece;
    };

    for (let index = 0; index < text.length; index++) {
      const meaning = step(text.charAt(index));

      if (meaning === 'text between ends') frames.push(...readBetween(takeUpTo(index)));
      if (meaning === 'object is cut off') frames.push(takeUpTo(index));
      if (meaning === 'object ends') frames.push(takeUpTo(index + 1));
    }

    keep(text.slice(start));
    return frames;
  };

  const keep = (piece: string) => {
    pieces.push(piece);
    characters += piece.length;
    if (characters > MAX_FRAME_CHARACTERS) throw new WireFault('sent an answer that is too long');
  };

  const takeRest = () => {
    const rest = takePieces('');
    const wasInside = state !== 'between objects';
    leave();
    return wasInside ? rest : '';
  };

  return {
    isInside: () => state !== 'between objects',

    take,

    takeLine(line) {
      const isWhole = state !== 'between objects' && line.startsWith('{');
      if (isWhole && isJsonObject(parseJson(line))) return [takeRest(), line];

      return take(`${line}\n`);
    },

    takeRest,
  };
}

function isLineEnd(character: string): boolean {
  return character === '\n' || character === '\r';
}

/** Gives the parts of the text between two objects that say something. */
function readBetween(text: string): readonly string[] {
  if (text.trim() === '') return [];

  return text
    .split(/\bdata:/)
    .map((part) => (isTerminalFrame(part) ? TERMINAL_FRAME : part.trim()))
    .filter((part) => part !== '' && !isIdleText(part));
}
