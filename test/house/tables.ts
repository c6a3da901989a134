import type { Tree } from './tree.ts';

/** A folder whose `index.ts` is a table with one line for each entry beside it. */
export interface Table {
  readonly folder: string;
  /** What an entry is called. */
  readonly entry: string;
  /** What all entries may import, and what is no entry itself. */
  readonly shared: readonly string[];
}

export const TABLES: readonly Table[] = [
  { folder: 'src/platforms/', entry: 'platform', shared: ['platform-parts.ts'] },
  {
    folder: 'src/providers/',
    entry: 'provider',
    shared: ['provider-parts.ts', 'configured-providers.ts', 'wire'],
  },
  { folder: 'src/commands/', entry: 'command', shared: ['control.ts', 'find-models.ts'] },
];

/** The first name below the table's folder: `discord`, `openai.ts`. `undefined`: the path is elsewhere. */
export function entryOf(table: Table, path: string): string | undefined {
  return path.startsWith(table.folder) ? path.slice(table.folder.length).split('/')[0] : undefined;
}

/** The names of all entries, without those that are shared. */
export function entriesOf(table: Table, tree: Tree): readonly string[] {
  const names = [...tree.keys()].flatMap((path) => entryOf(table, path) ?? []);
  return [...new Set(names)].filter((name) => name !== 'index.ts' && !table.shared.includes(name));
}
