import { getSourceOffset, sliceRun } from '../layout/clip-lines.ts';
import type { Line, Look, Run } from '../layout/layout.ts';
import { joinRuns } from '../layout/line.ts';

/** The lines of a growing text, with a guess at the final look of its end. */
interface TailPreview {
  /** Open styles look closed, and an unreadable end is left out. */
  readonly lines: readonly Line[];
  /**
   * The source offset of the first open mark: pages that end before it are safe from later text.
   */
  readonly stableUntil: number;
}

/**
 * `*`, `_`, `~~` and backticks that open a style; brackets and dollars that open a link or a
 * formula.
 */
const OPENER =
  /(?<![\w*_~`)\]}/.=+])(?!__[a-z])(?:\*{1,3}|_{1,3}|~~|`{1,2})(?=\S)|!?\[|\$\$?(?=[^\s\d])|\((?=\S)|[【\uE200]|<grok/g;
const OPENS_LINK_OR_FORMULA = /(?:[[($【\uE200]|<grok)$/;
/**
 * Beginnings of links, images and formulas that lack their end. The address of a link may have any
 * length, since it is not shown as text.
 */
const UNFINISHED: readonly RegExp[] = [
  /^!?\[[^\]]{0,80}\]?$/,
  /^!?\[[^\]]*\]\([^\s)]*(?:\s+["'(][^"']{0,200})?$/,
  /^\$[^$]{0,100}\$?$/,
  // The citation marks of other tools, which are not shown.
  /^【(?:[\d:]{1,10}(?:†[^】]{0,100})?)?$/,
  /^\uE200[^\uE201]{0,400}$/,
  /^<grok[^/]{0,400}(?:<\/[\w:]*(?:>\s*(?:<\/?[\w:]*)?)?)?$/,
];
/** The beginning of a formula behind a backslash. */
const UNFINISHED_FORMULA = /^[([][^)\]]{0,100}$/;
/** The most UTF-16 units of an open style: an opener further back is probably never closed. */
const LONGEST_STYLED = 300;
/** The same for bold, which is longer: whole paragraphs are bold sometimes. */
const LONGEST_BOLD = 1_000;

/** The style that `*` or `_` opens, by the number of these characters. */
const EMPHASIS: Readonly<Record<number, Look>> = {
  1: { italic: true },
  2: { bold: true },
  3: { bold: true, italic: true },
};

/**
 * Guesses the final look of the last paragraph or heading, and hides an end that cannot be read
 * yet.
 */
export function previewTail(lines: readonly Line[], source: string): TailPreview {
  const leaf = lines.at(-1)?.leaf;
  if (leaf?.kind !== 'text' && leaf?.kind !== 'heading')
    return { lines, stableUntil: source.length };

  let start = lines.length - 1;
  while (start > 0 && lines[start - 1]?.leaf === leaf) start -= 1;

  const tail = new TailReader(source, lines.slice(start)).read();
  return { lines: [...lines.slice(0, start), ...tail.lines], stableUntil: tail.stableUntil };
}

interface RunPosition {
  readonly lineIndex: number;
  readonly runIndex: number;
}

/** Reads the lines of one paragraph or heading, and keeps the style that is open. */
class TailReader {
  readonly #source: string;
  readonly #lines: readonly Line[];
  #openLook: Look = {};
  #stableUntil: number;
  /** The rest of the text cannot be read yet and is not shown. */
  #isHidden = false;

  constructor(source: string, lines: readonly Line[]) {
    this.#source = source;
    this.#lines = lines;
    this.#stableUntil = source.length;
  }

  read(): TailPreview {
    const shown: Line[] = [];

    for (const [lineIndex, line] of this.#lines.entries()) {
      const isLast = lineIndex === this.#lines.length - 1;
      if (isLast && !this.#isHidden && mayBeTable(line)) this.#hideFrom(line.from);
      if (this.#isHidden) break;

      const runs = line.runs.flatMap((run, runIndex) =>
        this.#readRun(run, { lineIndex, runIndex }),
      );
      shown.push({ ...line, runs });
    }
    return { lines: shown, stableUntil: this.#stableUntil };
  }

  #hideFrom(sourceOffset: number): void {
    this.#isHidden = true;
    this.#stableUntil = Math.min(this.#stableUntil, sourceOffset);
  }

  #readRun(run: Run, position: RunPosition): Run[] {
    if (this.#isHidden) return [];
    if (run.look.code || run.look.link) return this.#styledPart(run, 0, run.text.length);

    const parts: Run[] = [];
    let start = 0;

    for (const { 0: opener, index } of run.text.matchAll(OPENER)) {
      const sourceOffset = getSourceOffset(run, index);

      if (this.#isUnfinished(opener, sourceOffset, () => this.#textFrom(position, index))) {
        const isEscaped = this.#source[sourceOffset - 1] === '\\';
        this.#hideFrom(isEscaped ? sourceOffset - 1 : sourceOffset);
        return [...parts, ...this.#styledPart(run, start, index)];
      }

      const look = this.#lookBehind(opener, sourceOffset);
      if (look === undefined) continue;

      parts.push(...this.#styledPart(run, start, index));
      start = index + opener.length;
      this.#openLook = { ...this.#openLook, ...look };
      this.#stableUntil = Math.min(this.#stableUntil, sourceOffset);
    }
    return [...parts, ...this.#styledPart(run, start, run.text.length)];
  }

  /** True if a link or formula begins here and its end has not come yet. */
  #isUnfinished(opener: string, sourceOffset: number, getText: () => string): boolean {
    if (!OPENS_LINK_OR_FORMULA.test(opener)) return false;

    // A bracket behind a backslash opens a formula. Its source offset is that of the bracket or of
    // the backslash.
    if (this.#source[sourceOffset - 1] === '\\') return UNFINISHED_FORMULA.test(getText());
    if (this.#source[sourceOffset] === '\\')
      return opener !== '$' && UNFINISHED_FORMULA.test(getText());

    return opener !== '(' && UNFINISHED.some((pattern) => pattern.test(getText()));
  }

  /** The style of the text behind an opener; `undefined`: the opener is text itself. */
  #lookBehind(opener: string, sourceOffset: number): Look | undefined {
    const longest = opener === '**' ? LONGEST_BOLD : LONGEST_STYLED;
    const isTooFarBack = this.#source.length - sourceOffset > longest;
    const isEscaped = this.#source[sourceOffset - 1] === '\\';
    if (isTooFarBack || isEscaped || this.#openLook.code || OPENS_LINK_OR_FORMULA.test(opener))
      return undefined;

    if (opener.startsWith('`')) return { code: true };
    if (opener === '~~') return { strike: true };
    return EMPHASIS[opener.length];
  }

  /** All text from the unit at `index` of a run on. */
  #textFrom({ lineIndex, runIndex }: RunPosition, index: number): string {
    const [line, ...laterLines] = this.#lines.slice(lineIndex);
    const restOfLine = joinRuns(line?.runs.slice(runIndex) ?? []).slice(index);
    return [restOfLine, ...laterLines.map(({ runs }) => joinRuns(runs))].join('\n');
  }

  #styledPart(run: Run, start: number, end: number): Run[] {
    if (start >= end) return [];
    return [{ look: { ...run.look, ...this.#openLook }, ...sliceRun(run, start, end) }];
  }
}

/** The first line of a table looks like text until its second line is there. */
function mayBeTable({ runs }: Line): boolean {
  return runs[0]?.text.startsWith('|') === true;
}
