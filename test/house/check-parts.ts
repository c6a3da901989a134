import { type Import, readImports } from './read-imports.ts';
import { type Check, SOURCE_FOLDER } from './tree.ts';

const EVERYWHERE = ['contracts', 'markdown', 'texts', 'lib', 'errors.ts'];
/** The parts that know each other by their contracts only. */
const PARTS = [
  'platforms',
  'providers',
  'commands',
  'bot',
  'access',
  'settings',
  'conversations',
  'router',
  'replies',
  'files',
  'store',
  'config',
  'usage',
  'limits',
  'metrics',
  'alerts',
  'console',
  'fleet',
  'shares',
];

/** The other parts that each part may import. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  contracts: [],
  lib: [],
  // The contracts define the kinds of failures.
  'errors.ts': ['contracts'],
  markdown: ['contracts', 'lib', 'errors.ts'],
  texts: ['contracts', 'markdown', 'lib', 'errors.ts'],
  ...Object.fromEntries(PARTS.map((part) => [part, EVERYWHERE])),
  playground: ['lib', 'errors.ts'],
  'compose.ts': ['config', 'platforms', 'providers', ...EVERYWHERE],
  doctor: ['compose.ts', 'access', 'config', 'files', 'fleet', 'router', 'store', ...EVERYWHERE],
  maintenance: ['config', 'conversations', 'fleet', 'store', 'usage', ...EVERYWHERE],
  setup: ['compose.ts', 'config', 'doctor', 'router', 'store', 'access', ...EVERYWHERE],
  'open-workplace.ts': ['config', 'fleet', 'store', ...EVERYWHERE],
  'open-state.ts': [...PARTS, ...EVERYWHERE],
  'join-console.ts': ['compose.ts', 'open-state.ts', ...PARTS, ...EVERYWHERE],
  'join-parts.ts': ['compose.ts', 'open-state.ts', 'join-console.ts', ...PARTS, ...EVERYWHERE],
  'duty.ts': ['compose.ts', 'open-state.ts', 'open-workplace.ts', 'bot', 'fleet', ...EVERYWHERE],
  'app.ts': [
    ...['compose.ts', 'open-workplace.ts', 'open-state.ts', 'join-parts.ts', 'duty.ts'],
    ...PARTS,
    ...EVERYWHERE,
  ],
  'main.ts': ['app.ts', 'config', 'doctor', 'maintenance', 'setup', 'playground', ...EVERYWHERE],
};

/** Parts import only the parts that they may: “Who may import whom” in docs/architecture.md. */
export const checkParts: Check = (tree) =>
  readImports(tree)
    .filter(({ isPackage }) => !isPackage)
    .flatMap((each) => importComplaint(each) ?? []);

function importComplaint({ from, to, isDynamic }: Import): string | undefined {
  const part = partOf(from);
  const importedPart = partOf(to);
  const allowed = MAY_IMPORT[part];

  if (!allowed) {
    return `${from}: ${part} is not a part of the house. Move the file to one of ${Object.keys(MAY_IMPORT).join(', ')}, or add a part to test/house/check-parts.ts.`;
  }
  if (!SOURCE_FOLDER.test(to)) {
    return `${from} imports ${to}, but the program must not need files outside src/. Move that file.`;
  }
  if (importedPart === 'playground' && part !== importedPart && !isDynamic) {
    return `${from} imports ${to}, but the playground is not in the image. Only main.ts loads it, by \`await import()\`.`;
  }
  if (part === importedPart || allowed.includes(importedPart)) return undefined;
  return `${from} imports ${to}, but ${part} may import ${list(allowed)}. Move what both need to lib/ or contracts/, or take it as a parameter from app.ts.`;
}

/**
 * The part of a file: `bot` for `src/bot/x.ts`, `app.ts`
 * for `src/app.ts`, `playground` for `playground/x.ts`.
 */
function partOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'src' ? second : first;
}

function list(names: readonly string[]): string {
  return names.length > 0 ? `only ${names.join(', ')} and itself` : 'only itself';
}
