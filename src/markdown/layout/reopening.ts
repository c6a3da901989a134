import type {
  Code,
  Definition,
  FootnoteDefinition,
  ListItem,
  Nodes,
  RootContent,
  Table,
} from 'mdast';
import { reopenFence } from './reopen-fence.ts';
import { STAND_IN } from './stand-in.ts';
import { textWidth } from './text-width.ts';

/**
 * Text to parse before the rest of a text that was cut inside of blocks: it opens these blocks
 * again. What it shows is dropped.
 */
export interface Reopening {
  readonly text: string;
  /** The number of UTF-16 units at its start whose lines are dropped. */
  readonly droppedLength: number;
  /** True if the innermost block that goes on holds text. */
  readonly isInLeaf: boolean;
}

/** A place inside of the blocks of a text. */
interface Cut {
  readonly offset: number;
  /** The cut is behind the start of a line. */
  readonly isInLine: boolean;
}

const MAX_PADDING = 3;
/** More spaces behind the mark of an item begin indented code. */
const MAX_MARK_SPACES = 4;
const TAB_WIDTH = 4;
const FOOTNOTE_INDENT = ' '.repeat(TAB_WIDTH);
/** The box of a task before its text, for which no later line is indented. */
const CHECKBOX = /\[[ xX]\][ \t]+$/;
const LONGEST_CHECKBOX = 10;
/** Enough of an item to see its mark. */
const LONGEST_MARK = 60;
/** Enough of an address to see that it holds data. */
const LONGEST_BEGINNING = 40;
/** A cell wider than this never fits a grid. */
const WIDEST_CELL = 60;

/** The marks of open containers: before their first line, and before a later one. */
interface Marks {
  readonly first: string;
  readonly later: string;
}

/** Nothing is open. */
export const NO_REOPENING: Reopening = { text: '', droppedLength: 0, isInLeaf: false };

/** Opens the containers around a block again, at the start of the line on which it begins. */
export function reopenContainers(path: readonly RootContent[], text: string): Reopening {
  if (path.length === 0) return NO_REOPENING;

  // An empty heading: no later line can join it.
  const opening = `${marksOf(path, text).first}#\n`;
  return { text: opening, droppedLength: opening.length, isInLeaf: false };
}

/** Opens a block that holds text and the containers around it again. */
export function reopenLeaf(
  containers: readonly RootContent[],
  leaf: RootContent,
  text: string,
  cut: Cut,
): Reopening {
  const { first, later } = marksOf(containers, text);
  const pad = paddingBefore(leaf, text, first);
  const marks = { first: first + pad, later: cut.isInLine ? later : '' };
  const opening = openLeaf(leaf, text, marks, { ...cut, laterMarks: later });

  // The lines of a formula have no offsets of their own, and it needs no stand-in.
  const droppedLength = leaf.type === 'math' ? 0 : opening.length;
  return { text: opening, droppedLength, isInLeaf: true };
}

function openLeaf(
  leaf: RootContent,
  text: string,
  { first, later }: Marks,
  cut: Cut & { readonly laterMarks: string },
): string {
  switch (leaf.type) {
    case 'code':
      return isFenced(leaf, text)
        ? first + joinLines(reopenFence(leaf, text, cut.offset), cut.laterMarks) + later
        : `${first}    ${STAND_IN}${cut.isInLine ? '' : '\n'}`;
    case 'math':
      return `${first}${text.slice(startOf(leaf), startOf(leaf) + 2)}\n${later}`;
    case 'table':
      return first + joinLines(tableRows(leaf, text, cut.offset), cut.laterMarks) + later;
    case 'definition':
      return first + beginningOf(leaf, text);
    case 'heading':
      return `${first}${'#'.repeat(leaf.depth)} ${STAND_IN} `;
    default:
      return `${first}${STAND_IN}${cut.isInLine ? ' ' : '\n'}`;
  }
}

function marksOf(containers: readonly RootContent[], text: string): Marks {
  let first = '';
  let later = '';

  for (const container of containers) {
    const pad = paddingBefore(container, text, first);
    const marks = ownMarks(container, text);
    first += pad + marks.first;
    later += pad + marks.later;
  }
  return { first, later };
}

