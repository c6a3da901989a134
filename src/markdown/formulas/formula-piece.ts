/** The role of a piece of a formula among the pieces beside it. */
export type PieceKind =
  | 'number'
  /** One letter, with or without scripts. */
  | 'letter'
  /** Several letters that are one name or a text. */
  | 'word'
  /** Something in brackets, or something else that nothing beside it can tear apart. */
  | 'group'
  | 'fraction'
  | 'root'
  /** The name of a function, whose operand is the next factor. */
  | 'function'
  /** A sign or name such as `∑` or `lim`, whose operand is everything behind it. */
  | 'big'
  /** `+`, `·`, `=` and the like: a fraction beside it needs no brackets. */
  | 'weak-sign'
  /** `/`, `∘` and the like: a fraction beside it needs brackets. */
  | 'strong-sign'
  | 'open'
  | 'close'
  | 'bar'
  | 'separator'
  /** `!` and the like, which belong to the piece before them. */
  | 'postfix'
  | 'space';

/** A piece of a formula, as it is written on one line. */
export interface FormulaPiece {
  readonly kind: PieceKind;
  readonly text: string;
  /** The text that means the same whatever stands beside it. Absent: the text itself does. */
  readonly safeText?: string;
  readonly hasScripts?: boolean;
  /** A fraction of two whole numbers that is less than 1, such as the one of a mixed number. */
  readonly isProper?: boolean;
  /** A whole number and a fraction. */
  readonly isMixed?: boolean;
  /** A sign that the source separates from its operands. */
  readonly isSpaced?: boolean;
  /** A space that ends a factor, as before a unit. */
  readonly isWide?: boolean;
}

/** The pieces that a factor ends with. */
const FACTOR_ENDS: readonly PieceKind[] = [
  'number',
  'letter',
  'word',
  'group',
  'fraction',
  'root',
  'close',
  'postfix',
];
/** The pieces that a factor begins with. */
const FACTOR_STARTS: readonly PieceKind[] = [
  'number',
  'letter',
  'word',
  'group',
  'fraction',
  'root',
  'open',
  'function',
  'big',
];
const FACTORS: readonly PieceKind[] = ['number', 'letter', 'word', 'group', 'root'];
/** A word with one of these is more than a name. */
const SIGN_OR_SPACE = /[-+/=<>·×\s]/;
const PARTS_OF_PRODUCTS: readonly PieceKind[] = ['number', 'letter', 'group'];

/** True if something multiplies or applies what begins with this piece. */
export const endsFactor = ({ kind, text }: FormulaPiece): boolean =>
  FACTOR_ENDS.includes(kind) && !text.endsWith(' ');

/** True if this piece goes on with the product that stands before it. */
export const startsFactor = ({ kind, text }: FormulaPiece): boolean =>
  FACTOR_STARTS.includes(kind) && !text.startsWith(' ');

/** True if the pieces are one factor, so that nothing can tear them apart. */
export function isFactor(pieces: readonly FormulaPiece[]): boolean {
  const [first, ...rest] = pieces.filter(({ kind }) => kind !== 'space');
  if (first === undefined) return false;
  if (rest.length > 0) return isInBrackets([first, ...rest]);
  return FACTORS.includes(first.kind) && (first.kind !== 'word' || !SIGN_OR_SPACE.test(first.text));
}

/**
 * True if the pieces are a product without signs, which may stand before the slash of a fraction.
 */
export function isProduct(pieces: readonly FormulaPiece[]): boolean {
  let depth = 0;
  return pieces.every(({ kind, text }, index) => {
    if (kind === 'open') depth += 1;
    if (kind === 'close') depth -= 1;
    const isLastRoot = kind === 'root' && index === pieces.length - 1;
    const isPart = PARTS_OF_PRODUCTS.includes(kind) || text === '!' || isLastRoot;
    return depth > 0 || isPart || kind === 'close';
  });
}

/** True if a round bracket holds all of the pieces, without scripts behind it. */
export function isInOneBracket(pieces: readonly FormulaPiece[]): boolean {
  const visible = pieces.filter(({ kind }) => kind !== 'space');
  const [first, last] = [visible[0], visible.at(-1)];
  if (first === undefined || last?.hasScripts) return false;

  const isGroup = visible.length === 1 && first.kind === 'group' && last?.text.endsWith(')');
  return first.text.startsWith('(') && (isGroup === true || isInBrackets(visible));
}

/** True if the first piece opens a bracket that only the last one closes. */
function isInBrackets(pieces: readonly FormulaPiece[]): boolean {
  let depth = 0;
  return pieces.every(({ kind }, index) => {
    if (kind === 'open') depth += 1;
    if (kind === 'close') depth -= 1;
    const isLast = index === pieces.length - 1;
    return isLast ? kind === 'close' && depth === 0 : depth > 0;
  });
}
