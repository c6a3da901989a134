import type { Link, Run } from '../../../markdown/layout/layout.ts';
import { escapeText } from './escape-text.ts';
import {
  type Mark,
  marksOf,
  type Piece,
  type Style,
  stretchEnd,
  toInlinePieces,
} from './inline-pieces.ts';

/** Enough of the text behind an address to see whether more than punctuation follows. */
const LONGEST_END = 8;
/** Nobody sees it. Between the stars that end italic text and those that begin bold text, it keeps them apart. */
const WORD_JOINER = '\u2060';
const WORD_CHARACTER = /[\p{L}\p{N}_]/u;

/** The runs of one line in Discord's Markdown. Its escapes are not yet resolved. */
export function renderInline(runs: readonly Run[]): string {
  const pieces = toInlinePieces(runs);
  const hasLink = holdsLink(pieces);
  const line = createMarkedLine();

  for (const [index, piece] of pieces.entries()) {
    const marks = marksOf(piece);
    line.closeAllBut(marks);

    const newMarks = marks.filter((mark) => !line.isOpen(mark));
    const text = renderPiece(piece, {
      next: pieces[index + 1]?.text.slice(0, LONGEST_END) ?? '',
      before: line.text().at(-1) ?? '',
      hasLink,
    });
    // Spaces go before opening signs, not behind them.
    const leadingSpace = newMarks.length > 0 ? (/^\s*/.exec(text)?.[0] ?? '') : '';
    line.append(leadingSpace);

    // The mark that lasts longest opens first, so no mark has to be closed before its end.
    const endOf = (mark: Mark) =>
      stretchEnd(pieces, index, (other) => marksOf(other).includes(mark));
    for (const mark of newMarks.toSorted((a, b) => endOf(b) - endOf(a)))
      line.open(mark, openingSign(mark, { pieces, index, before: line.text() }));

    line.append(text.slice(leadingSpace.length));
  }

  line.closeAllBut([]);
  return line.text();
}

/**
 * True if the line has a link, or text that looks like one: other brackets must not become a part
 * of it.
 */
function holdsLink(pieces: readonly Piece[]): boolean {
  const text = pieces.map((piece) => piece.text).join('');
  return pieces.some(({ look }) => look.link) || text.includes('](');
}

interface OpenMark {
  readonly mark: Mark;
  readonly sign: string;
  /** The index in the line at which the marked text begins. */
  readonly start: number;
}

/** A line under construction, and the marks that are open at its end. */
function createMarkedLine() {
  const openMarks: OpenMark[] = [];
  let line = '';
  /** The length of the line up to the last closing sign. */
  let closedUntil = 0;

  /**
   * Puts the closing sign directly behind the text, before any space. Removes a mark around
   * nothing.
   */
  function closeLast(): void {
    const { mark, sign, start } = openMarks.pop() as OpenMark;
    const text = line.slice(start).trimEnd();
    const trailingSpace = line.slice(start + text.length);

    line =
      text === ''
        ? line.slice(0, start - sign.length) + trailingSpace
        : line.slice(0, start) + text + closingSign(mark, sign) + trailingSpace;
    closedUntil = line.length - trailingSpace.length;
  }

  return {
    text: () => line,

    append(text: string): void {
      line += text;
    },

    isOpen: (mark: Mark) => openMarks.some((open) => open.mark === mark),

    open(mark: Mark, sign: string): void {
      const joinsStars = closedUntil === line.length && line.endsWith('*') && sign.startsWith('*');
      line += joinsStars ? WORD_JOINER + sign : sign;
      openMarks.push({ mark, sign, start: line.length });
    },

    /** Closes the marks that end here, and those that were opened inside of them. */
    closeAllBut(marks: readonly Mark[]): void {
      const firstEnded = openMarks.findIndex(({ mark }) => !marks.includes(mark));
      if (firstEnded === -1) return;
      while (openMarks.length > firstEnded) closeLast();
    },
  };
}

interface Position {
  readonly pieces: readonly Piece[];
  /** The piece with which the mark begins. */
  readonly index: number;
  /** The line so far. */
  readonly before: string;
}

