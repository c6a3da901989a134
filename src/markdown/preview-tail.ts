import { getSourceOffset } from './clip-lines.ts';
import type { Line, Look, Run } from './layout.ts';

/** The end of a growing text. */
export interface TailPreview {
  /** As it will most probably look when what is open is closed. */
  readonly lines: readonly Line[];
  /** The source offset up to which no page can be hurt by what comes: a page ends before what is open. */
  readonly stableUntil: number;
}

/** `*`, `_`, `~~` and backticks that open a style; brackets and dollars that open a link or a formula. */
const OPENER = /(?<![\w*_~`])(?:\*{1,3}|_{1,3}|~~|`{1,2})(?=\S)|!?\[|\$\$?(?=[^\s\d])|\((?=\S)/g;
/** What a link, an image or a formula still needs. The address of a link may have any length: it is no text. */
const UNFINISHED: readonly RegExp[] = [
  /^!?\[[^\]]{0,80}\]?$/,
  /^!?\[[^\]]*\]\([^\s)]*(?:\s+["'(][^"']{0,200})?$/,
  /^\$[^$]{0,100}\$?$/,
];
const FORMULA = /^[([][^)\]]{0,100}$/;
/** What was opened longer ago is probably never closed. Whole paragraphs are bold sometimes. */
const LONGEST_STYLED = 300;
const LONGEST_BOLD = 1_000;

export function previewTail(lines: readonly Line[], source: string): TailPreview {
  const leaf = lines.at(-1)?.leaf;
  if (leaf?.kind !== 'text' && leaf?.kind !== 'heading')
    return { lines, stableUntil: source.length };
  let first = lines.length - 1;
  while (first > 0 && lines[first - 1]?.leaf === leaf) first -= 1;
  const head = lines.slice(0, first);
  const open = lines.slice(first);
  const tail = new OpenText(source, open);
  const settled = tail.read();
  return { lines: [...head, ...tail.shown], stableUntil: settled };
}

class OpenText {
  shown: Line[] = [];
  readonly #source: string;
  readonly #open: readonly Line[];
  #look: Look = {};
  #settled: number;
  #isHeld = false;

  constructor(source: string, open: readonly Line[]) {
    this.#source = source;
    this.#open = open;
    this.#settled = source.length;
  }

  read(): number {
    for (const [index, line] of this.#open.entries()) {
      if (this.#isHeld) break;
      if (index === this.#open.length - 1 && this.#mayBeTable(line)) {
        this.#hold(line.from);
        break;
      }
      this.shown.push({
        ...line,
        runs: line.runs.flatMap((run, at) => this.#readRun(run, { index, at })),
      });
    }
    return this.#settled;
  }

  /** The first line of a table looks like text until its second one stands. */
  #mayBeTable({ runs }: Line): boolean {
    return runs[0]?.text.startsWith('|') === true;
  }

  #hold(offset: number): void {
    this.#isHeld = true;
    this.#settled = Math.min(this.#settled, offset);
  }

  #readRun(run: Run, place: { readonly index: number; readonly at: number }): Run[] {
    if (this.#isHeld) return [];
    if (run.look.code || run.look.link) return [this.#styled(run, 0, run.text.length)];
    const pieces: Run[] = [];
    let start = 0;
    for (const match of run.text.matchAll(OPENER)) {
      const offset = getSourceOffset(run, match.index);
      const rest = () => this.#textFrom(place, match.index);
      if (this.#opensHeld(match[0], offset, rest)) {
        this.#hold(this.#source[offset - 1] === '\\' ? offset - 1 : offset);
        return [...pieces, ...this.#piece(run, start, match.index)];
      }
      const look = this.#lookAfter(match[0], offset);
      if (!look) continue;
      pieces.push(...this.#piece(run, start, match.index));
      start = match.index + match[0].length;
      this.#look = { ...this.#look, ...look };
      this.#settled = Math.min(this.#settled, offset);
    }
    return [...pieces, ...this.#piece(run, start, run.text.length)];
  }

  #opensHeld(mark: string, offset: number, rest: () => string): boolean {
    if (!/[[($]$/.test(mark)) return false;
    // An escaped bracket opens a formula.
    if (this.#source[offset - 1] === '\\') return FORMULA.test(rest());
    const isEscaped = this.#source[offset] === '\\';
    if (isEscaped) return mark !== '$' && FORMULA.test(rest());
    return mark !== '(' && UNFINISHED.some((pattern) => pattern.test(rest()));
  }

  #lookAfter(mark: string, offset: number): Look | undefined {
    const isOld = this.#source.length - offset > (mark === '**' ? LONGEST_BOLD : LONGEST_STYLED);
    if (
      isOld ||
      this.#look.code ||
      /[[($]/.test(mark) ||
      /\\/.test(this.#source.charAt(offset - 1))
    )
      return undefined;
    if (mark.startsWith('`')) return { code: true };
    if (mark === '~~') return { strike: true };
    return { ...(mark.length > 1 && { bold: true }), ...(mark.length !== 2 && { italic: true }) };
  }

  /** All text from a place on. */
  #textFrom({ index, at }: { readonly index: number; readonly at: number }, from: number): string {
    const runs = this.#open[index]?.runs ?? [];
    const own = runs.slice(at).map(({ text }) => text);
    const later = this.#open
      .slice(index + 1)
      .map((line) => line.runs.map(({ text }) => text).join(''));
    return [own.join('').slice(from), ...later].join('\n');
  }

  #piece(run: Run, start: number, end: number): Run[] {
    return start < end ? [this.#styled(run, start, end)] : [];
  }

  #styled(run: Run, start: number, end: number): Run {
    return {
      text: run.text.slice(start, end),
      look: { ...run.look, ...this.#look },
      from: getSourceOffset(run, start),
      to: getSourceOffset(run, end),
      ...(run.offsets && { offsets: run.offsets.slice(start, end) }),
    };
  }
}
