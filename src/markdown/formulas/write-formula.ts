import { endsFactor, type FormulaPiece, type PieceKind, startsFactor } from './formula-piece.ts';
import { SUPERSCRIPTS } from './latex-alphabets.ts';
import { NotReadableError } from './not-readable-error.ts';

/** Pieces behind which a sign has no left operand. */
const BEFORE_UNARY: readonly PieceKind[] = ['weak-sign', 'strong-sign', 'open', 'separator', 'big'];
const PLUS_OR_MINUS = /^[-+−±∓]$/;
/** A text that ends with a raised character. */
const RAISED_END = new RegExp(`[${[...SUPERSCRIPTS.values()].join('')}]\\s*$`, 'u');
const NAMES: readonly PieceKind[] = ['function', 'big'];
/** Pieces that begin with a bracket, or get one behind the name of a function. */
const BRACKETS: readonly PieceKind[] = ['open', 'bar', 'fraction'];
/** Pieces before which a bracket would be the argument of a function. */
const BEFORE_DOT: readonly PieceKind[] = ['letter', 'word', 'root', 'postfix', 'bar'];

/**
 * Writes pieces as one line that means the same. Where two pieces would be read as something else
 * side by side, brackets, a dot or a space keep them apart.
 */
export function writeFormula(pieces: readonly FormulaPiece[]): string {
  const joiner = new Joiner(joinMixedNumbers(pieces));
  return joiner
    .join()
    .replaceAll(/[ \u2003]{2,}/g, widestSpace)
    .trim();
}

/** Two spaces in a row are one, and an em space keeps formulas apart. */
function widestSpace(spaces: string): string {
  return spaces.includes('\u2003') ? '\u2003' : ' ';
}

/** Makes one piece of a whole number and the fraction behind it: `2\frac{22}{75}` is a number. */
function joinMixedNumbers(pieces: readonly FormulaPiece[]): readonly FormulaPiece[] {
  const joined: FormulaPiece[] = [];

  for (const piece of pieces) {
    const whole = joined.findLast(({ kind, isWide }) => kind !== 'space' || isWide);
    const isWhole = whole?.kind === 'number' && !whole.hasScripts && /^\d+$/.test(whole.text);

    if (whole && isWhole && piece.kind === 'fraction' && piece.isProper) {
      const text = `${whole.text} ${piece.text}`;
      joined.length = joined.lastIndexOf(whole);
      joined.push({ kind: 'fraction', text, safeText: `(${text})`, isMixed: true });
    } else joined.push(piece);
  }
  return joined;
}

/** The pieces on both sides of a piece, without the spaces between. */
interface Neighbours {
  readonly before: FormulaPiece | undefined;
  readonly after: FormulaPiece | undefined;
  /** The piece goes on with the product that stands before it. */
  readonly isMultipliedBefore: boolean;
  readonly isMultipliedBehind: boolean;
  readonly isSpacedBefore: boolean;
  readonly isSpacedBehind: boolean;
}

/** Joins pieces from left to right. A piece may still change the space at the end of the text. */
class Joiner {
  readonly #pieces: readonly FormulaPiece[];
  /** For each piece, the number of bars before it. */
  readonly #barsBefore: readonly number[];
  #text = '';

