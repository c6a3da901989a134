import type { ExpectedCharacter, ExpectedItem, ExpectedTable } from './expected-content.ts';
import type { VisibleCharacter } from './visible-content.ts';

/** Tells if a platform may give a character this style although the document does not. */
export type AllowsStyle = (style: string, shown: VisibleCharacter) => boolean;

type Shown = readonly VisibleCharacter[];

/** The index of something that is not there. */
const NOT_FOUND = -1;
/** Enough items to find the text again behind a formula, whose look is not judged. */
const LANDMARK_LENGTH = 8;
const LONGEST_FORMULA = 2_000;
const TABLE_RULES = /[│─┼]/;
/** Styles that are shown by other means, too, and never count as wrong. */
const FREE_STYLES: readonly string[] = ['list', 'ordered-list', 'subtext', 'own', 'heading'];
/** Styles by which platforms show headings. */
const HEADING_STYLES: readonly string[] = ['bold', 'underline'];
/** The lengths of the quotations in complaints, before and behind the place. */
const QUOTED_EXPECTED = { before: 25, behind: 15 };
const QUOTED_SHOWN = { before: 10, behind: 25 };

/**
 * Complains about the first character that is not the expected one, and about every wrong style
 * before it.
 */
export function compareContent(
  expected: readonly ExpectedItem[],
  shown: Shown,
  allows: AllowsStyle,
): readonly string[] {
  const complaints: string[] = [];
  let index = 0;

  for (const [expectedIndex, item] of expected.entries()) {
    const quotation = () => quoteExpected(expected, expectedIndex);
    const next = landmarkBehind(expected, expectedIndex);
    const end = findEnd(item, next, shown, index);

    if (end === NOT_FOUND) {
      complaints.push(
        `lost or out of place: ${quotation()} is shown as ${quoteShown(shown, index)}`,
      );
      return complaints;
    }

    const found = shown[index];
    if (item.kind === 'character' && found) {
      const before = shown[index - 1];
      complaints.push(
        ...complainAboutSpace(item, before, found).map((complaint) => complaint + quotation()),
        ...complainAboutStyles(item, found, allows).map((complaint) => complaint + quotation()),
      );
    }
    index = end;
  }

  if (index < shown.length)
    complaints.push(`shown, but not in the text: ${quoteShown(shown, index)}`);
  return complaints;
}

function landmarkBehind(expected: readonly ExpectedItem[], index: number): readonly ExpectedItem[] {
  return expected.slice(index + 1, index + 1 + LANDMARK_LENGTH);
}

/** The index behind an item that is shown at an index. */
function findEnd(
  item: ExpectedItem,
  next: readonly ExpectedItem[],
  shown: Shown,
  index: number,
): number {
  if (item.kind === 'formula') return findEndOfFormula(next, shown, index);
  if (item.kind === 'table') return findEndOfTable(item, shown, index);
  return isShownAt(item, shown, index) ? index + 1 : NOT_FOUND;
}

function isShownAt({ character }: ExpectedCharacter, shown: Shown, index: number): boolean {
  const found = shown[index];
  if (found === undefined) return false;
  if (found.character === character) return true;

  // Bullets are dashes where a list cannot be one, and where an empty item at the end is trimmed to
  // its dash.
  const isDash = character === '•' && found.character === '-';
  const isLast = index === shown.length - 1;
  return isDash && (isLast || found.styles.has('quote') || found.styles.has('subtext'));
}

/** The index where the text goes on behind a formula, which may look like anything. */
function findEndOfFormula(next: readonly ExpectedItem[], shown: Shown, from: number): number {
  const [first] = next;
  if (first === undefined) return shown.length;
  if (first.kind === 'formula') return from;

  const landmarkEnd = next.findIndex(({ kind }) => kind !== 'character');
  const landmark = landmarkEnd === -1 ? next : next.slice(0, landmarkEnd);
  const goesOnAt = (index: number) =>
    first.kind === 'table'
      ? findEndOfTable(first, shown, index) !== NOT_FOUND
      : landmark.every(
          (item, position) => findEnd(item, [], shown, index + position) !== NOT_FOUND,
        );

  const limit = Math.min(from + LONGEST_FORMULA, shown.length);
  for (let index = from; index < limit; index += 1) if (goesOnAt(index)) return index;
  return NOT_FOUND;
}

/** A table is a grid, whose head stands on each of its pages, or a list, or first one and then the other. */
function findEndOfTable(table: ExpectedTable, shown: Shown, from: number): number {
  const { grid, list, header, rows } = table;
  const skipRepeatedHead = (index: number) =>
    shown[index]?.isFirstOfPage ? findEndOfCells(header, shown, index, (same) => same) : index;
  const skipBullet = (index: number) =>
    /[•-]/.test(shown[index]?.character ?? '') ? index + 1 : index;

  const ends = [
    () => findEndOfCells(grid, shown, from, skipRepeatedHead),
    () => findEndOfCells(list, shown, from, skipBullet),
    ...rows.slice(1).map((_, index) => () => {
      const gridRows = [header, ...rows.slice(0, index + 1).map((row) => row.grid)].flat();
      const gridEnd = findEndOfCells(gridRows, shown, from, skipRepeatedHead);
      const listRows = rows.slice(index + 1).flatMap((row) => row.list);
      return gridEnd === NOT_FOUND
        ? NOT_FOUND
        : findEndOfCells(listRows, shown, gridEnd, skipBullet);
    }),
  ];
  for (const findTableEnd of ends) {
    const end = findTableEnd();
    if (end !== NOT_FOUND) return end;
  }
  return NOT_FOUND;
}

