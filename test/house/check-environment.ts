import { type Check, sources, type Tree } from './tree.ts';

const MANUAL = '.env.example';
/** What others read variables by: the names are in the calls of these. */
const SETTINGS = [
  'src/providers/wire/settings/read-endpoint.ts',
  'src/providers/wire/settings/read-provider-settings.ts',
];
const VENDORS = 'src/providers/vendors.ts';
const READERS = ['src/lib/env.ts', ...SETTINGS, VENDORS];
const READS = /\breadVariable\(\s*[\w.]+,\s*(?:'([^']+)'|[^)]*)/g;
/** Reads two variables by the name of a service. */
const READS_ENDPOINT = /\breadEndpoint\(\s*[\w.]+,\s*(?:'([^']+)'|[^)]*)/g;
const READS_PAST = /\benv\s*(?:\.\s*|\[\s*['"`])([A-Z][A-Z0-9_]+)\b/g;
/** What can be set for every service: the name comes first. */
const READS_SETTING = /\breadVariable\(\s*[\w.]+,\s*`\$\{name\}(_[A-Z_]+)`/g;
const SETTING = /^# NAME(_[A-Z_]+): \S/;
const VENDOR_TABLE = /^const VENDORS\b[\s\S]*?^\};/m;
const VENDOR = /^ {2}(\w+): \{/gm;
const VARIABLE = /^([A-Z][A-Z0-9_]*)=/;
const COMMENT = /^# \S/;

/**
 * `.env.example` is the manual of the variables: all that are read, none that is not, one comment line above each. What can be set for
 * every service is explained once, under NAME; of each vendor one variable that switches it on is enough.
 */
export const checkEnvironment: Check = (tree) => {
  const read = variablesRead(tree);
  const lines = tree.get(MANUAL)?.split('\n') ?? [];
  const explained = lines.flatMap((line) => VARIABLE.exec(line)?.[1] ?? []);
  const vendors = vendorsIn(tree);
  const switches = vendors.flatMap(switchesOf);
  return [
    ...[...read].flatMap(([name, path]) =>
      explained.includes(name)
        ? []
        : [`${path} reads ${name}: explain it in ${MANUAL}, one comment line and \`${name}=\`.`],
    ),
    ...explained
      .filter((name) => !read.has(name) && !switches.includes(name))
      .map((name) => `${MANUAL} explains ${name}, which nothing reads. Remove it.`),
    ...explained
      .filter((name, at) => explained.indexOf(name) !== at)
      .map((name) => `${MANUAL} has ${name} twice.`),
    ...lines.flatMap((line, at) => {
      const isExplained = COMMENT.test(lines[at - 1] ?? '') && !COMMENT.test(lines[at - 2] ?? '');
      return VARIABLE.test(line) && !isExplained
        ? [`${MANUAL}:${at + 1} ${line}: give it one comment line right above.`]
        : [];
    }),
    ...vendors
      .filter((vendor) => !switchesOf(vendor).some((name) => explained.includes(name)))
      .map(
        (vendor) =>
          `${VENDORS} has ${vendor}: explain ${switchesOf(vendor).join(' or ')} in ${MANUAL}.`,
      ),
    ...settingComplaints(tree, lines),
    ...readsUnseen(tree),
  ];
};

function vendorsIn(tree: Tree): readonly string[] {
  return [...(VENDOR_TABLE.exec(tree.get(VENDORS) ?? '')?.[0] ?? '').matchAll(VENDOR)].flatMap(
    ([, name]) => name ?? [],
  );
}

/** What switches a vendor on: a key, or the address of a server that needs none. */
function switchesOf(vendor: string): readonly string[] {
  return [`${vendor.toUpperCase()}_API_KEY`, `${vendor.toUpperCase()}_BASE_URL`];
}

function settingComplaints(tree: Tree, lines: readonly string[]): string[] {
  const code = SETTINGS.map((path) => sources(tree).get(path) ?? '').join('\n');
  const read = new Set([...code.matchAll(READS_SETTING)].flatMap(([, suffix]) => suffix ?? []));
  const explained = lines.flatMap((line) => SETTING.exec(line)?.[1] ?? []);
  return [
    ...[...read]
      .filter((suffix) => !explained.includes(suffix))
      .map(
        (suffix) =>
          `Every service reads NAME${suffix}: explain it in ${MANUAL}, as \`# NAME${suffix}: …\`.`,
      ),
    ...explained
      .filter((suffix) => !read.has(suffix))
      .map((suffix) => `${MANUAL} explains NAME${suffix}, which nothing reads. Remove it.`),
  ];
}

/** Name → the first file that reads it. In lower case, as curl spells its proxies, a variable needs no entry of its own. */
function variablesRead(tree: Tree): ReadonlyMap<string, string> {
  const found = [...sources(tree)].flatMap(([path, code]) => [
    ...[...code.matchAll(READS)].flatMap(([, name]) =>
      name && name === name.toUpperCase() ? [[name, path] as const] : [],
    ),
    ...[...code.matchAll(READS_ENDPOINT)].flatMap(([, service]) =>
      service
        ? [[`${service}_API_KEY`, path] as const, [`${service}_BASE_URL`, path] as const]
        : [],
    ),
  ]);
  return new Map(found.reverse());
}

function readsUnseen(tree: Tree): string[] {
  return [...sources(tree)]
    .filter(([path]) => !READERS.includes(path))
    .flatMap(([path, code]) => [
      ...[...code.matchAll(READS), ...code.matchAll(READS_ENDPOINT)]
        .filter(([, name]) => !name)
        .map(([call]) => `${path}: ${call}): write the name there, so that it can be found.`),
      ...[...code.matchAll(READS_PAST)].map(
        ([, name]) =>
          `${path}: read ${name} by readVariable(env, '${name}'): an empty value is none.`,
      ),
    ]);
}
