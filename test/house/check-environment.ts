import { type Check, sources, type Tree } from './tree.ts';

const MANUAL = '.env.example';
const READS = /\breadVariable\(\s*[\w.]+,\s*(?:'([^']+)'|[^)]*)/g;
const READS_PAST = /\benv\s*(?:\.\s*|\[\s*['"`])([A-Z][A-Z0-9_]+)\b/g;
const VARIABLE = /^([A-Z][A-Z0-9_]*)=/;
const COMMENT = /^# \S/;

/** `.env.example` is the manual of the variables: all that are read, none that is not, one comment line above each. */
export const checkEnvironment: Check = (tree) => {
  const read = variablesRead(tree);
  const lines = tree.get(MANUAL)?.split('\n') ?? [];
  const explained = lines.flatMap((line) => VARIABLE.exec(line)?.[1] ?? []);
  return [
    ...[...read].flatMap(([name, path]) =>
      explained.includes(name)
        ? []
        : [`${path} reads ${name}: explain it in ${MANUAL}, one comment line and \`${name}=\`.`],
    ),
    ...explained
      .filter((name) => !read.has(name))
      .map((name) => `${MANUAL} explains ${name}, which nothing reads. Remove it.`),
    ...explained.filter((name, at) => explained.indexOf(name) !== at).map((name) => `${MANUAL} has ${name} twice.`),
    ...lines.flatMap((line, at) => {
      const isExplained = COMMENT.test(lines[at - 1] ?? '') && !COMMENT.test(lines[at - 2] ?? '');
      return VARIABLE.test(line) && !isExplained
        ? [`${MANUAL}:${at + 1} ${line}: give it one comment line right above.`]
        : [];
    }),
    ...readsUnseen(tree),
  ];
};

/** Name → the first file that reads it. In lower case, as curl spells its proxies, a variable needs no entry of its own. */
function variablesRead(tree: Tree): ReadonlyMap<string, string> {
  const found = [...sources(tree, 'src/')].flatMap(([path, code]) =>
    [...code.matchAll(READS)].flatMap(([, name]) =>
      name && name === name.toUpperCase() ? [[name, path] as const] : [],
    ),
  );
  return new Map(found.reverse());
}

function readsUnseen(tree: Tree): string[] {
  return [...sources(tree, 'src/')]
    .filter(([path]) => path !== 'src/lib/env.ts')
    .flatMap(([path, code]) => [
      ...[...code.matchAll(READS)]
        .filter(([, name]) => !name)
        .map(([call]) => `${path}: ${call}): write the name there, so that it can be found.`),
      ...[...code.matchAll(READS_PAST)].map(
        ([, name]) => `${path}: read ${name} by readVariable(env, '${name}'): an empty value is none.`,
      ),
    ]);
}
