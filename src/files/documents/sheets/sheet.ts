/** The cells of a sheet that were read. */
export interface Sheet {
  readonly name: string;
  /** Rows that have a cell, each with its cells by column. */
  readonly rows: readonly ReadonlyMap<number, string>[];
  /** The number of rows with a cell in the file, which may be more. `undefined`: not counted to the end. */
  readonly rowCount: number | undefined;
  /** Notes on the cells, as `B2 (Ada): too high?` */
  readonly comments: readonly string[];
}

/** Takes rows as long as they may fit, and counts the others. */
export interface RowCollector {
  add(row: ReadonlyMap<number, string>): void;
  /** Further rows are only counted. */
  isFull(): boolean;
  readonly rows: readonly ReadonlyMap<number, string>[];
  readonly rowCount: number;
}

const MAX_CELL_CHARACTERS = 5_000;

/** @param limit The characters that the rows may have. */
export function createRowCollector(limit: number): RowCollector {
  const rows: ReadonlyMap<number, string>[] = [];
  let length = 0;
  let rowCount = 0;

  return {
    rows,
    get rowCount() {
      return rowCount;
    },
    isFull: () => length > limit,

    add(row) {
      const cells = [...row].filter(([, text]) => text.trim() !== '');
      if (cells.length === 0) return;
      rowCount += 1;
      if (length > limit) return;
      rows.push(new Map(cells.map(([column, text]) => [column, shorten(text)])));
      length += cells.reduce(
        (sum, [, text]) => sum + Math.min(text.length, MAX_CELL_CHARACTERS) + 3,
        2,
      );
    },
  };
}

function shorten(text: string): string {
  return text.length > MAX_CELL_CHARACTERS ? `${text.slice(0, MAX_CELL_CHARACTERS)}…` : text;
}
