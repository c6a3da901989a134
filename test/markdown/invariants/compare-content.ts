import type { ExpectedCharacter, ExpectedItem, ExpectedTable } from './expected-content.ts';
import type { VisibleCharacter } from './visible-content.ts';

export interface CompareOptions {
  /** What a platform shows in place of what is expected, or in addition to it, though the text is right. */
  readonly allows?: (style: string, shown: VisibleCharacter) => boolean;
}

/** Enough to find the text again behind a formula, whose look is not judged. */
const BEHIND_FORMULA = 8;
const LONGEST_FORMULA = 2_000;
/** The lines of a table. */
const RULES = /[│─┼]/;

/** Complaints about the first sign that is not the expected one, and about every sign that does not look as it should. */
export function compareContent(
  expected: readonly ExpectedItem[],
  shown: readonly VisibleCharacter[],
  options: CompareOptions = {},
): readonly string[] {
  const complaints: string[] = [];
  let at = 0;
  for (const [index, item] of expected.entries()) {
    const where = () => around(expected, index);
    const end = behind(item, expected.slice(index + 1, index + 1 + BEHIND_FORMULA), shown, at);
    if (end < 0)
      return [...complaints, `lost or out of place: ${where()} is shown as ${signsAt(shown, at)}`];
    const found = shown[at];
    if (item.kind === 'sign' && found)
      complaints.push(...lookComplaints(item, [shown[at - 1], found], options, where));
    at = end;
  }
  if (at < shown.length) complaints.push(`shown, but not in the text: ${signsAt(shown, at)}`);
  return complaints;
}

/** Where what is shown goes on behind an item; -1: it is not there. */
function behind(
  item: ExpectedItem,
  next: readonly ExpectedItem[],
  shown: readonly VisibleCharacter[],
  at: number,
): number {
  if (item.kind === 'formula') return behindFormula(next, shown, at);
  if (item.kind === 'table') return behindTable(item, shown, at);
  const found = shown[at];
  // An empty item at the end is trimmed to its dash.
  const isEmptyItem = item.character === '•' && found?.character === '-' && at === shown.length - 1;
  return found !== undefined && (isEmptyItem || isSame(item.character, found)) ? at + 1 : -1;
}

function lookComplaints(
  { isSpaced: spaced, styles }: ExpectedCharacter,
  [before, found]: readonly [VisibleCharacter | undefined, VisibleCharacter],
  options: CompareOptions,
  where: () => string,
): readonly string[] {
  // Discord trims code.
  const isCode = found.styles.has('code') || before?.styles.has('code');
  const space =
    before && spaced && !found.isSpaced && !isCode
      ? [`no space before the middle of ${where()}`]
      : [];
  return [...space, ...(styles ? styleComplaints(styles, found, options, where) : [])];
}

/** Where a list cannot be one, its bullets are dashes. */
function isSame(sign: string, { character: found, styles }: VisibleCharacter): boolean {
  return (
    sign === found ||
    (sign === '•' && found === '-' && (styles.has('quote') || styles.has('subtext')))
  );
}

/** Where the text goes on behind a formula: a formula may look like anything. */
function behindFormula(
  next: readonly ExpectedItem[],
  shown: readonly VisibleCharacter[],
  from: number,
): number {
  const [first] = next;
  if (first === undefined) return shown.length;
  if (first.kind === 'formula') return from;
  const end = next.findIndex((one) => one.kind !== 'sign');
  const landmark = next.slice(0, end === -1 ? undefined : end);
  const goesOn = (at: number) =>
    first.kind === 'table'
      ? behindTable(first, shown, at) >= 0
      : landmark.every((one, index) => behind(one, [], shown, at + index) >= 0);
  for (let at = from; at < from + LONGEST_FORMULA && at < shown.length; at += 1)
    if (goesOn(at)) return at;
  return -1;
}

