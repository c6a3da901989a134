/** Cells that are merged: their first column, and their rows by number. */
export interface MergedRange {
  readonly column: number;
  readonly firstRow: number;
  readonly lastRow: number;
}

const MAX_STEPS = 200_000;

/**
 * Repeats the text of cells that are merged downwards in each of their rows, so that each row can be
 * read alone.
 */
export function fillMerges(
  rows: readonly ReadonlyMap<number, string>[],
  rowNumbers: readonly number[],
  merges: readonly MergedRange[],
): readonly ReadonlyMap<number, string>[] {
  const filled = rows.map((row) => new Map(row));
  let steps = 0;

  for (const { column, firstRow, lastRow } of merges) {
    const first = rowNumbers.indexOf(firstRow);
    const text = filled[first]?.get(column);
    steps += rows.length / 100;
    if (text === undefined) continue;

    for (
      let index = first + 1;
      (rowNumbers[index] ?? Number.POSITIVE_INFINITY) <= lastRow;
      index += 1
    ) {
      steps += 1;
      if (steps > MAX_STEPS) return filled;
      const row = filled[index];
      if (!row?.has(column)) row?.set(column, text);
    }
    if (steps > MAX_STEPS) return filled;
  }
  return filled;
}
