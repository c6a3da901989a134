import { latexToUnicode } from './latex-to-unicode.ts';

/** The environments whose rows stand one below the other. */
const ENVIRONMENT =
  /^\\begin\{((?:align|aligned|alignat|gather|gathered|equation|multline|eqnarray|split|displaymath|math)\*?)\}(?:\{\d+\}|\[[tbc]\])?([\s\S]*)\\end\{\1\}\s*([.,]?)$/;
/** A longer formula is left as it is, also to bound the work for one that still grows. */
const LONGEST_BLOCK = 8_000;
/** The end of a row, which may tell the distance to the next one. */
const ROW_END = /\\\\\*?(?:\s*\[[-\d.]+\s*[a-z]{2}\])?/;

/**
 * Writes a LaTeX formula as readable lines that mean the same, one for each of its rows.
 * `undefined`: at least one row cannot be written so.
 */
export function latexToLines(source: string): readonly string[] | undefined {
  if (source.length > LONGEST_BLOCK) return undefined;

  const [, , environment, punctuation = ''] = ENVIRONMENT.exec(source.trim()) ?? [];
  const rows = (environment ?? source).split(ROW_END).filter((row) => row.trim() !== '');

  const lines: string[] = [];
  for (const row of rows) {
    // The signs by which rows are aligned. Two of them keep a remark apart.
    const isAligned = environment !== undefined;
    const formula = isAligned
      ? row.replaceAll(/(?<!\\)&\s*&/g, '\\quad ').replaceAll(/(?<!\\)&/g, ' ')
      : row;
    const line = latexToUnicode(formula);
    if (line === undefined) return undefined;
    lines.push(line);
  }
  if (lines.length === 0) return undefined;
  return lines.with(-1, lines.at(-1) + punctuation);
}
