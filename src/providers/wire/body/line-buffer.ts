import { WireFault } from '../wire-fault.ts';

/** Image models send a whole picture in one frame. A longer frame is not an answer. */
export const MAX_FRAME_CHARACTERS = 4 * 1024 * 1024;

/** Holds back the last line of a text until its end arrives. */
export interface LineBuffer {
  /**
   * The lines that are complete with `text`, with their ends: LF, CR LF or CR. A CR at the end of `text`
   * becomes LF, since it may be the first half of CR LF; the second half is then left out.
   *
   * @throws A `WireFault` for an endless line.
   */
  take(text: string): string;
  /**
   * The last line, which has no end.
   *
   * @throws A `WireFault` when it is endless.
   */
  takeRest(): string;
}

/** Starts with no text. */
export function createLineBuffer(): LineBuffer {
  /** The pieces of the last line. They are joined only once, since a long line has many. */
  let pieces: string[] = [];
  let characters = 0;
  let endedWithCr = false;

  const keep = (piece: string) => {
    pieces = [piece];
    characters = piece.length;
  };

  /** Checked one chunk late, so that the lines before the endless one are still read. */
  const checkLength = () => {
    if (characters > MAX_FRAME_CHARACTERS) throw new WireFault('sent a line that is too long');
  };

  /** Without the second half of a line end, whose first half came before. */
  const continueLineEnd = (text: string) => {
    const isSecondHalf = endedWithCr && text.startsWith('\n');
    if (text !== '') endedWithCr = text.endsWith('\r');
    return isSecondHalf ? text.slice(1) : text;
  };

  const takeLines = (text: string) => {
    if (characters === 0 && text.endsWith('\n')) return text;

    const end = findEndOfLines(text);
    if (end === 0) {
      pieces.push(text);
      characters += text.length;
      return '';
    }

    const lines = pieces.join('') + text.slice(0, end);
    keep(text.slice(end));
    return lines;
  };

  return {
    take(text) {
      checkLength();
      const lines = takeLines(continueLineEnd(text));
      return endedWithCr ? lines.replace(/\r+$/, (ends) => '\n'.repeat(ends.length)) : lines;
    },

    takeRest() {
      checkLength();
      const rest = pieces.join('');
      keep('');
      return rest;
    },
  };
}

/** The index behind the last line end. A search for CR in the whole text would take long. */
function findEndOfLines(text: string): number {
  const end = text.lastIndexOf('\n') + 1;
  return end + text.slice(end).lastIndexOf('\r') + 1;
}
