import type { Tree } from './tree.ts';

/** A folder whose `index.ts` is a table, with one line for each entry in the folder. */
export interface Table {
  readonly folder: string;
  /** The word for one entry. */
  readonly entry: string;
  /** Files and folders that are not entries. All entries may import them. */
  readonly shared: readonly string[];
  /** The entry whose shape all others have, and which they may import. */
  readonly original?: string;
}

/** All tables of the program. */
export const TABLES: readonly Table[] = [
  {
    folder: 'src/platforms/',
    entry: 'platform',
    shared: [
      'connect-platforms.ts',
      'list-accounts.ts',
      'name-platform.ts',
      'places-of-others.ts',
      'plan-bots.ts',
      'platform-parts.ts',
      'read-bot-tokens.ts',
    ],
  },
  {
    folder: 'src/providers/',
    entry: 'provider',
    shared: [
      'provider-parts.ts',
      'configured-providers.ts',
      'image-limits.ts',
      'preferred-models.ts',
      'prices',
      'wire',
      'transcription',
    ],
  },
  {
    folder: 'src/commands/',
    entry: 'command',
    shared: ['ask-model.ts', 'control.ts', 'find-models.ts', 'model-menu.ts', 'scopes', 'usage'],
  },
  {
    folder: 'src/texts/',
    entry: 'language',
    original: 'en',
    shared: [
      'amounts-in.ts',
      'attempt-facts-in.ts',
      'cost-in.ts',
      'day-in.ts',
      'languages.ts',
      'plural.ts',
      'durations.ts',
      'model-hint-in.ts',
      'model-name.ts',
      'no-platform.ts',
      'conversation-markdown.ts',
      'describe-media.ts',
      'pin-text.ts',
      'was-asked.ts',
    ],
  },
];

/**
 * The entry that a path belongs to: `discord`, `openai.ts`.
 * `undefined`: the path is not in the table's folder.
 */
export function entryOf(table: Table, path: string): string | undefined {
  return path.startsWith(table.folder) ? path.slice(table.folder.length).split('/')[0] : undefined;
}

/** The names of all entries of a table. */
export function entriesOf(table: Table, tree: Tree): readonly string[] {
  const names = [...tree.keys()].flatMap((path) => entryOf(table, path) ?? []);
  return [...new Set(names)].filter((name) => name !== 'index.ts' && !table.shared.includes(name));
}
