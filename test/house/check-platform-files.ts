import { entriesOf, TABLES } from './tables.ts';
import type { Check } from './tree.ts';

const FILES: Readonly<Record<string, string>> = {
  'index.ts': 'builds the client and the platform',
  'inbound/read-event.ts': 'turns its events into ours, pure',
  'outbound/surface.ts': 'writes replies',
  'rendering/dialect.ts': 'how Markdown looks there, pure',
  'commands.ts': 'registers the commands',
};

/** Who has read one platform has read all. */
export const checkPlatformFiles: Check = (tree) =>
  TABLES.filter(({ entry }) => entry === 'platform').flatMap((table) =>
    entriesOf(table, tree).flatMap((platform) =>
      Object.entries(FILES)
        .filter(([file]) => !tree.has(`${table.folder}${platform}/${file}`))
        .map(
          ([file, job]) =>
            `${table.folder}${platform}/${file} is missing: every platform has one, which ${job}.`,
        ),
    ),
  );