function ownMarks(container: RootContent, text: string): Marks {
  switch (container.type) {
    case 'blockquote': {
      const mark = text[startOf(container) + 1] === ' ' ? '> ' : '>';
      return { first: mark, later: mark };
    }
    case 'listItem': {
      const mark = itemMark(container, text);
      return { first: mark, later: ' '.repeat(mark.length) };
    }
    case 'footnoteDefinition':
      return { first: footnoteMark(container), later: FOOTNOTE_INDENT };
    default:
      return { first: '', later: '' };
  }
}

/** The mark of an item, and the spaces up to its text. */
function itemMark(item: ListItem, text: string): string {
  const start = startOf(item);
  const [all = '- ', mark = '-', spaces = ' '] =
    /^([-+*]|\d{1,9}[.)])([ \t]*)/.exec(text.slice(start, start + LONGEST_MARK)) ?? [];

  const behind = text.charAt(start + all.length);
  const column = columnOf(start, text) + mark.length;
  const width = expandTabs(spaces, column).length;
  const isEmpty = behind === '' || behind === '\n' || behind === '\r';
  return mark + ' '.repeat(isEmpty || width === 0 || width > MAX_MARK_SPACES ? 1 : width);
}

/** The label has been defined before, so another one does no harm. */
function footnoteMark(_: FootnoteDefinition): string {
  return `[^${STAND_IN}]: `;
}

/** The spaces between the marks of containers and a block inside of them. */
function paddingBefore(node: RootContent, text: string, marks: string): string {
  const start = startOf(node);
  if (CHECKBOX.test(text.slice(Math.max(0, start - LONGEST_CHECKBOX), start))) return '';
  const room = columnOf(start, text) - marks.length;
  return ' '.repeat(Math.min(MAX_PADDING, Math.max(0, room)));
}

function columnOf(offset: number, text: string): number {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return expandTabs(text.slice(lineStart, offset), 0).length;
}

/** Replaces tabs by spaces, in a text that begins at this column. */
function expandTabs(text: string, column: number): string {
  let expanded = '';
  for (const character of text) {
    const width = TAB_WIDTH - ((column + expanded.length) % TAB_WIDTH);
    expanded += character === '\t' ? ' '.repeat(width) : character;
  }
  return expanded;
}

function isFenced(code: Code, text: string): boolean {
  return /^(?:`{3}|~{3})/.test(text.slice(startOf(code), startOf(code) + 3));
}

/** Lines behind the first one stand behind marks. */
function joinLines(lines: readonly string[], marks: string): string {
  return lines.map((line) => `${line}\n`).join(marks);
}

/** A definition up to the beginning of its address, which is shown already. */
function beginningOf(definition: Definition, text: string): string {
  const own = text.slice(startOf(definition), endOf(definition));
  const [label = ''] = /^\[(?:[^\\\]]|\\.)*\]:\s*/s.exec(own) ?? [];
  return own.slice(0, label.length + LONGEST_BEGINNING);
}

/**
 * The head of a table, and a row with cells as wide as the widest ones so far: the columns of the
 * rest are as wide as those before. Where links keep the table from being a grid, so do wide cells.
 */
function tableRows(table: Table, text: string, cutOffset: number): string[] {
  const [head, ...body] = table.children.filter((row) => startOf(row) < cutOffset);
  if (!head) return [];

  const columns = head.children.map((_, column) =>
    [head, ...body].map(({ children }) => children[column]).filter((cell) => cell !== undefined),
  );
  const widths = columns.map((cells) =>
    cells.some(holdsLink)
      ? WIDEST_CELL
      : Math.min(WIDEST_CELL, Math.max(1, ...cells.map((cell) => textWidth(textOf(cell))))),
  );
  const align = columns.map((_, column) => ALIGNMENTS[table.align?.[column] ?? 'none']);

  const sample = `| ${widths.map((width) => 'x'.repeat(width)).join(' | ')} |`;
  return [text.slice(startOf(head), endOf(head)), `|${align.join('|')}|`, sample];
}

const ALIGNMENTS = { left: ':-', right: '-:', center: ':-:', none: '-' } as const;

function holdsLink(node: Nodes): boolean {
  const isLink = node.type === 'link' || node.type === 'linkReference';
  return isLink || ('children' in node && node.children.some(holdsLink));
}

function textOf(node: Nodes): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

const startOf = ({ position }: Nodes) => position?.start.offset ?? 0;
const endOf = ({ position }: Nodes) => position?.end.offset ?? 0;
