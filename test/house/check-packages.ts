import { type Import, readImports } from './read-imports.ts';
import { type Check, sources, type Tree } from './tree.ts';

/** Where each package of package.json may be imported. One that is not named here may be imported nowhere. */
const HOME_OF: Readonly<Record<string, readonly string[]>> = {
  'discord.js': ['src/platforms/discord/'],
  grammy: ['src/platforms/telegram/'],
  undici: ['src/providers/wire/'],
  'eventsource-parser': ['src/providers/wire/'],
  'quickjs-emscripten-core': ['src/providers/vercel/'],
  '@jitl/quickjs-wasmfile-release-sync': ['src/providers/vercel/'],
  keyv: ['src/store/'],
  'mdast-util-from-markdown': ['src/markdown/'],
  'mdast-util-gfm': ['src/markdown/'],
  'micromark-extension-gfm': ['src/markdown/'],
  'micromark-extension-cjk-friendly': ['src/markdown/'],
  'micromark-util-types': ['src/markdown/'],
  mdast: ['src/markdown/'],
  'get-east-asian-width': ['src/markdown/'],
  yaml: ['src/config/'],
  pino: ['src/lib/'],
  'lru-cache': ['src/lib/'],
  zod: ['src/config/', 'playground/'],
  ws: ['playground/'],
};

/** These reach the world only through the platforms and providers that app.ts hands them. */
const OFFLINE =
  /^src\/(contracts|bot|access|conversations|router|replies|commands|markdown|texts)\//;
const NETWORK_MODULE = /^(node:)?(https?|http2|net|tls|dgram|dns|dns\/promises|inspector)$/;
const NETWORK_GLOBAL =
  /(?<![.\w])(?:globalThis\s*\.\s*)?(fetch|new WebSocket|new EventSource)\s*\(/;
/** An interface may have a method of that name; what is called there is not the network. */
const CONTRACTS = 'src/contracts/';

export const checkPackages: Check = (tree) => [
  ...readImports(tree)
    .filter(({ isPackage }) => isPackage)
    .flatMap((found) => moduleComplaint(found, tree) ?? []),
  ...[...sources(tree)]
    .filter(
      ([path, code]) =>
        OFFLINE.test(path) && !path.startsWith(CONTRACTS) && NETWORK_GLOBAL.test(code),
    )
    .map(
      ([path]) =>
        `${path} calls the network: let a platform or a provider do it, and take that as a parameter.`,
    ),
];

function moduleComplaint({ from, to, isOfTypes }: Import, tree: Tree): string | undefined {
  if (NETWORK_MODULE.test(to) && OFFLINE.test(from)) {
    return `${from} imports ${to}: this part never touches the network. Let a platform or a provider do it.`;
  }
  if (to.startsWith('node:')) return undefined;
  const homes = HOME_OF[to];
  if (!homes)
    return `${from} imports ${to}, which has no home. Say in test/house/check-packages.ts where it belongs.`;
  if (!homes.some((home) => from.startsWith(home))) {
    return `${from} imports ${to}, which belongs to ${homes.join(' and ')} only. Take what you need as a parameter.`;
  }
  const { dependencies = {} } = JSON.parse(tree.get('package.json') ?? '{}');
  if (to in dependencies || isOfTypes || from.startsWith('playground/')) return undefined;
  return `${from} imports ${to}, which the image does not have: move it to "dependencies" in package.json.`;
}
