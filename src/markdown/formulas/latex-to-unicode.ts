import { NotReadableError } from './not-readable-error.ts';
import { readFormula } from './read-formula.ts';
import { writeFormula } from './write-formula.ts';

/** A longer formula would be no easier to read as one line of characters. */
const LONGEST_FORMULA = 2_000;

/**
 * Writes a LaTeX formula as one readable line that means the same. `undefined`: no such line does,
 * and people read LaTeX more easily than a formula that is wrong.
 */
export function latexToUnicode(source: string): string | undefined {
  if (source.length > LONGEST_FORMULA) return undefined;

  try {
    return writeFormula(readFormula(source)) || undefined;
  } catch (error) {
    if (error instanceof NotReadableError) return undefined;
    throw error;
  }
}
