import { posix } from 'node:path';
import { type Check, sources } from './tree.ts';

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)+$/;
const EXPORT =
  /^export\s+(?:async\s+)?(?:abstract\s+)?(function\s*\*?|class|const|let|interface|type)\s+(\w+)/gm;

/** Files named after their role, which is the same in every platform. */
const NAMED_BY_ROLE =
  /^src\/(errors\.ts|conversations\/turn-state\.ts|platforms\/[^/]+\/(commands|inbound\/read-event|outbound\/surface|rendering\/dialect)\.ts)$/;

/** An export's name holds the file's: `createPace` may live in pace.ts. Files of types alone are named by their subject. */
export const checkNames: Check = (tree) => [
  ...[...tree.keys()]
    .filter(
      (path) =>
        /^(src|playground|test|bench)\//.test(path) && !KEBAB_CASE.test(posix.basename(path)),
    )
    .map((path) => `${path}: file names are kebab-case, as in first-words.ts.`),
  ...[...sources(tree)].flatMap(([path, code]) => namingComplaint(path, code) ?? []),
];

function namingComplaint(path: string, code: string): string | undefined {
  const name = posix.basename(path, '.ts');
  if (name === 'index' || NAMED_BY_ROLE.test(path)) return undefined;
  const exports = [...code.matchAll(EXPORT)].map(([, kind = '', id = '']) => ({ kind, id }));
  const isTypesOnly = exports.every(({ kind }) => kind === 'interface' || kind === 'type');
  if (isTypesOnly || exports.some(({ id }) => holds(toKebabCase(id), name))) return undefined;
  const names = exports.map(({ id }) => `${toKebabCase(id)}.ts`);
  return `${path} exports nothing of its name. Call it ${names.join(' or ')}, or rename the export.`;
}

/** The words of the file's name in their order, in singular or plural: `decodeGeminiChunk` may live in decode-chunk.ts. */
function holds(exported: string, name: string): boolean {
  const words = name.replace(/s$/, '').split('-').join('-(?:.*-)?');
  return new RegExp(`(^|-)${words}s?(-|$)`).test(exported);
}

function toKebabCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_/g, '-').toLowerCase();
}
