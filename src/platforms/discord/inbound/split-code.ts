/** A piece of a message's text. */
export interface TextPiece {
  readonly text: string;
  /** Discord shows it as code, or as a sign that a backslash protects: tags in it are not tags. */
  readonly isLiteral: boolean;
}

/** A backtick, or a backslash with the sign that it protects. */
const MARK = /`|\\[^0-9A-Za-z\s]/g;
const FENCE = '```';

/**
 * Splits a text where Discord shows code: `` `inline` ``, with any number of backticks on both sides,
 * and fences. A fence or an inline piece without its end is no code, and nor is one whose backtick has
 * a backslash before it. The pieces together are the text.
 */
export function splitCode(text: string): readonly TextPiece[] {
  const findEnd = createEndFinder(text);
  const pieces: TextPiece[] = [];
  let pieceStart = 0;
  let runEnd = 0;

  const marks = new RegExp(MARK);
  for (let match = marks.exec(text); match; match = marks.exec(text)) {
    const start = match.index;
    const isEscape = match[0].startsWith('\\');
    // Each backtick is counted once, however many pieces its run has.
    if (!isEscape && start >= runEnd) runEnd = endOfRun(text, start);

    const end = isEscape ? marks.lastIndex : findEnd(start, runEnd - start);
    marks.lastIndex = end ?? runEnd;
    if (end === undefined) continue;

    if (start > pieceStart) pieces.push({ text: text.slice(pieceStart, start), isLiteral: false });
    pieces.push({ text: text.slice(start, end), isLiteral: true });
    pieceStart = end;
  }

  if (pieceStart < text.length) pieces.push({ text: text.slice(pieceStart), isLiteral: false });
  return pieces;
}

/** A text with a space in place of each piece of code, for tags and links that count only outside of code. */
export function withoutCode(text: string): string {
  const pieces = splitCode(text).map((piece) => (piece.isLiteral ? ' ' : piece.text));
  return pieces.join('');
}

function endOfRun(text: string, start: number): number {
  let end = start;
  while (text[end] === '`') end += 1;
  return end;
}

/** Gives the function that finds the end of code whose opening run of backticks starts at an index. */
function createEndFinder(text: string): (start: number, length: number) => number | undefined {
  const ends = createRunEnds(text);

  return (start, length) => {
    const fenceEnd = length >= FENCE.length ? findFenceEnd(text, start) : undefined;
    if (fenceEnd !== undefined) return fenceEnd;

    // Discord tries the whole run first, then fewer backticks: the rest of the run is then code.
    for (let size = length; size > 0; size -= 1) {
      const end = ends(size, start + length);
      if (end !== undefined) return end;
    }
    return undefined;
  };
}

/** A fence holds at least one character that is no line break. */
function findFenceEnd(text: string, start: number): number | undefined {
  let contentStart = start + FENCE.length;
  while (text[contentStart] === '\n') contentStart += 1;

  const close = text.indexOf(FENCE, contentStart + 1);
  return close < 0 ? undefined : close + FENCE.length;
}

/**
 * Gives the function that finds the end of the first run of exactly `size` backticks at or after an
 * index. The indexes of its calls grow, so that the whole search is linear.
 */
function createRunEnds(text: string): (size: number, from: number) => number | undefined {
  const startsBySize = new Map<number, { readonly starts: number[]; next: number }>();

  for (const { 0: run, index } of text.matchAll(/`+/g)) {
    const entry = startsBySize.get(run.length) ?? { starts: [], next: 0 };
    entry.starts.push(index);
    startsBySize.set(run.length, entry);
  }

  return (size, from) => {
    const entry = startsBySize.get(size);
    if (!entry) return undefined;

    while (entry.next < entry.starts.length && (entry.starts[entry.next] ?? 0) < from)
      entry.next += 1;
    const start = entry.starts[entry.next];
    return start === undefined ? undefined : start + size;
  };
}
