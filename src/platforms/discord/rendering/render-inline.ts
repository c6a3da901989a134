import type { Link, Look, Run } from '../../../markdown/layout.ts';
import { escapeText, withoutControls } from './escape-text.ts';

/** A stretch of one look, as it will be written. */
interface Piece {
  readonly text: string;
  readonly look: Look;
  /** An address that is its own label. */
  readonly isAddress?: boolean;
}

type Style = 'bold' | 'italic' | 'strike';
type Mark = Style | Link;

interface Open {
  readonly mark: Mark;
  readonly sign: string;
  /** Where what it marks begins. */
  readonly from: number;
}

const STYLES: readonly Style[] = ['bold', 'strike', 'italic'];
const WORD = /[\p{L}\p{N}_]/u;

/** The runs of one line in Discord's Markdown. Its escapes are still to be settled. */
export function renderInline(runs: readonly Run[]): string {
  const pieces = piecesOf(runs);
  const hasLink =
    pieces.some(({ look }) => look.link) ||
    pieces
      .map(({ text }) => text)
      .join('')
      .includes('](');
  const open: Open[] = [];
  let line = '';

  const closeDownTo = (depth: number) => {
    while (open.length > depth) {
      const { mark, sign, from } = open.pop() as Open;
      const text = line.slice(from).trimEnd();
      const space = line.slice(from + text.length);
      const close = typeof mark === 'string' ? sign : `](${addressOf(mark)})`;
      line =
        text === ''
          ? line.slice(0, from - sign.length) + space
          : line.slice(0, from) + text + close + space;
    }
  };
  const openMark = (mark: Mark, at: number) => {
    const sign = typeof mark === 'string' ? signOf(mark, pieces, at, line) : '[';
    line += sign;
    open.push({ mark, sign, from: line.length });
  };

  for (const [at, piece] of pieces.entries()) {
    const wanted = marksOf(piece);
    const kept = open.findIndex(({ mark }) => !wanted.includes(mark));
    closeDownTo(kept === -1 ? open.length : kept);
    const missing = wanted.filter((mark) => !open.some((one) => one.mark === mark));
    const text = write(piece, {
      next: pieces[at + 1]?.text[0] ?? '',
      before: line.at(-1) ?? '',
      hasLink,
    });
    const space = missing.length > 0 ? (/^\s*/.exec(text)?.[0] ?? '') : '';
    line += space;
    // What lasts longest opens first: so nothing has to be closed before its end.
    const end = (mark: Mark) => endOf(pieces, at, (one) => marksOf(one).includes(mark));
    for (const mark of missing.sort((a, b) => end(b) - end(a))) openMark(mark, at);
    line += text.slice(space.length);
  }
  closeDownTo(0);
  return line;
}

/** Where a stretch that begins at `at` ends. */
function endOf<T>(list: readonly T[], at: number, belongs: (one: T) => boolean): number {
  let end = at;
  for (const one of list.slice(at)) {
    if (!belongs(one)) break;
    end += 1;
  }
  return end;
}

function piecesOf(runs: readonly Run[]): readonly Piece[] {
  const merged: Piece[] = [];
  for (const { text, look } of runs) {
    const last = merged.at(-1);
    const clean = withoutControls(text);
    if (last && isSame(last.look, look))
      merged[merged.length - 1] = { text: last.text + clean, look };
    else merged.push({ text: clean, look });
  }
  const pieces: Piece[] = [];
  while (merged.length > 0) {
    const link = merged[0]?.look.link;
    const length = link ? endOf(merged, 0, (one) => one.look.link === link) : 1;
    const group = merged.splice(0, length);
    pieces.push(...(link ? linkPieces(group, link) : group));
  }
  return pieces.filter(({ text }) => text !== '').map(lonelyCode);
}

function linkPieces(group: readonly Piece[], link: Link): readonly Piece[] {
  const label = group.map(({ text }) => text).join('');
  const { link: _, ...look } = group[0]?.look ?? {};
  if (label === link.url) return [{ text: label, look, isAddress: true }];
  // Discord links no label that holds an address: it may hide where the link really leads.
  if (!/https?:\/\//.test(label)) return group;
  const plain = group.map(({ text, look: { link: _link, ...rest } }) => ({ text, look: rest }));
  return [
    ...plain,
    { text: ' (', look },
    { text: link.url, look, isAddress: true },
    { text: ')', look },
  ];
}

/** Discord looks for the end of a style before it looks for code: signs in the code would end it. */
function lonelyCode(piece: Piece): Piece {
  const { code, link, ...styles } = piece.look;
  const isRisky = code && /[*_~]/.test(piece.text) && Object.values(styles).some(Boolean);
  return isRisky ? { ...piece, look: { code, ...(link && { link }) } } : piece;
}

function marksOf({ look }: Piece): readonly Mark[] {
  return [...(look.link ? [look.link] : []), ...STYLES.filter((style) => look[style])];
}

function isSame(a: Look, b: Look): boolean {
  return a.code === b.code && a.link === b.link && STYLES.every((style) => a[style] === b[style]);
}

/** Italic is `_` where its `*` would touch the stars of bold, if neither side is part of a word. */
function signOf(style: Style, pieces: readonly Piece[], at: number, line: string): string {
  if (style === 'bold') return '**';
  if (style === 'strike') return '~~';
  const end = endOf(pieces, at, ({ look }) => look.italic === true);
  const isBold = (index: number) => pieces[index]?.look.bold === true;
  const touches =
    isBold(at - 1) !== isBold(at) || isBold(end - 1) !== isBold(end) || line.endsWith('*');
  if (!touches) return '*';
  const next = isBold(end - 1) !== isBold(end) ? '' : (pieces[end]?.text ?? '');
  const isInWord = WORD.test(line.at(-1) ?? '') || WORD.test(next[0] ?? '');
  const holdsUnderscores = pieces
    .slice(at, end)
    .some(
      (one) =>
        ((one.isAddress || one.look.code) && one.text.includes('_')) ||
        one.look.link?.url.includes('_'),
    );
  return isInWord || holdsUnderscores ? '*' : '_';
}

interface Surroundings {
  readonly next: string;
  readonly before: string;
  /** In the line is a link, or what looks like one: other brackets must not become a part of it. */
  readonly hasLink: boolean;
}

function write({ text, look, isAddress }: Piece, { next, before, hasLink }: Surroundings): string {
  if (isAddress) return writeAddress(text, next, before);
  return look.code ? writeCode(text) : escapeText(text, { brackets: hasLink });
}

function writeCode(text: string): string {
  const runs = text.split(/[^`]+/);
  let sign = '`';
  while (runs.includes(sign)) sign += '`';
  const pad = /^`|`$|^ .* $/.test(text) ? ' ' : '';
  return sign + pad + text + pad + sign;
}

/** Angle brackets where Discord would not see where the address begins or ends. */
function writeAddress(address: string, next: string, before: string): string {
  const isOpen =
    /^$|[\s(*_~]/.test(before) && /^$|[\s.,:;!?)*~]/.test(next) && !/[.,:;!?)*_~]$/.test(address);
  return isOpen ? address : `<${address}>`;
}

/** What would end the address or the bold around it is encoded. Pairs of brackets do no harm. */
function addressOf({ url }: Link): string {
  const isPaired = /^[^()]*(\([^()]*\)[^()]*)*$/.test(url);
  return url.replace(isPaired ? /[\s<>\\*`]/g : /[\s<>\\*`()]/g, encode);
}

/** `encodeURIComponent` keeps brackets and stars. */
function encode(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
