import { type FormulaPiece, isInOneBracket } from './formula-piece.ts';
import { SUPERSCRIPTS } from './latex-alphabets.ts';
import { NotReadableError } from './not-readable-error.ts';
import { shiftText } from './shift-text.ts';
import { writeFormula } from './write-formula.ts';

const ROOT_SIGNS: ReadonlyMap<string, string> = new Map([
  ['', '√'],
  ['2', '√'],
  ['3', '∛'],
  ['4', '∜'],
]);

/**
 * Writes a root, with brackets around all that is no single letter or number: `√x²` could be the
 * square of the root.
 *
 * @throws {NotReadableError} Unicode has no sign for the degree, or nothing is under the root.
 */
export function writeRoot(
  degree: readonly FormulaPiece[],
  radicand: readonly FormulaPiece[],
): FormulaPiece {
  const inner = writeFormula(radicand);
  if (inner === '') throw new NotReadableError();

  const sign = signOf(writeFormula(degree));
  const [first, ...rest] = radicand;
  const isSingle = rest.length === 0 && (first?.kind === 'number' || first?.kind === 'letter');
  const isBracketed = isInOneBracket(radicand);

  if (isSingle && !first?.hasScripts)
    return { kind: 'root', text: sign + inner, safeText: `${sign}(${inner})` };
  return { kind: 'root', text: sign + (isBracketed ? inner : `(${inner})`) };
}

function signOf(degree: string): string {
  const sign = ROOT_SIGNS.get(degree);
  if (sign !== undefined) return sign;

  const raised = shiftText(degree, SUPERSCRIPTS);
  if (raised === undefined) throw new NotReadableError();
  return `${raised}√`;
}
