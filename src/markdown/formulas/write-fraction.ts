import { type FormulaPiece, isFactor, isProduct } from './formula-piece.ts';
import { NotReadableError } from './not-readable-error.ts';
import { writeFormula } from './write-formula.ts';

/** The two halves of a derivative: `d²y` and `dx²`. `Δx` is one name as well. */
const DERIVED = /^([d∂Δ])[²³ⁿ]?\p{L}?\p{M}?$/u;
const DERIVED_BY = /^(?:([d∂Δ])\p{L}[²³ⁿ]?)(?:\1\p{L}[²³ⁿ]?)*$/u;

/**
 * Writes a fraction with a slash, and with brackets around all that is no single factor.
 *
 * Telegram takes `/x` behind a bracket for a command: there, the slash stands between spaces.
 *
 * @throws {NotReadableError} One half is empty.
 */
export function writeFraction(
  numerator: readonly FormulaPiece[],
  denominator: readonly FormulaPiece[],
): FormulaPiece {
  const above = writeFormula(numerator);
  const below = writeFormula(denominator);
  if (above === '' || below === '') throw new NotReadableError();

  const derivative = writeDerivative(above, below);
  if (derivative !== undefined) return toPiece(derivative);

  const visible = numerator.filter(({ kind }) => kind !== 'space');
  const isPlainAbove = isFactor(numerator) || isProduct(visible);
  const shownAbove = isPlainAbove ? closeUp(above, visible) : `(${above})`;
  const shownBelow = isFactor(denominator) ? below : `(${below})`;
  return toPiece(
    `${shownAbove}${slashBehind(shownAbove)}${shownBelow}`,
    isWhole(numerator) && isWhole(denominator) && Number(above) < Number(below),
  );
}

function toPiece(text: string, isProper = false): FormulaPiece {
  return { kind: 'fraction', text, safeText: `(${text})`, isProper };
}

/** `\frac{d^2 y}{dx^2}` is `d²y / dx²`: there, `dx` is one name. */
function writeDerivative(above: string, below: string): string | undefined {
  const numerator = above.replaceAll(' ', '');
  const denominator = below.replaceAll(' ', '');
  const isDerivative =
    DERIVED.exec(numerator)?.[1] !== undefined &&
    DERIVED.exec(numerator)?.[1] === DERIVED_BY.exec(denominator)?.[1];
  return isDerivative ? numerator + slashBehind(numerator) + denominator : undefined;
}

function slashBehind(numerator: string): string {
  return /[\p{L}\d∂]$/u.test(numerator) ? '/' : ' / ';
}

/** A product without the spaces between its factors, which would seem to end it. */
function closeUp(text: string, pieces: readonly FormulaPiece[]): string {
  return isProduct(pieces) ? writeFormula(pieces) : text;
}

function isWhole(pieces: readonly FormulaPiece[]): boolean {
  const [piece, ...rest] = pieces;
  return piece?.kind === 'number' && rest.length === 0 && /^\d+$/.test(piece.text);
}