  constructor(pieces: readonly FormulaPiece[]) {
    this.#pieces = pieces;
    let bars = 0;
    this.#barsBefore = pieces.map(({ kind }) => {
      const barsBefore = bars;
      if (kind === 'bar') bars += 1;
      return barsBefore;
    });
  }

  join(): string {
    for (const [index, piece] of this.#pieces.entries()) {
      const isInside =
        this.#pieces[index - 1]?.kind === 'open' || this.#pieces[index + 1]?.kind === 'close';
      const isBehindDot = this.#text.endsWith('·');
      if (piece.kind === 'space' && (isInside || isBehindDot)) continue;
      this.#write(piece, this.#around(index));
    }
    return this.#text;
  }

  #write(piece: FormulaPiece, around: Neighbours): void {
    switch (piece.kind) {
      case 'fraction':
        this.#writeFraction(piece, around);
        break;
      case 'root':
        this.#writeRoot(piece, around);
        break;
      case 'function':
      case 'big':
        this.#writeName(piece, around);
        break;
      case 'weak-sign':
      case 'strong-sign':
        this.#writeSign(piece, around);
        break;
      default:
        this.#text += spaceBetweenWords(piece, around) + textBeside(piece, around);
    }
  }

  /** `\frac{a}{b}c` is `(a/b)c`, and `k\frac{a}{b}` is `k·(a/b)`: `k(a/b)` could be a function of it. */
  #writeFraction({ text, safeText = text, isMixed }: FormulaPiece, around: Neighbours): void {
    const { before, after, isMultipliedBefore, isMultipliedBehind } = around;
    const isOperand = before?.kind === 'function';
    // The operand of a function may be the fraction, or the product that it begins.
    if (isOperand && isMultipliedBehind) throw new NotReadableError();

    const isTorn = before?.kind === 'strong-sign' || (after?.kind === 'strong-sign' && !isMixed);
    const isPlain = !isMultipliedBefore && !isMultipliedBehind && !isOperand && !isTorn;
    const needsDot = isMultipliedBefore && before !== undefined && BEFORE_DOT.includes(before.kind);

    if (isOperand || isMultipliedBefore) this.#text = this.#text.trimEnd();
    if (needsDot) this.#writeDot();
    this.#text += isPlain ? text : safeText;
  }

  /** `\sqrt{2}x` is `√2·x`: the root of `√2x` could be that of the product. */
  #writeRoot({ text, safeText = text }: FormulaPiece, around: Neighbours): void {
    const { before, after, isMultipliedBefore, isMultipliedBehind } = around;
    const isOperand = before?.kind === 'function' || before?.kind === 'strong-sign';
    // `x³√y` could be x times the third root of y.
    const hasDegree = !/^[√∛∜]/.test(text) || RAISED_END.test(this.#text);

    if (isMultipliedBefore && hasDegree) this.#writeDot();
    if (after?.kind === 'postfix') this.#text += `(${text})`;
    else if (!isMultipliedBehind) this.#text += text;
    else if (isOperand) this.#text += safeText;
    else {
      this.#text += text;
      if (text !== safeText) this.#writeDot();
    }
  }

  #writeDot(): void {
    this.#text = this.#text.trimEnd();
    if (!this.#text.endsWith('·')) this.#text += '·';
  }

  /** `x\sin y` is `x sin y`, and `\sin(x)` is `sin(x)`. */
  #writeName(piece: FormulaPiece, { before, after, isSpacedBehind }: Neighbours): void {
    const isWord = /^\p{L}/u.test(piece.text);
    const followsOperand =
      before !== undefined && (endsFactor(before) || NAMES.includes(before.kind));
    if (isWord && followsOperand) this.#text = `${this.#text.trimEnd()} `;

    const takesBracket = piece.kind === 'function' || (isWord && !piece.hasScripts);
    const isCall = takesBracket && after !== undefined && opensBracket(after);
    const isDoubled = piece.kind === 'big' && after?.kind === 'big' && !piece.hasScripts;
    this.#text += isCall ? textBefore(piece, after) : piece.text;
    if (after !== undefined && !isCall && !isDoubled && !isSpacedBehind) this.#text += ' ';
  }

  /**
   * A sign between two operands has the same space on both sides. Beside `a² / b`, it has space, since
   * it would seem to stand below the slash.
   */
  #writeSign(piece: FormulaPiece, around: Neighbours): void {
    const { before, after, isSpacedBefore, isSpacedBehind } = around;
    const isUnary =
      PLUS_OR_MINUS.test(piece.text) && (!before || BEFORE_UNARY.includes(before.kind));
    const isBesideSpaces = [before, after].some(
      (operand) => operand?.kind === 'fraction' && operand.text.includes(' '),
    );
    const isSpaced = isSpacedBefore || isSpacedBehind || isBesideSpaces || piece.isSpaced === true;

    if (isUnary || !isSpaced || piece.text === ':') this.#text += piece.text;
    else this.#text = `${this.#text.trimEnd()} ${piece.text} `;
  }

  #around(index: number): Neighbours {
    const [before, isSpacedBefore, isWideBefore] = this.#neighbour(index, -1);
    const [after, isSpacedBehind, isWideBehind] = this.#neighbour(index, 1);
    const isMultiplied = {
      before: before !== undefined && (endsFactor(before) || this.#isOuterBar(index, before)),
      behind:
        after !== undefined &&
        (startsFactor(after) || after.kind === 'postfix' || this.#isOuterBar(index, after)),
    };
    const isUnitBehind = after?.kind === 'word' && isSpacedBehind;

    return {
      before,
      after,
      isSpacedBefore,
      isSpacedBehind,
      isMultipliedBefore: isMultiplied.before && !isWideBefore,
      isMultipliedBehind: isMultiplied.behind && !isWideBehind && !isUnitBehind,
    };
  }

  /** The next piece in a direction that is no space, and the spaces before it. */
  #neighbour(
    index: number,
    step: 1 | -1,
  ): [piece: FormulaPiece | undefined, isSpaced: boolean, isWide: boolean] {
    let isWide = false;
    let next = index + step;
    while (this.#pieces[next]?.kind === 'space') {
      isWide ||= this.#pieces[next]?.isWide === true;
      next += step;
    }
    return [this.#pieces[next], next !== index + step, isWide];
  }

  /** True for a bar beside a piece that is not between two bars: it is that of another factor. */
  #isOuterBar(index: number, { kind }: FormulaPiece): boolean {
    return kind === 'bar' && (this.#barsBefore[index] ?? 0) % 2 === 0;
  }
}

/** The text of a piece, or its safe one where the next piece would be taken for a part of it. */
function textBeside(piece: FormulaPiece, { after, isSpacedBehind }: Neighbours): string {
  const isBeside = after !== undefined && !isSpacedBehind;
  const isTaken = isBeside && (startsFactor(after) || after.kind === 'postfix');
  return isTaken ? textBefore(piece, after) : piece.text;
}

/** The safe text of a piece. One that ends with a space needs none before a bracket. */
function textBefore({ text, safeText = text }: FormulaPiece, after: FormulaPiece): string {
  return safeText.endsWith(' ') && opensBracket(after) ? text : safeText;
}

function opensBracket({ kind, text }: FormulaPiece): boolean {
  return BRACKETS.includes(kind) || (kind === 'group' && /^[([{|⟨⌊⌈]/.test(text));
}

/** A space between a letter and a word that would be read as one word. */
function spaceBetweenWords(piece: FormulaPiece, { before }: Neighbours): string {
  if (before === undefined || before.hasScripts) return '';

  const isWord = (other: FormulaPiece) => other.kind === 'word' && /^\p{L}{2,}/u.test(other.text);
  const isAfterLetter = before.kind === 'letter' && isWord(piece);
  const isAfterWord = before.kind === 'word' && /\p{L}{2,}$/u.test(before.text);
  const isLetter = piece.kind === 'letter' || piece.kind === 'number';
  return isAfterLetter || (isAfterWord && isLetter) ? ' ' : '';
}