function openingSign(mark: Mark, position: Position): string {
  if (mark === 'bold') return '**';
  if (mark === 'strike') return '~~';
  return mark === 'italic' ? italicSign(position) : '[';
}

function closingSign(mark: Mark, sign: string): string {
  return isStyle(mark) ? sign : `](${linkTarget(mark)})`;
}

function isStyle(mark: Mark): mark is Style {
  return typeof mark === 'string';
}

/**
 * Gives `_` where a `*` would touch the stars of bold and no word is next to the sign, else `*`.
 */
function italicSign({ pieces, index, before }: Position): string {
  const end = stretchEnd(pieces, index, ({ look }) => look.italic === true);
  const isBold = (pieceIndex: number) => pieces[pieceIndex]?.look.bold === true;
  const boldChangesAt = (pieceIndex: number) => isBold(pieceIndex - 1) !== isBold(pieceIndex);

  const touchesStars = boldChangesAt(index) || boldChangesAt(end) || before.endsWith('*');
  if (!touchesStars) return '*';

  const previous = before.at(-1) ?? '';
  const next = boldChangesAt(end) ? '' : (pieces[end]?.text[0] ?? '');
  const isInWord = WORD_CHARACTER.test(previous) || WORD_CHARACTER.test(next);
  return isInWord || pieces.slice(index, end).some(holdsUnderscore) ? '*' : '_';
}

/** True if the piece holds an underscore that cannot be escaped. */
function holdsUnderscore({ text, look, isAddress }: Piece): boolean {
  const isVerbatim = isAddress || look.code;
  return (isVerbatim && text.includes('_')) || look.link?.url.includes('_') === true;
}

interface Surroundings {
  /** The next text, and the character before the piece; empty: there is none. */
  readonly next: string;
  readonly before: string;
  readonly hasLink: boolean;
}

function renderPiece(
  { text, look, isAddress }: Piece,
  { next, before, hasLink }: Surroundings,
): string {
  if (isAddress) return renderAddress(text, next, before);
  if (look.code) return renderCode(text);

  const address = /^\S/.test(next) ? LAST_ADDRESS.exec(text) : null;
  if (!address) return escapeText(text, { brackets: hasLink });
  const [found, rest = ''] = address;
  const textBefore = escapeText(text.slice(0, address.index), { brackets: hasLink });
  return `${textBefore}<${found.slice(0, found.length - rest.length)}>${rest}`;
}

/**
 * An address in a text that is no link, such as `a=https://example.com`, up to the end of the text.
 * Discord would go on with it into what follows.
 */
const LAST_ADDRESS = /https?:\/\/[^\s<]*[^\s<.,:;"')\]*_~|`\\]([.,:;"')\]]*)$/;

/** Puts code between runs of backticks, of a length that no run in the code has. */
function renderCode(code: string): string {
  const runs = code.split(/[^`]+/);
  let fence = '`';
  while (runs.includes(fence)) fence += '`';

  const padding = /^`|`$|^ .* $/.test(code) ? ' ' : '';
  return fence + padding + code + padding + fence;
}

/** Adds angle brackets where Discord would not find the beginning or the end of the address. */
function renderAddress(address: string, next: string, before: string): string {
  const isClear =
    /^$|[\s(*_~]/.test(before) &&
    /^[.,:;!?)]*(?:\s|$)/.test(next) &&
    !/[.,:;!?)*_~]$/.test(address);
  return isClear ? address : `<${address}>`;
}

/**
 * Encodes characters that would end the address or the bold around it. Round brackets in pairs do
 * no harm.
 */
function linkTarget({ url }: Link): string {
  const hasPairsOnly = /^[^()]*(\([^()]*\)[^()]*)*$/.test(url);
  return url.replace(hasPairsOnly ? /[\s<>\\*`]/g : /[\s<>\\*`()]/g, percentEncode);
}

/** `encodeURIComponent` leaves round brackets and stars as they are. */
function percentEncode(character: string): string {
  const code = character.charCodeAt(0).toString(16).toUpperCase();
  return `%${code.padStart(2, '0')}`;
}
