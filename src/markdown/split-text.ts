/** Where to cut a text into pages that fit one message each. */
export interface SplitOptions {
  /** UTF-16 units that a page may have at most. */
  readonly limit: number;
  /** Closes a code fence at the end of a page and opens it again on the next, so that both show as code. */
  readonly fences: boolean;
}

interface Fence {
  /** The run of backticks or tildes that opened it. */
  readonly mark: string;
  /** The whole opening line. */
  readonly opening: string;
}

/** A longer opening line is repeated without its info string: it must leave room for text. */
const LONGEST_OPENING = 40;
/** Breaks before this part of the page would waste it. */
const EARLIEST_BREAK = 0.6;
/** Longer runs than 20 are a drawing, not a fence: repeating them on every page would leave no room for text. */
const FENCE_LINE = /^ {0,3}(`{3,20}(?=[^`]*$)|~{3,20}(?!~))(.*)$/;

/**
 * Splits greedily from the start. A page is cut only once more than `limit` units follow, and only by what stands within
 * them: so pages before the last never change while the text grows, and it does not matter in which pieces it came.
 * Nothing is lost but white space at the cuts.
 */
export function splitText(text: string, options: SplitOptions): string[] {
  const pages: string[] = [];
  let rest = text.trimEnd().replace(/^\s*\n/, '');
  let fence: Fence | undefined;
  while (rest.trim() !== '') {
    const prefix = fence ? `${fence.opening}\n` : '';
    const page = takePage(rest, options.limit - prefix.length, fence, options.fences);
    const open = page.fence;
    const shown = prefix + page.text + (open && page.rest !== '' ? `\n${open.mark}` : '');
    if (shown.trim() !== '') pages.push(shown);
    rest = page.rest;
    fence = page.rest === '' ? undefined : open;
  }
  return pages;
}

function takePage(rest: string, room: number, fence: Fence | undefined, fences: boolean) {
  if (rest.length <= room) return { text: rest, rest: '', fence };
  // The closing mark is budgeted before it is known whether one is needed: the cut must not depend on what follows it.
  const reserve = fences ? longestMark(rest.slice(0, room), fence) + 1 : 0;
  const cut = bestBreak(rest, room - reserve);
  const text = rest.slice(0, cut);
  const open = fences ? fenceAfter(text, fence) : undefined;
  return { text: trimEnd(text, open), rest: trimStart(rest.slice(cut), open), fence: open };
}

/** The last good break in the later part of the page: blank line, line, sentence, word; else a whole character. */
function bestBreak(text: string, limit: number): number {
  const earliest = Math.floor(limit * EARLIEST_BREAK);
  const window = text.slice(0, limit + 1);
  for (const mark of ['\n\n', '\n', '. ', ' ']) {
    const at = window.lastIndexOf(mark, limit - mark.length + 1);
    if (at + mark.length > earliest && at > 0) return Math.min(at + mark.length, limit);
  }
  return wholeCharacters(text, limit);
}

/** Moves a cut out of a surrogate pair or a joined emoji. Looks back 64 units at most: no real character is longer. */
function wholeCharacters(text: string, limit: number): number {
  const from = Math.max(0, limit - 64);
  let cut = from;
  for (const { index, segment } of new Intl.Segmenter().segment(text.slice(from, limit + 1))) {
    if (from + index + segment.length > limit) break;
    cut = from + index + segment.length;
  }
  return cut > 0 ? cut : limit;
}

function fenceAfter(text: string, before: Fence | undefined): Fence | undefined {
  let fence = before;
  for (const line of text.split('\n')) {
    const [, mark, info = ''] = FENCE_LINE.exec(line) ?? [];
    if (mark === undefined) continue;
    if (fence === undefined) fence = { mark, opening: line.length <= LONGEST_OPENING ? line : mark };
    else if (mark[0] === fence.mark[0] && mark.length >= fence.mark.length && info.trim() === '') fence = undefined;
  }
  return fence;
}

function longestMark(text: string, before: Fence | undefined): number {
  const marks = text.split('\n').map((line) => FENCE_LINE.exec(line)?.[1]?.length ?? 0);
  return Math.max(before?.mark.length ?? 0, ...marks);
}

/** Inside a fence, only the line break of the cut goes: indentation is code. */
function trimEnd(text: string, open: Fence | undefined): string {
  return open ? text.replace(/\n$/, '') : text.trimEnd();
}

function trimStart(text: string, open: Fence | undefined): string {
  return open ? text : text.replace(/^\s*\n/, '').replace(/^ +/, '');
}
