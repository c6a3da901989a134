/** Languages of blocks that hold whole documents, which may have fences of their own. */
const DOCUMENT = /^(?:markdown|mdx?|mdown)$/i;
/** In these, only a fence that names a language begins a block of its own. */
const PLAIN_TEXT = /^(?:te?xt|plain(?:text)?)$/i;
/** A capital and a small word, or a letter of a script that code rarely begins with. */
const PROSE = /^\s*(?:\p{Lu}[\p{L}’']* \p{Ll}|[^\p{Script=Latin}\P{L}])/u;
const ENDS_BEFORE_CODE = /^\s*$|[:：]\s*$/u;

/** The lines around a line of a code block that looks like the block's closing fence. */
interface FenceSurroundings {
  readonly previous: string;
  /** The next line, as far as it is there. Empty: it is blank, or the text ends. */
  readonly next: string;
}

/** Tells which fences in a code block are a part of its text. */
export interface FenceNesting {
  /** The lines so far end inside of a block in the text. */
  readonly isInside: boolean;
  /** Takes the next line of the text. */
  readLine(line: string): void;
  /** Tells if a fence without a language closes the block; if not, it is a part of the text. */
  closes(surroundings: FenceSurroundings): boolean;
}

/**
 * Reads the fences in a block whose fence is not longer than those in it. Models write a README
 * with code in it like that. CommonMark ends the block at the first fence inside.
 *
 * A fence that names a language begins a block in the text, and the next one ends it. A fence
 * without a language begins one, too, where the document only can go on with code: behind a blank
 * line or a colon, and directly before a line that does not read as prose. Each fence is decided by
 * the lines before it and the one behind it, so that a text that grows is decided once.
 *
 * @returns `undefined` for a language whose blocks hold no fences.
 */
export function createFenceNesting(language: string, fence: string): FenceNesting | undefined {
  const isDocument = DOCUMENT.test(language);
  if (!isDocument && !PLAIN_TEXT.test(language)) return undefined;

  const marker = fence.charAt(0);
  const innerFence = new RegExp(`^ {0,3}${fence}${marker}*[ \\t]*[\\w{][^${marker}]*$`);
  let isInside = false;

  return {
    get isInside() {
      return isInside;
    },
    readLine(line) {
      if (!isInside && innerFence.test(line)) isInside = true;
    },
    closes({ previous, next }) {
      if (isInside) {
        isInside = false;
        return false;
      }
      isInside =
        isDocument && next.trim() !== '' && ENDS_BEFORE_CODE.test(previous) && !PROSE.test(next);
      return !isInside;
    },
  };
}

/** The index of the line that closes a block, or -1. The nesting takes the lines up to it. */
export function findClosingLine(
  lines: readonly string[],
  nesting: FenceNesting,
  fence: string,
): number {
  const closing = closingLine(fence);
  return lines.findIndex((line, index) => {
    const previous = lines[index - 1] ?? '';
    nesting.readLine(previous);
    return closing.test(line) && nesting.closes({ previous, next: lines[index + 1] ?? '' });
  });
}

/** A line with at least as many of the fence's characters and nothing else. */
export function closingLine(fence: string, flags = ''): RegExp {
  return new RegExp(`^ {0,3}${fence}${fence[0]}*[ \\t]*$`, flags);
}
