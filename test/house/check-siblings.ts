import { type Import, readImports } from './read-imports.ts';
import { entryOf, TABLES, type Table } from './tables.ts';
import type { Check } from './tree.ts';

/**
 * Platforms do not import each other, nor do providers or
 * commands: each can be removed without a change to the others.
 */
export const checkSiblings: Check = (tree) =>
  TABLES.flatMap((table) =>
    readImports(tree).flatMap((each) => siblingComplaint(table, each) ?? []),
  );

function siblingComplaint(table: Table, { from, to }: Import): string | undefined {
  const importer = entryOf(table, from);
  const imported = entryOf(table, to);
  if (!importer || !imported || importer === imported || importer === 'index.ts') return undefined;

  if (imported === 'index.ts') {
    return `${from} imports the table ${to}, which imports this file. Take what you need as a parameter.`;
  }
  if (table.shared.includes(imported) || imported === table.original) return undefined;
  const sharedPlaces = [...table.shared.map((name) => table.folder + name), 'src/lib'];
  return `${from} imports ${to}, but one ${table.entry} must not know another. Move what they share to ${sharedPlaces.join(' or ')}.`;
}
