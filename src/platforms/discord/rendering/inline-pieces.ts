import type { Link, Look, Run } from '../../../markdown/layout/layout.ts';
import { stripControls } from './escape-text.ts';

/** A look that Discord shows between two equal signs. */
export type Style = 'bold' | 'italic' | 'strike';

/** A style, or the link that a text leads to. */
export type Mark = Style | Link;

/** A stretch of a line with one look, as Discord can show it. */
export interface Piece {
  readonly text: string;
  readonly look: Look;
  /** An address that is its own label. */
  readonly isAddress?: boolean;
}

const STYLES: readonly Style[] = ['bold', 'strike', 'italic'];

/**
 * The runs of one line, joined where they look the same, and split where Discord cannot show a link
 * or code.
 */
export function toInlinePieces(runs: readonly Run[]): readonly Piece[] {
  const joined = joinEqualLooks(runs);
  const pieces: Piece[] = [];

  let index = 0;
  while (index < joined.length) {
    const link = joined[index]?.look.link;
    const end = link ? stretchEnd(joined, index, ({ look }) => look.link === link) : index + 1;
    const group = joined.slice(index, end);
    pieces.push(...(link ? toLinkPieces(group, link) : group));
    index = end;
  }

  return pieces.filter(({ text }) => text !== '').map(removeRiskyStyles);
}

/** The link and the styles of a piece. */
export function marksOf({ look }: Piece): readonly Mark[] {
  const styles = STYLES.filter((style) => look[style]);
  return look.link ? [look.link, ...styles] : styles;
}

/** Gives the end of the longest stretch from `start` on whose items all satisfy `belongs`. */
export function stretchEnd<Item>(
  items: readonly Item[],
  start: number,
  belongs: (item: Item) => boolean,
): number {
  let end = start;
  while (end < items.length && belongs(items[end] as Item)) end += 1;
  return end;
}

function joinEqualLooks(runs: readonly Run[]): readonly Piece[] {
  const joined: Piece[] = [];

  for (const run of runs) {
    const clean = stripControls(run.text);
    // Clients trim code: of code that is only a space, nothing would be left between two words.
    const look = clean.trim() === '' ? withoutCode(run.look) : run.look;
    const last = joined.at(-1);

    if (last && isSameLook(last.look, look))
      joined[joined.length - 1] = { text: last.text + clean, look };
    else joined.push({ text: clean, look });
  }
  return joined;
}

function toLinkPieces(group: readonly Piece[], link: Link): readonly Piece[] {
  const label = group.map(({ text }) => text).join('');
  const look = withoutLink(group[0]?.look ?? {});
  if (label === link.url) return [{ text: label, look, isAddress: true }];

  // Discord makes no link of a label that holds an address: it may hide where the link really
  // leads.
  const holdsAddress = /https?:\/\//.test(label);
  if (!holdsAddress) return group;

  const plainLabel = group.map((piece) => ({ text: piece.text, look: withoutLink(piece.look) }));
  return [
    ...plainLabel,
    { text: ' (', look },
    { text: link.url, look, isAddress: true },
    { text: ')', look },
  ];
}

function withoutLink({ link: _link, ...look }: Look): Look {
  return look;
}

function withoutCode({ code: _code, ...look }: Look): Look {
  return look;
}

/**
 * Discord looks for the end of a style before it looks for code: signs in the code would end the
 * style.
 */
function removeRiskyStyles(piece: Piece): Piece {
  const { code, link, ...styles } = piece.look;
  const isRisky = code && /[*_~]/.test(piece.text) && Object.values(styles).some(Boolean);
  if (!isRisky) return piece;
  return { ...piece, look: link ? { code, link } : { code } };
}

function isSameLook(a: Look, b: Look): boolean {
  return a.code === b.code && a.link === b.link && STYLES.every((style) => a[style] === b[style]);
}
