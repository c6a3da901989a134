import { EXCEPTIONS, STYLE_SIGNS } from './exceptions.ts';
import type { VisibleCharacter } from './visible-content.ts';

/** A stretch of the source, and the texts that may stand for it on the page. */
interface Piece {
  readonly written: string;
  readonly shown: readonly string[];
  /** The page may leave it out beside text in all of these styles. */
  readonly styles?: readonly string[];
}

/** The most steps of the search for one reading of a source. */
const MAX_STEPS = 20_000;
const SIGN_RUN = /\*+|_+|~+|`+/y;

/**
 * Complains about the first letter, digit or sign of a source that is not on the page. The source
 * is read character by character, with nothing of any parser.
 */
export function findLostText(
  source: string,
  page: readonly VisibleCharacter[],
): string | undefined {
  const pieces = readPieces(source);
  /** The ways that were not yet tried, the most likely one last. */
  const ways: (readonly [piece: number, character: number])[] = [[0, 0]];
  const tried = new Set<string>();
  let furthest = 0;

  for (let step = 0; step < MAX_STEPS; step += 1) {
    const way = ways.pop();
    if (way === undefined) break;

    const [index, character] = way;
    const key = `${index} ${character}`;
    if (tried.has(key)) continue;
    tried.add(key);

    furthest = Math.max(furthest, index);
    const piece = pieces[index];
    if (piece === undefined) {
      if (character === page.length) return undefined;
      continue;
    }
    for (const end of findEnds(piece, page, character).toReversed()) ways.push([index + 1, end]);
  }

  const place = pieces.slice(Math.max(0, furthest - 12), furthest + 6);
  return `lost or added at “${place.map(({ written }) => written).join('')}”`;
}

function readPieces(source: string): readonly Piece[] {
  const pieces: Piece[] = [];

  for (let offset = 0; offset < source.length; ) {
    const piece = readException(source, offset) ?? readSigns(source, offset);
    const written = piece?.written ?? String.fromCodePoint(source.codePointAt(offset) ?? 0);
    if (piece) pieces.push(piece);
    else if (!/\s/.test(written)) pieces.push({ written, shown: [written] });
    offset += written.length;
  }
  return pieces;
}

function readException(source: string, offset: number): Piece | undefined {
  for (const { pattern, shows } of EXCEPTIONS) {
    pattern.lastIndex = offset;
    const match = pattern.exec(source);
    if (match && match[0] !== '') return { written: match[0], shown: shows(...match) };
  }
  return undefined;
}

function readSigns(source: string, offset: number): Piece | undefined {
  SIGN_RUN.lastIndex = offset;
  const written = SIGN_RUN.exec(source)?.[0];
  if (written === undefined) return undefined;
  const styles = STYLE_SIGNS[written];
  return styles ? { written, shown: [written], styles } : { written, shown: [written] };
}

/** The indexes on the page behind a piece, the most likely one first. */
function findEnds(
  piece: Piece,
  page: readonly VisibleCharacter[],
  from: number,
): readonly number[] {
  const ends = piece.shown
    .map((text) => findEnd(text.replaceAll(/\s/g, ''), page, from))
    .filter((end) => end !== undefined);

  const { styles } = piece;
  const isStyled = (character: VisibleCharacter | undefined) =>
    styles?.every((style) => character?.styles.has(style)) === true;
  const neighbours = [
    page[from - 1],
    page[from],
    // Telegram shows code without the styles around it.
    page.slice(Math.max(0, from - LONGEST_CODE), from).findLast(isNoCode),
    page.slice(from, from + LONGEST_CODE).find(isNoCode),
  ];
  const standsForStyle = neighbours.some(isStyled);
  return [...(standsForStyle ? [from] : []), ...ends, ...findPartEnds(piece, page, from)];
}

const LONGEST_CODE = 20;
const isNoCode = ({ styles }: VisibleCharacter) => !styles.has('code');

/**
 * Of three and more signs, some may be text, and the others stand for a style. So may the stars behind
 * the backslash of a path.
 */
function findPartEnds(
  { written }: Piece,
  page: readonly VisibleCharacter[],
  from: number,
): readonly number[] {
  if (!/^(?:\*{3,}|_{3,}|\\\*{2,})$/.test(written)) return [];

  const lengths = Array.from({ length: written.length - 1 }, (_, index) => index + 1);
  return lengths.flatMap((length) => {
    const styles = STYLE_SIGNS[written.slice(length)];
    if (styles === undefined) return [];
    const end = findEnd(written.slice(0, length), page, from);
    const isStyled = (index: number) => styles.every((style) => page[index]?.styles.has(style));
    return end !== undefined && (isStyled(end) || isStyled(from - 1)) ? [end] : [];
  });
}

function findEnd(
  text: string,
  page: readonly VisibleCharacter[],
  from: number,
): number | undefined {
  const characters = [...text];
  const isShown = characters.every((character, index) =>
    isSame(page[from + index]?.character, character),
  );
  return isShown ? from + characters.length : undefined;
}

/** Raised and lowered characters stand for those that they are made of. */
function isSame(shown: string | undefined, written: string): boolean {
  return (
    shown === written ||
    (shown !== undefined && /[⁰-₟²³¹]/.test(shown) && shown.normalize('NFKC') === written)
  );
}
