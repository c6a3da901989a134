import { readExports } from './read-exports.ts';
import { entryOf, TABLES } from './tables.ts';
import { type Check, sources } from './tree.ts';

/**
 * An exported name is defined in one file of `src/` only, so that it
 * has one meaning. The entries of a table may have the same file with
 * the same names, as each platform has its `inbound/read-message.ts`.
 */
export const checkUniqueNames: Check = (tree) => {
  const definitions = [...sources(tree)]
    .filter(([path]) => path.startsWith('src/'))
    .flatMap(([path, code]) => readExports(code).map(({ name }) => ({ name, path })));
  const byName = Map.groupBy(definitions, ({ name }) => name);

  return [...byName].flatMap(([name, found]) => {
    const roles = new Set(found.map(({ path }) => roleOf(path)));
    if (roles.size === 1) return [];
    const paths = found.map(({ path }) => path).join(' and ');
    return [
      `${paths} both export ${name}. Give each meaning its own name, or share one definition.`,
    ];
  });
};

/**
 * The path of a file, without the name of the table's entry that it belongs to:
 * `src/platforms/NAME/inbound/read-message.ts`.
 */
function roleOf(path: string): string {
  const table = TABLES.find(({ folder }) => path.startsWith(folder));
  const entry = table && entryOf(table, path);
  if (!table || !entry || table.shared.includes(entry)) return path;
  return `${table.folder}NAME${path.slice(table.folder.length + entry.length)}`;
}
