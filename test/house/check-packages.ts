import { type Import, readImports } from './read-imports.ts';
import { type Check, sources, type Tree } from './tree.ts';

/**
 * The folders in which each package may be imported. No
 * file may import a package that is not listed here.
 */
const HOMES_OF: Readonly<Record<string, readonly string[]>> = {
  'discord.js': ['src/platforms/discord/'],
  grammy: ['src/platforms/telegram/'],
  undici: ['src/providers/wire/'],
  'eventsource-parser': ['src/providers/wire/'],
  'quickjs-emscripten-core': ['src/providers/vercel/'],
  '@jitl/quickjs-wasmfile-release-sync': ['src/providers/vercel/'],
  keyv: ['src/store/'],
  pg: ['src/store/postgres/', 'src/fleet/job-sessions.ts'],
  'graphile-worker': ['src/fleet/'],
  'mdast-util-from-markdown': ['src/markdown/'],
  'mdast-util-gfm': ['src/markdown/'],
  'micromark-core-commonmark': ['src/markdown/'],
  'micromark-extension-gfm': ['src/markdown/'],
  'micromark-extension-cjk-friendly': ['src/markdown/'],
  'micromark-util-combine-extensions': ['src/markdown/'],
  'micromark-util-types': ['src/markdown/'],
  mdast: ['src/markdown/'],
  'get-east-asian-width': ['src/markdown/'],
  sharp: ['src/files/'],
  unpdf: ['src/files/'],
  'file-type': ['src/files/'],
  fflate: ['src/files/'],
  htmlparser2: ['src/files/'],
  chardet: ['src/files/'],
  'libheif-js': ['src/files/'],
  '@clack/prompts': ['src/setup/'],
  uqr: ['src/setup/'],
  yaml: ['src/config/'],
  'prom-client': ['src/metrics/'],
  pino: ['src/lib/'],
  'lru-cache': ['src/lib/'],
  zod: ['src/config/', 'src/conversations/', 'src/settings/', 'playground/'],
  ws: ['playground/'],
};

/**
 * These parts reach the network only through the platforms and providers that app.ts hands to them.
 */
const OFFLINE =
  /^src\/(contracts|bot|access|settings|usage|limits|alerts|conversations|router|replies|commands|markdown|texts)\//;
const NETWORK_MODULE = /^(node:)?(https?|http2|net|tls|dgram|dns|dns\/promises|inspector)$/;
const NETWORK_GLOBAL =
  /(?<![.\w])(?:globalThis\s*\.\s*)?(fetch|new WebSocket|new EventSource)\s*\(/;
/** The contracts only declare methods such as `fetch`, and call nothing. */
const CONTRACTS = 'src/contracts/';

/**
 * Packages are imported in their homes only, and the
 * network is called by platforms and providers only.
 */
export const checkPackages: Check = (tree) => [
  ...readImports(tree)
    .filter(({ isPackage }) => isPackage)
    .flatMap((each) => packageComplaint(each, tree) ?? []),
  ...[...sources(tree)]
    .filter(
      ([path, code]) =>
        OFFLINE.test(path) && !path.startsWith(CONTRACTS) && NETWORK_GLOBAL.test(code),
    )
    .map(
      ([path]) =>
        `${path} calls the network. Let a platform or a provider do it, and take that as a parameter.`,
    ),
];

function packageComplaint({ from, to, isOfTypes }: Import, tree: Tree): string | undefined {
  if (NETWORK_MODULE.test(to) && OFFLINE.test(from)) {
    return `${from} imports ${to}, but this part never touches the network. Let a platform or a provider do it.`;
  }
  if (to.startsWith('node:')) return undefined;

  const homes = HOMES_OF[to];
  if (!homes) {
    return `${from} imports ${to}, which has no home. Add its home to test/house/check-packages.ts.`;
  }
  if (!homes.some((home) => from.startsWith(home))) {
    return `${from} imports ${to}, which belongs to ${homes.join(' and ')} only. Take what you need as a parameter.`;
  }
  const { dependencies = {} } = JSON.parse(tree.get('package.json') ?? '{}');
  if (to in dependencies || isOfTypes || from.startsWith('playground/')) return undefined;
  return `${from} imports ${to}, which is not in the image. Move it to "dependencies" in package.json.`;
}