/** As a grid, whose head stands on each of its pages, or as a list. */
function behindTable(
  { grid, rows, header }: ExpectedTable,
  shown: readonly VisibleCharacter[],
  from: number,
): number {
  const asGrid = match(grid, shown, from, (at) =>
    shown[at]?.isFirstOfPage ? match(header, shown, at, () => at) : at,
  );
  return asGrid >= 0
    ? asGrid
    : match(rows, shown, from, (at) => (/[•-]/.test(shown[at]?.character ?? '') ? at + 1 : at));
}

function match(
  wanted: readonly ExpectedItem[],
  shown: readonly VisibleCharacter[],
  from: number,
  skip: (at: number) => number,
): number {
  let at = from;
  const find = (sign: string, mayTurn: boolean) => {
    const isHere = (place: number) => shown[place]?.character === sign;
    if (isHere(at) && !(mayTurn && shown[at]?.isFirstOfPage)) return at;
    const behindRules = passRules(shown, at, isHere);
    const behind = passRules(shown, skip(behindRules), isHere);
    return [behind, behindRules].find(isHere) ?? -1;
  };
  for (const [index, item] of wanted.entries()) {
    if (item.kind === 'formula')
      at = behindFormula(wanted.slice(index + 1, index + 1 + BEHIND_FORMULA), shown, at);
    else if (item.kind === 'sign') at = find(item.character, index > 0) + 1 || -1;
    if (at < 0) return -1;
  }
  return passRules(shown, at, () => false);
}

function passRules(
  shown: readonly VisibleCharacter[],
  from: number,
  isEnd: (at: number) => boolean,
): number {
  let at = from;
  while (at >= 0 && !isEnd(at) && RULES.test(shown[at]?.character ?? '')) at += 1;
  return at;
}

/** Code is only code, headings are bold in their own ways. */
function styleComplaints(
  expected: ReadonlySet<string>,
  shown: VisibleCharacter,
  { allows = () => false }: CompareOptions,
  where: () => string,
): string[] {
  if (expected.has('code')) {
    // On Telegram, a link holds no code: there it stays a link.
    const link = [...expected].find((style) => style.startsWith('link '));
    const isFine = shown.styles.has('code') || (link !== undefined && has(shown.styles, link));
    return isFine ? [] : [`not code: ${where()}`];
  }
  const missing = [...expected].filter((style) => !has(shown.styles, style));
  const surplus = [...shown.styles].filter(
    (style) => !has(expected, style) && !FREE.includes(style) && !allows(style, shown),
  );
  const isHeading = expected.has('heading');
  return [
    ...missing.map((style) => `not ${style}: ${where()}`),
    ...surplus
      .filter((style) => !isHeading || !HEADING.includes(style))
      .map((style) => `${style}, which it is not: ${where()}`),
  ];
}

const FREE: readonly string[] = ['list', 'ordered-list', 'subtext', 'own', 'heading'];
const HEADING: readonly string[] = ['bold', 'underline'];

function has(styles: ReadonlySet<string>, style: string): boolean {
  if (styles.has(style)) return true;
  if (style === 'heading') return styles.has('bold');
  return (
    style.startsWith('link ') &&
    [...styles].some((one) => one.startsWith('link ') && sameAddress(one, style))
  );
}

function sameAddress(a: string, b: string): boolean {
  const plain = (style: string) => {
    const url = style.slice('link '.length);
    return (URL.parse(url)?.href ?? url).replace(/%([0-9A-F]{2})/g, (_, code) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
  };
  return plain(a) === plain(b);
}

function around(expected: readonly ExpectedItem[], index: number): string {
  const text = expected
    .slice(Math.max(0, index - 25), index + 15)
    .map((one) => (one.kind === 'sign' ? one.character : '…'));
  return `“${text.join('')}”`;
}

function signsAt(shown: readonly VisibleCharacter[], at: number): string {
  return `“${shown
    .slice(Math.max(0, at - 10), at + 25)
    .map(({ character: sign }) => sign)
    .join('')}”`;
}
