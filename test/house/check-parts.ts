import { type Import, readImports } from './read-imports.ts';
import { type Check, SOURCE_FOLDER } from './tree.ts';

const EVERYWHERE = ['contracts', 'markdown', 'texts', 'lib', 'errors.ts'];
const PARTS = [
  'platforms',
  'providers',
  'commands',
  'bot',
  'access',
  'conversations',
  'router',
  'replies',
  'files',
  'store',
  'config',
];

/** What each part may import besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  contracts: [],
  lib: [],
  // The kinds of failures are part of the contracts.
  'errors.ts': ['contracts'],
  markdown: ['contracts', 'lib', 'errors.ts'],
  texts: ['contracts', 'markdown', 'lib', 'errors.ts'],
  ...Object.fromEntries(PARTS.map((part) => [part, EVERYWHERE])),
  playground: ['lib', 'errors.ts'],
  'compose.ts': ['config', 'platforms', 'providers', ...EVERYWHERE],
  doctor: ['compose.ts', 'config', 'router', 'store', ...EVERYWHERE],
  'app.ts': ['compose.ts', ...PARTS, ...EVERYWHERE],
  'main.ts': ['app.ts', 'config', 'doctor', 'playground', ...EVERYWHERE],
};

/** Design §2, “Who may import whom”. */
export const checkParts: Check = (tree) =>
  readImports(tree)
    .filter(({ isPackage }) => !isPackage)
    .flatMap((found) => complaint(found) ?? []);

function complaint({ from, to, isDynamic }: Import): string | undefined {
  const part = partOf(from);
  const other = partOf(to);
  const allowed = MAY_IMPORT[part];
  if (!allowed) {
    return `${from}: ${part} is no part of the house. Put the file into one of ${Object.keys(MAY_IMPORT).join(', ')}, or draw a new part in test/house/check-parts.ts.`;
  }
  if (!SOURCE_FOLDER.test(to))
    return `${from} imports ${to}: what runs must not need what is outside src/. Move it.`;
  if (other === 'playground' && part !== other && !isDynamic) {
    return `${from} imports ${to}: the playground is not in the image. Only main.ts loads it, by \`await import()\`.`;
  }
  if (part === other || allowed.includes(other)) return undefined;
  return `${from} imports ${to}: ${part} may import ${list(allowed)}. Move what both need down into lib/ or contracts/, or take it as a parameter that app.ts hands in.`;
}

/** `src/bot/x.ts` is in `bot`, `src/app.ts` in `app.ts`, `playground/x.ts` in `playground`. */
function partOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'src' ? second : first;
}

function list(names: readonly string[]): string {
  return names.length > 0 ? `only ${names.join(', ')} and itself` : 'only itself';
}
