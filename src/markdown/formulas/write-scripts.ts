import { type FormulaPiece, isFactor } from './formula-piece.ts';
import { SUBSCRIPTS, SUPERSCRIPTS } from './latex-alphabets.ts';
import { NotReadableError } from './not-readable-error.ts';
import { shiftText } from './shift-text.ts';

/** Something raised (`^`) or lowered (`_`). */
export interface Script {
  readonly sign: '^' | '_';
  readonly text: string;
  /** The text has brackets around it. */
  readonly isBracketed?: boolean;
}

/** Spaces around a sign, which a script has no room for. */
const SPACED_SIGN = / ([^\p{L}\p{N}\s]) /gu;
/** The name of a function, which is hard to read in raised letters. */
const NAME = /\p{L}{3}/u;
const PRIMES = /^[′″]+$/;

/** A script as it is written. `safeText` means the same whatever comes behind it. */
interface WrittenScript {
  readonly text: string;
  readonly safeText: string;
}

/**
 * Writes scripts behind their base, the lowered one first.
 *
 * @throws {NotReadableError} It would not be clear what the scripts belong to.
 */
export function writeScripts(
  base: readonly FormulaPiece[],
  scripts: readonly Script[],
): FormulaPiece[] {
  const primes = scripts.filter(({ sign, text }) => sign === '^' && PRIMES.test(text));
  const others = scripts.filter((script) => !primes.includes(script));
  const lowered = others.filter(({ sign }) => sign === '_');
  const raised = others.filter(({ sign }) => sign === '^');
  if (lowered.length > 1 || raised.length > 1) throw new NotReadableError();

  const sub = write(lowered[0]);
  const sup = write(raised[0]);
  const marks = primes
    .map(({ text }) => text)
    .join('')
    .replace('′′′', '‴')
    .replace('′′', '″');
  const isSubLast = sup.text === '';

  const [piece, ...rest] = toBase(base).toReversed();
  if (piece === undefined) {
    // `^{14}_6 C`: the number of an isotope stands first.
    const text = sup.text + sub.text;
    return [{ kind: 'word', text, safeText: sup.safeText + sub.safeText, hasScripts: true }];
  }

  const start = piece.text + marks;
  const text = start + sub.text + sup.text;
  const safeText = start + (isSubLast ? sub.safeText : sub.text) + sup.safeText;
  return [...rest.toReversed(), { ...piece, text, safeText, hasScripts: true }];
}

/** The base with brackets around it where the scripts would seem to belong to its end only. */
function toBase(base: readonly FormulaPiece[]): readonly FormulaPiece[] {
  const [piece, ...rest] = base;
  if (piece === undefined || (rest.length > 0 && isFactor(base))) return base;
  // `{ab}^2` shows as ab² in LaTeX. Probably, the writer means the square of both.
  if (rest.length > 0) throw new NotReadableError();

  switch (piece.kind) {
    case 'fraction':
    case 'root':
      return [{ kind: 'group', text: `(${piece.text})` }];
    case 'open':
    case 'separator':
    case 'space':
      throw new NotReadableError();
    case 'word':
      return hasMarkedLetters(piece.text) ? [{ kind: 'group', text: `(${piece.text})` }] : [piece];
    default:
      // `{x^2}^3`
      if (piece.hasScripts) throw new NotReadableError();
      return [piece];
  }
}

/** True for two letters or more with a line over them. */
function hasMarkedLetters(text: string): boolean {
  return (text.match(/\p{L}\p{M}/gu)?.length ?? 0) > 1;
}

function write(script: Script | undefined): WrittenScript {
  if (script === undefined) return { text: '', safeText: '' };
  const { sign, isBracketed } = script;
  const text = script.text.replace(SPACED_SIGN, '$1');
  if (text === '') throw new NotReadableError();
  if (sign === '^' && text === '∘') return { text: '°', safeText: '°' };

  const isName = sign === '^' && NAME.test(text);
  const shifted = isName ? undefined : shiftText(text, sign === '^' ? SUPERSCRIPTS : SUBSCRIPTS);
  if (shifted !== undefined) return { text: shifted, safeText: shifted };

  const bracketed = sign + (isBracketed ? text : `(${text})`);
  if ([...text].length === 1)
    return { text: sign + text, safeText: sign === '^' ? bracketed : `${sign}${text} ` };
  // `T_cold`
  if (sign === '_' && /^\p{L}+$/u.test(text))
    return { text: sign + text, safeText: `${sign}${text} ` };
  return { text: bracketed, safeText: bracketed };
}
