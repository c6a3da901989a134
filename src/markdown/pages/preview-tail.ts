import { getSourceOffset, sliceRun } from '../layout/clip-lines.ts';
import type { Line, Look, Run } from '../layout/layout.ts';

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
/** Beginnings of links, images and formulas that lack their end. */
const UNFINISHED: readonly RegExp[] = [
  /^!?\[[^\]]{0,80}\]?$/,
  // Behind one dollar, long words and brackets belong to a program.
  /^\$(?![A-Za-z_]{4}|[{(])[^$]{0,100}\$?$/,
  // The citation marks of other tools, which are not shown.
  /^【(?:[\d:]{1,10}(?:†[^】]{0,100})?)?$/,
  /^\uE200[^\uE201]{0,400}$/,
  /^<grok[^/]{0,400}(?:<\/[\w:]*(?:>\s*(?:<\/?[\w:]*)?)?)?$/,
];
/** None of them is longer than this number of UTF-16 units. */
const LONGEST_UNFINISHED = 600;
/**
 * The end of a link's label and the beginning of its address, which may have any length, since it
 * is not shown as text.
 */
const UNFINISHED_ADDRESS = /^\]\([^\s)]*(?:\s+["'(][^"']{0,200})?$/;
/** The most UTF-16 units of the beginning of a formula behind a backslash. */
const LONGEST_FORMULA = 200;
/** The most UTF-16 units of an open style: an opener further back is probably never closed. */
const LONGEST_STYLED = 300;
/** The same for bold, which is longer: whole paragraphs are bold sometimes. */
const LONGEST_BOLD = 1_500;

/** The style that `*` or `_` opens, by the number of these characters. */
const EMPHASIS: Readonly<Record<number, Look>> = {
  1: { italic: true },
  2: { bold: true },
  3: { bold: true, italic: true },
};

/**
 * Guesses the final look of the last paragraph or heading, and hides an end that cannot be read
 * yet. Lines before the source offset `unfinishedFrom` have their final look.
 */
export function previewTail(
  lines: readonly Line[],
  source: string,
  unfinishedFrom: number,
): TailPreview {
  const leaf = lines.at(-1)?.leaf;
  if (leaf?.kind !== 'text' && leaf?.kind !== 'heading')
    return { lines, stableUntil: source.length };

  const isUnfinished = (line: Line | undefined) =>
    line?.leaf === leaf && (line?.runs.at(-1)?.to ?? line?.from ?? 0) > unfinishedFrom;

  let start = lines.length - 1;
  while (start > 0 && isUnfinished(lines[start - 1])) start -= 1;

  const tail = new TailReader(source, lines.slice(start)).read();
  return { lines: [...lines.slice(0, start), ...tail.lines], stableUntil: tail.stableUntil };
}

interface RunPosition {
  readonly lineIndex: number;
  readonly runIndex: number;
}

interface TextPosition extends RunPosition {
  readonly index: number;
}

/** Reads the lines of one paragraph or heading, and keeps the style that is open. */
class TailReader {
  readonly #source: string;
  readonly #lines: readonly Line[];
  /** The text of all lines. */
  readonly #text: string;
  /** The index in this text at which each run of each line begins. */
  readonly #runStarts: readonly (readonly number[])[];
  /** The last two places in the text where a label ends. */
  readonly #labelEnds: readonly [lastButOne: number, last: number];
  readonly #endsInAddress: boolean;
  #openLook: Look = {};
  #stableUntil: number;
  /** The rest of the text cannot be read yet and is not shown. */
  #isHidden = false;

  constructor(source: string, lines: readonly Line[]) {
    this.#source = source;
    this.#lines = lines;
    this.#stableUntil = source.length;

    const { text, runStarts } = joinLines(lines);
    const lastLabelEnd = text.lastIndexOf(']');
    this.#text = text;
    this.#runStarts = runStarts;
    this.#labelEnds = [
      lastLabelEnd > 0 ? text.lastIndexOf(']', lastLabelEnd - 1) : -1,
      lastLabelEnd,
    ];
    this.#endsInAddress = lastLabelEnd >= 0 && UNFINISHED_ADDRESS.test(text.slice(lastLabelEnd));
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

      if (this.#isUnfinished(opener, sourceOffset, { ...position, index })) {
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
  #isUnfinished(opener: string, sourceOffset: number, position: TextPosition): boolean {
    if (!OPENS_LINK_OR_FORMULA.test(opener)) return false;

    const start = this.#textIndex(position);
    const isNearEnd = this.#text.length - start <= LONGEST_UNFINISHED;
    const test = (pattern: RegExp) => isNearEnd && pattern.test(this.#text.slice(start));

    // A bracket behind a backslash opens a formula. Its source offset is that of the bracket or of
    // the backslash.
    const isEscaped = this.#source[sourceOffset - 1] === '\\';
    if (isEscaped || this.#source[sourceOffset] === '\\')
      return opener !== '$' && isNearEnd && isOpenFormula(this.#text.slice(start));

    if (opener.endsWith('[') && this.#holdsUnfinishedAddress(start)) return true;
    return opener !== '(' && UNFINISHED.some(test);
  }

  /** True if the last label begins at an index of the text, and its address has not ended. */
  #holdsUnfinishedAddress(start: number): boolean {
    const [lastButOne, last] = this.#labelEnds;
    return this.#endsInAddress && lastButOne < start && start < last;
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

  #textIndex({ lineIndex, runIndex, index }: TextPosition): number {
    return (this.#runStarts[lineIndex]?.[runIndex] ?? 0) + index;
  }

  #styledPart(run: Run, start: number, end: number): Run[] {
    if (start >= end) return [];
    return [{ look: { ...run.look, ...this.#openLook }, ...sliceRun(run, start, end) }];
  }
}

/** True if nothing closes the bracket with which a text begins. A formula may hold brackets. */
function isOpenFormula(text: string): boolean {
  let depth = 0;

  for (const character of text) {
    if ('(['.includes(character)) depth += 1;
    if (')]'.includes(character)) depth -= 1;
    if (depth === 0) return false;
  }
  return text.length <= LONGEST_FORMULA;
}

/** Joins the text of lines, with a line feed between two of them. */
function joinLines(lines: readonly Line[]): {
  readonly text: string;
  readonly runStarts: readonly (readonly number[])[];
} {
  let text = '';

  const runStarts = lines.map(({ runs, continues }, index) => {
    if (index > 0 && !continues) text += '\n';
    return runs.map((run) => {
      const start = text.length;
      text += run.text;
      return start;
    });
  });
  return { text, runStarts };
}

/** The first line of a table looks like text until its second line is there. */
function mayBeTable({ runs, continues }: Line): boolean {
  return !continues && runs[0]?.text.startsWith('|') === true;
}
