import { posix } from 'node:path';
import { readExports } from './read-exports.ts';
import { type Check, sources } from './tree.ts';

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)+$/;

/** Their names say which provider or network reads them. */
const REPORTED_BYTES = 'test/fixtures/reports/';

/**
 * Files with the name of their role, which is the same in every platform. `errors.ts` is named
 * after what all its classes are.
 */
const NAMED_BY_ROLE =
  /^src\/(errors\.ts|platforms\/[^/]+\/(commands|inbound\/read-event|outbound\/surface|rendering\/dialect)\.ts)$/;

/**
 * A file has the name of the noun that it gives, so `createPace` is in `pace.ts`; the file of a
 * pure function is named after its verb. A file of types alone is named after their subject.
 */
export const checkNames: Check = (tree) => [
  ...[...tree.keys()]
    .filter((path) => /^(src|playground|test|bench)\//.test(path))
    .filter((path) => !path.startsWith(REPORTED_BYTES))
    .flatMap((path) => fileNameComplaint(path) ?? []),
  ...[...sources(tree)].flatMap(([path, code]) => exportComplaint(path, code) ?? []),
];

function fileNameComplaint(path: string): string | undefined {
  const name = posix.basename(path);
  if (!KEBAB_CASE.test(name))
    return `${path}: write file names in kebab-case, as in first-words.ts.`;
  if (!name.startsWith('create-')) return undefined;
  const noun = name.slice('create-'.length);
  return `${path}: name a file after the noun that it gives, so call it ${noun}.`;
}

function exportComplaint(path: string, code: string): string | undefined {
  const fileName = posix.basename(path, '.ts');
  if (fileName === 'index' || NAMED_BY_ROLE.test(path)) return undefined;

  const exports = readExports(code);
  const names = exports.map(({ name }) => toKebabCase(name));
  const hasOnlyTypes = exports.every(({ isType }) => isType);
  if (hasOnlyTypes || names.some((name) => hasWordsOf(fileName, name))) return undefined;
  const suggestions = names.map((name) => `${name}.ts`);
  return `${path} has no export of its name. Call the file ${suggestions.join(' or ')}, or rename an export.`;
}

/**
 * Tells whether an export has all words of a file's name in their order, in singular or plural:
 * `decodeGeminiChunk` may be in `decode-chunk.ts`.
 */
function hasWordsOf(fileName: string, exportName: string): boolean {
  const words = fileName.replace(/s$/, '').split('-').join('-(?:.*-)?');
  return new RegExp(`(^|-)${words}s?(-|$)`).test(exportName);
}

function toKebabCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_/g, '-').toLowerCase();
}
