import type { Container, Line, Run } from '../../../markdown/layout/layout.ts';
import { escapeLineStart, stripControls } from './escape-text.ts';
import { renderInline } from './render-inline.ts';

type Quote = Extract<Container, { kind: 'quote' }>;
type Item = Extract<Container, { kind: 'item' }>;

/** The lines of one code block, or one other line. */
type Block = readonly [Line, ...Line[]];

/** Renders lines as Discord's own Markdown. Its escapes are not yet resolved. */
export function renderLines(lines: readonly Line[]): string {
  const blocks = groupIntoBlocks(lines);

  const rows = blocks.flatMap((block, index) => {
    const lineBefore = blocks[index - 1]?.at(-1);
    const isCode = block[0].leaf.kind === 'code';
    return [
      ...rowsBetween(lineBefore, block[0]),
      ...(isCode
        ? renderCodeBlock(block, lineBefore)
        : block.map((line, row) => renderLine(line, row === 0 ? lineBefore : block[row - 1]))),
    ];
  });
  return rows.join('\n');
}

function groupIntoBlocks(lines: readonly Line[]): readonly Block[] {
  const blocks: [Line, ...Line[]][] = [];

  for (const line of lines) {
    const block = blocks.at(-1);
    if (block && continuesCode(block[0], line)) block.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

function continuesCode(first: Line, line: Line): boolean {
  return line.leaf.kind === 'code' && first.leaf === line.leaf && quoteOf(first) === quoteOf(line);
}

/** Gives the empty row between two blocks, if there is one. */
function rowsBetween(before: Line | undefined, line: Line): readonly string[] {
  if (before === undefined) return [];

  if (quoteOf(before) !== quoteOf(line)) {
    // Discord would join two quotes that follow each other.
    const areTwoQuotes = quoteOf(before) && quoteOf(line);
    return line.gap === 2 || areTwoQuotes ? [''] : [];
  }

  // Discord itself shows headings and code at a distance.
  const hasOwnDistance =
    isHeading(before) || before.leaf.kind === 'code' || line.leaf.kind === 'code';
  return line.gap === 1 || hasOwnDistance ? [] : [quoteSign(line)];
}

/** Renders code at the left edge: Discord would show an indentation as part of the code. */
function renderCodeBlock(block: Block, before: Line | undefined): readonly string[] {
  const [first] = block;
  const code = block.map(({ runs }) => runs.map(({ text }) => stripControls(text)).join(''));
  const fence = '`'.repeat(Math.max(3, longestBacktickRun(code) + 1));
  const opening = fence + languageOf(first);

  const beginsItem = first.opens.some(({ kind }) => kind === 'item');
  const markers = beginsItem ? [markersOf(first, before)] : [];

  return [...markers, opening, ...code, fence].map((row) => quoteSign(first) + row);
}

function longestBacktickRun(rows: readonly string[]): number {
  const runs = rows.flatMap((row) => row.match(/`+/g) ?? []);
  return Math.max(0, ...runs.map(({ length }) => length));
}

/**
 * Gives the language of the code. Empty where Discord would take it for the first line of the code.
 */
function languageOf({ leaf }: Line): string {
  const language = leaf.kind === 'code' ? (leaf.language ?? '') : '';
  return /^[\w+#.-]{1,40}$/.test(language) ? language : '';
}

/** A page is rendered many times, to find its end and at each update. Most of its lines stay. */
const renderedLines = new WeakMap<Line, string>();

function renderLine(line: Line, before: Line | undefined): string {
  // At the start of a page, no list is before the line.
  if (beginsNumbersAnew(line, before))
    return quoteSign(line) + markersOf(line, before) + renderText(line);

  const known = renderedLines.get(line);
  if (known !== undefined) return known;

  const rendered = quoteSign(line) + markersOf(line, before) + renderText(line);
  renderedLines.set(line, rendered);
  return rendered;
}

function beginsNumbersAnew(line: Line, before: Line | undefined): boolean {
  return line.opens.some((container) => isNumberedAnew(container, line, before));
}

/**
 * True if the item begins a numbered list behind an item of another one, and does not have the number
 * that comes next. Discord would take both for one list, and count on.
 */
function isNumberedAnew(container: Container, line: Line, before: Line | undefined): boolean {
  if (container.kind !== 'item' || container.ordinal === undefined || !before) return false;

  const depth = line.containers.indexOf(container);
  const isBeside = line.containers
    .slice(0, depth)
    .every((outer, index) => outer === before.containers[index]);
  const other = before.containers[depth];
  return isBeside && other?.kind === 'item' && other.ordinal !== undefined
    ? other.ordinal + 1 !== container.ordinal
    : false;
}

function renderText(line: Line): string {
  const { leaf, runs } = line;
  if (leaf.kind === 'rule') return '———';
  if (leaf.kind !== 'heading') return escapeLineStart(renderInline(runs));
  if (runs.length === 0) return '';
  if (!isHeading(line)) return renderInline(runs.map(toBold));

  const text = escapeLineStart(renderInline(runs));
  // Discord drops number signs from the end of a heading.
  return `${'#'.repeat(leaf.level)} ${text.replace(/(?<!\\)#+\s*$/, '\\$&')}`;
}

/**
 * True if Discord can show the line as a heading: it has three levels, at the start of a line or of
 * a quote.
 */
function isHeading({ leaf, containers }: Line): boolean {
  if (leaf.kind !== 'heading' || leaf.level > 3 || containers.some(isNote)) return false;
  return containers.filter(({ kind }) => kind === 'quote').length <= 1;
}

function isNote(container: Container): boolean {
  return container.kind === 'item' && container.footnote !== undefined;
}

function toBold(run: Run): Run {
  return { ...run, look: { ...run.look, bold: true } };
}

/**
 * Gives the outermost quote: Discord quotes whole lines, one level deep, and the sign comes first,
 * whatever is around the quote.
 */
function quoteOf({ containers }: Line): Quote | undefined {
  return containers.find((container) => container.kind === 'quote');
}

function quoteSign(line: Line): string {
  return quoteOf(line) ? '> ' : '';
}

/** The markers of lists, notes and inner quotes before the text of a line. */
function markersOf(line: Line, before: Line | undefined): string {
  const outerQuote = quoteOf(line);
  const quoteIndex = outerQuote ? line.containers.indexOf(outerQuote) : -1;
  // Discord draws an edge along a quote, which needs no indent of the items around it. But beside the
  // marker of such an item, a list in the quote would seem to go on with the item.
  const isIndented =
    quoteIndex < 0 || line.containers.slice(quoteIndex).some(({ kind }) => kind === 'item');

  let isBehindText = false;
  const markers = line.containers.map((container, index) => {
    if (container === outerQuote) return '';
    if (container.kind === 'quote') return '› ';
    if (line.opens.includes(container)) {
      const isText = container.isOutOfOrder === true || isNumberedAnew(container, line, before);
      const marker = markerOf(container, isText || isBehindText, isBehindText);
      isBehindText ||= isText;
      return marker;
    }
    return isIndented || index > quoteIndex ? ' '.repeat(indentOf(container)) : '';
  });

  const smallPrint = line.containers.some(isNote) ? '-# ' : '';
  return smallPrint + markers.join('');
}

/**
 * `isText`: the number is text. `isBehindText`: a marker that is text stands before it, and Discord
 * finds no list behind text.
 */
function markerOf(
  { footnote, ordinal, checked }: Item,
  isText: boolean,
  isBehindText: boolean,
): string {
  if (footnote !== undefined) return `[${footnote}] `;

  // Discord counts up from the first number of a list, so other numbers are text.
  const dot = isText ? '\\.' : '.';
  const bullet = ordinal === undefined ? (isBehindText ? '• ' : '- ') : `${ordinal}${dot} `;
  if (checked === undefined) return bullet;
  // The box is the marker of a task: Discord would show a bullet before it.
  return (ordinal === undefined ? '' : bullet) + (checked ? '☑ ' : '☐ ');
}

/**
 * Gives the width of the marker of the item: by this indentation, Discord knows the lines of the
 * item.
 */
function indentOf({ footnote, ordinal }: Item): number {
  if (footnote !== undefined) return 0;
  return ordinal === undefined ? 2 : `${ordinal}. `.length;
}