/** The index behind cells, between which rules and what `skipAddition` skips may stand. */
function findEndOfCells(
  cells: readonly ExpectedItem[],
  shown: Shown,
  from: number,
  skipAddition: (index: number) => number,
): number {
  let index = from;

  for (const [position, item] of cells.entries()) {
    if (item.kind === 'formula')
      index = findEndOfFormula(landmarkBehind(cells, position), shown, index);
    else if (item.kind === 'character') {
      const isFirst = position === 0;
      const found = findInCells(item.character, { isFirst, shown, from: index, skipAddition });
      index = found === NOT_FOUND ? NOT_FOUND : found + 1;
    }
    if (index === NOT_FOUND) return NOT_FOUND;
  }
  return skipRules(shown, index, () => false);
}

interface CellSearch {
  /** The character is the first of its table. */
  readonly isFirst: boolean;
  readonly shown: Shown;
  readonly from: number;
  readonly skipAddition: (index: number) => number;
}

/** The index of a character of a cell: here, behind rules, or behind rules and an addition. */
function findInCells(
  character: string,
  { isFirst, shown, from, skipAddition }: CellSearch,
): number {
  const isAt = (index: number) => shown[index]?.character === character;
  const mayBeRepeatedHead = !isFirst && shown[from]?.isFirstOfPage;
  if (isAt(from) && !mayBeRepeatedHead) return from;

  const behindRules = skipRules(shown, from, isAt);
  const behindAddition = skipRules(shown, skipAddition(behindRules), isAt);
  return [behindAddition, behindRules].find(isAt) ?? NOT_FOUND;
}

function skipRules(shown: Shown, from: number, isEnd: (index: number) => boolean): number {
  if (from === NOT_FOUND) return NOT_FOUND;

  let index = from;
  while (!isEnd(index) && TABLE_RULES.test(shown[index]?.character ?? '')) index += 1;
  return index;
}

function complainAboutSpace(
  { isSpaced }: ExpectedCharacter,
  before: VisibleCharacter | undefined,
  found: VisibleCharacter,
): readonly string[] {
  // Discord trims code.
  const isCode = found.styles.has('code') || before?.styles.has('code');
  const isMissing = before && isSpaced && !found.isSpaced && !isCode;
  return isMissing ? ['no space before the middle of '] : [];
}

/** Code is only code, and headings are bold in ways of their own. */
function complainAboutStyles(
  { styles: expected }: ExpectedCharacter,
  found: VisibleCharacter,
  allows: AllowsStyle,
): readonly string[] {
  if (expected === undefined) return [];
  if (expected.has('code')) return isShownAsCode(expected, found) ? [] : ['not code: '];

  const isHeading = expected.has('heading');
  const missing = [...expected].filter((style) => !hasStyle(found.styles, style));
  const surplus = [...found.styles].filter(
    (style) =>
      !hasStyle(expected, style) &&
      !FREE_STYLES.includes(style) &&
      !allows(style, found) &&
      !(isHeading && HEADING_STYLES.includes(style)),
  );
  return [
    ...missing.map((style) => `not ${style}: `),
    ...surplus.map((style) => `${style}, which it is not: `),
  ];
}

/** On Telegram, a link holds no code: there, code in a link stays a link. */
function isShownAsCode(expected: ReadonlySet<string>, { styles }: VisibleCharacter): boolean {
  const link = [...expected].find((style) => style.startsWith('link '));
  return styles.has('code') || (link !== undefined && hasStyle(styles, link));
}

function hasStyle(styles: ReadonlySet<string>, style: string): boolean {
  if (styles.has(style)) return true;
  if (style === 'heading') return styles.has('bold');
  return (
    style.startsWith('link ') &&
    [...styles].some((other) => other.startsWith('link ') && hasSameAddress(other, style))
  );
}

function hasSameAddress(firstLink: string, secondLink: string): boolean {
  return normaliseAddress(firstLink) === normaliseAddress(secondLink);
}

function normaliseAddress(link: string): string {
  const url = link.slice('link '.length);
  const href = URL.parse(url)?.href ?? url;
  return href.replace(/%([0-9A-F]{2})/g, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function quoteExpected(expected: readonly ExpectedItem[], index: number): string {
  const { before, behind } = QUOTED_EXPECTED;
  const text = expected
    .slice(Math.max(0, index - before), index + behind)
    .map((item) => (item.kind === 'character' ? item.character : '…'));
  return `“${text.join('')}”`;
}

function quoteShown(shown: Shown, index: number): string {
  const { before, behind } = QUOTED_SHOWN;
  const text = shown
    .slice(Math.max(0, index - before), index + behind)
    .map(({ character }) => character);
  return `“${text.join('')}”`;
}
