import { entriesOf, TABLES } from './tables.ts';
import type { Check } from './tree.ts';

/** The files that every platform has, with their tasks. */
const FILES: Readonly<Record<string, string>> = {
  'index.ts': 'builds the client and the platform',
  'inbound/read-event.ts': 'turns events of the network into events of Parley',
  'outbound/surface.ts': 'writes replies',
  'rendering/dialect.ts': 'decides how Markdown looks',
  'commands.ts': 'registers the commands',
};

/**
 * All platforms have the same main files, so a reader
 * who knows one platform finds everything in the others.
 */
export const checkPlatformFiles: Check = (tree) =>
  TABLES.filter(({ entry }) => entry === 'platform').flatMap((table) =>
    entriesOf(table, tree).flatMap((platform) =>
      Object.entries(FILES)
        .filter(([file]) => !tree.has(`${table.folder}${platform}/${file}`))
        .map(
          ([file, task]) =>
            `${table.folder}${platform}/${file} is missing. Every platform has this file, which ${task}.`,
        ),
    ),
  );
