import { SUBSCRIPTS, SUPERSCRIPTS } from './latex-alphabets.ts';
import { NotReadableError } from './not-readable-error.ts';
import { shiftText } from './shift-text.ts';

const ARROWS: ReadonlyMap<string, string> = new Map([
  ['->', '→'],
  ['<-', '←'],
  ['<->', '↔'],
  ['<=>', '⇌'],
  ['<-->', '⇄'],
  // A solid that falls out, and a gas that escapes.
  ['v', '↓'],
  ['^', '↑'],
]);
/** An arrow, a raised or lowered text, or any other character. */
const PARTS = /(?<=\s)[v^](?=\s|$)|<-->|<=>|<->|->|<-|[\^_](?:\{([^{}]*)\}|[\d+-]+)|\s+|./gu;
/** The characters of the notation that only a full renderer can show. */
const UNREADABLE = /[\\{}$#=]/;
/** Labels above and below an arrow. */
const LABELLED_ARROW = /[-=]>\s*\[/;
/** An element or a group, whose number of atoms follows. */
const COUNTED = /[\p{L})\]]$/u;
/** A charge at the end of a formula: `Na+`, `SO4^2-`. */
const CHARGE = /^[+-]$/;

/**
 * Writes the content of `\ce{…}`, the notation of LaTeX's package mhchem: `H2O` is H₂O, and `->` an
 * arrow.
 *
 * @throws {NotReadableError} It uses more of the notation than formulas, charges and arrows.
 */
export function writeChemistry(source: string): string {
  if (LABELLED_ARROW.test(source)) throw new NotReadableError();
  const parts = [...source.matchAll(PARTS)];
  let text = '';
  let isCount = false;

  for (const [index, { 0: part, 1: braced }] of parts.entries()) {
    isCount = /^\d$/.test(part) && (isCount || COUNTED.test(text));
    const isCharge = CHARGE.test(part) && /\S$/.test(text) && endsFormula(parts[index + 1]?.[0]);

    if (isCount) text += SUBSCRIPTS.get(part);
    else if (isCharge) text += SUPERSCRIPTS.get(part);
    else if (/^[\^_]./.test(part)) text += shift(part, braced);
    else text += writePart(part);
  }
  return text;
}

function endsFormula(next: string | undefined): boolean {
  return next === undefined || /^[\s\])]/.test(next);
}

function writePart(part: string): string {
  if (UNREADABLE.test(part) && !ARROWS.has(part)) throw new NotReadableError();
  if (/\s/.test(part)) return ' ';
  return part === '*' ? '·' : (ARROWS.get(part) ?? part);
}

function shift(part: string, braced: string | undefined): string {
  const shifted = shiftText(
    braced ?? part.slice(1),
    part.startsWith('^') ? SUPERSCRIPTS : SUBSCRIPTS,
  );
  if (!shifted) throw new NotReadableError();
  return shifted;
}
