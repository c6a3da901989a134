import { type Import, readImports } from './read-imports.ts';
import { entryOf, TABLES, type Table } from './tables.ts';
import type { Check } from './tree.ts';

/** A platform, a provider or a command knows none of the others: each can be taken out without touching another. */
export const checkSiblings: Check = (tree) =>
  TABLES.flatMap((table) => readImports(tree).flatMap((found) => complaint(table, found) ?? []));

function complaint(table: Table, { from, to }: Import): string | undefined {
  const importer = entryOf(table, from);
  const imported = entryOf(table, to);
  if (!importer || !imported || importer === imported || importer === 'index.ts') return undefined;
  if (imported === 'index.ts')
    return `${from} imports the table ${to}, which imports it. Take what you need as a parameter.`;
  if (table.shared.includes(imported)) return undefined;
  return `${from} imports ${to}: one ${table.entry} must not know another. Move what they share down, to ${[...table.shared.map((name) => table.folder + name), 'src/lib'].join(' or ')}.`;
}
