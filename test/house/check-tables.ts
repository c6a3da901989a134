import { readImports } from './read-imports.ts';
import { entriesOf, entryOf, TABLES } from './tables.ts';
import type { Check } from './tree.ts';

/** Every platform, provider and command has a line in its table. */
export const checkTables: Check = (tree) =>
  TABLES.flatMap((table) => {
    const index = `${table.folder}index.ts`;
    const imported = readImports(tree).flatMap(({ from, to }) =>
      from === index ? (entryOf(table, to) ?? []) : [],
    );
    return entriesOf(table, tree)
      .filter((entry) => !imported.includes(entry))
      .map(
        (entry) =>
          `${index} has no line for ${table.folder}${entry}. Import it there, and add it to the list. If it is not a ${table.entry}, but shared by them, add it to test/house/tables.ts.`,
      );
  });
