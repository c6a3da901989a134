import { readImports } from './read-imports.ts';
import type { Check } from './tree.ts';

/** Packages that most bots never need. Each of them costs every start that loads it time and memory. */
const ON_DEMAND = new Set([
  'discord.js',
  'pg',
  'graphile-worker',
  'prom-client',
  'quickjs-emscripten-core',
  '@jitl/quickjs-wasmfile-release-sync',
  'sharp',
  'unpdf',
  'file-type',
  'fflate',
  'htmlparser2',
  'chardet',
  'libheif-js',
  '@clack/prompts',
  'uqr',
]);
/** `main.ts` itself loads `app.ts` on demand, and every start does. */
const STARTS = ['src/main.ts', 'src/app.ts'];

/** What few bots need is loaded where it is needed: no chain of static imports leads from the start to it. */
export const checkDemand: Check = (tree) => {
  const atRunTime = readImports(tree).filter(
    ({ isDynamic, isOfTypes }) => !isDynamic && !isOfTypes,
  );
  const importsOf = Map.groupBy(atRunTime, ({ from }) => from);
  /** The way to each file that a start loads. */
  const ways = new Map(STARTS.map((path) => [path, [path]]));
  const complaints: string[] = [];

  // A map also gives what is added to it meanwhile.
  for (const [path, way] of ways) {
    for (const { to } of importsOf.get(path) ?? []) {
      if (ON_DEMAND.has(to)) {
        const chain = [...way, to].join(' → ');
        complaints.push(
          `${chain} is loaded at every start, and few bots need it. Import one of these files with import() where it is used.`,
        );
      }
      if (!ways.has(to)) ways.set(to, [...way, to]);
    }
  }
  return complaints;
};
