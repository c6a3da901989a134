import { type Check, sources, type Tree } from './tree.ts';

const MANUAL = '.env.example';
/** Files that read variables for others. The calls of their functions contain the names. */
const SETTINGS_FILE = /^src\/providers\/wire\/settings\/read-[\w-]+\.ts$/;
const VENDORS = 'src/providers/vendors.ts';
const ENV = 'src/lib/env.ts';

/** A call of `readVariable`, with the name of the variable if it is written there. */
const READ_VARIABLE = /\breadVariable\(\s*[\w.]+,\s*(?:'([^']+)'|[^)]*)/g;
/** A call of `readEndpoint`, which reads two variables, with the name of a service. */
const READ_ENDPOINT = /\breadEndpoint\(\s*[\w.]+,\s*(?:'([^']+)'|[^)]*)/g;
/** A variable that is read without `readVariable`. Those of Node itself, `NODE_…`, need no entry. */
const DIRECT_READ = /\benv\s*(?:\.\s*|\[\s*['"`])((?!NODE_)[A-Z][A-Z0-9_]+)\b/g;
/** A setting that every service has, after the service's name. */
const READ_SETTING = /\breadVariable\(\s*[\w.]+,\s*`\$\{name\}(_[A-Z_]+)`/g;
const EXPLAINED_SETTING = /^# NAME(_[A-Z_]+): \S/;
const EXPLAINED_VARIABLE = /^([A-Z][A-Z0-9_]*)=/;
const COMMENT = /^# \S/;
const VENDOR_TABLE = /^const VENDORS\b[\s\S]*?^\};/m;
const VENDOR_LINE = /^ {2}(\w+): \{/gm;

/**
 * `.env.example` is the manual of the variables. It explains exactly the variables that the program
 * reads, each with one comment line above it. It explains the settings that every service has once,
 * under NAME, and of each vendor one variable that switches the vendor on.
 */
export const checkEnvironment: Check = (tree) => {
  const lines = tree.get(MANUAL)?.split('\n') ?? [];
  const explained = lines.flatMap((line) => EXPLAINED_VARIABLE.exec(line)?.[1] ?? []);

  return [
    ...variableComplaints(tree, explained),
    ...layoutComplaints(lines, explained),
    ...vendorComplaints(tree, explained),
    ...settingComplaints(tree, lines),
    ...hiddenReadComplaints(tree),
  ];
};

function variableComplaints(tree: Tree, explained: readonly string[]): string[] {
  const readerOf = findReaders(tree);
  const switches = vendorsIn(tree).flatMap(switchesOf);
  const isRead = (name: string) => readerOf.has(name) || switches.includes(name);

  const unexplained = [...readerOf].filter(([name]) => !explained.includes(name));
  return [
    ...unexplained.map(
      ([name, path]) =>
        `${path} reads ${name}. Explain it in ${MANUAL}, with one comment line and \`${name}=\`.`,
    ),
    ...explained
      .filter((name) => !isRead(name))
      .map((name) => `${MANUAL} explains ${name}, which nothing reads. Remove it.`),
  ];
}

/** Finds the variables that are read, each with the first file that reads it. */
function findReaders(tree: Tree): ReadonlyMap<string, string> {
  const reads = [...sources(tree)].flatMap(([path, code]) => {
    // A name in lower case is a second spelling, as curl has for its proxies, and needs no entry.
    const variables = [...code.matchAll(READ_VARIABLE)].flatMap(([, name]) =>
      name && name === name.toUpperCase() ? name : [],
    );
    const endpoints = [...code.matchAll(READ_ENDPOINT)].flatMap(([, service]) =>
      service ? [`${service}_API_KEY`, `${service}_BASE_URL`] : [],
    );
    return [...variables, ...endpoints].map((name) => [name, path] as const);
  });
  return new Map(reads.reverse());
}

function layoutComplaints(lines: readonly string[], explained: readonly string[]): string[] {
  const repeated = explained.filter((name, index) => explained.indexOf(name) !== index);
  const badlyCommented = [...lines.entries()].filter(([index, line]) => {
    const hasOneComment =
      COMMENT.test(lines[index - 1] ?? '') && !COMMENT.test(lines[index - 2] ?? '');
    return EXPLAINED_VARIABLE.test(line) && !hasOneComment;
  });

  return [
    ...repeated.map((name) => `${MANUAL} has ${name} twice.`),
    ...badlyCommented.map(
      ([index, line]) => `${MANUAL}:${index + 1} ${line} needs exactly one comment line above it.`,
    ),
  ];
}

function vendorComplaints(tree: Tree, explained: readonly string[]): string[] {
  return vendorsIn(tree)
    .filter((vendor) => !switchesOf(vendor).some((name) => explained.includes(name)))
    .map(
      (vendor) =>
        `${VENDORS} has ${vendor}. Explain ${switchesOf(vendor).join(' or ')} in ${MANUAL}.`,
    );
}

function vendorsIn(tree: Tree): readonly string[] {
  const [table = ''] = VENDOR_TABLE.exec(tree.get(VENDORS) ?? '') ?? [];
  return [...table.matchAll(VENDOR_LINE)].flatMap(([, name]) => name ?? []);
}

/** The variables that switch a vendor on: a key, or the address of a server that needs no key. */
function switchesOf(vendor: string): readonly string[] {
  return [`${vendor.toUpperCase()}_API_KEY`, `${vendor.toUpperCase()}_BASE_URL`];
}

function settingComplaints(tree: Tree, lines: readonly string[]): string[] {
  const code = [...sources(tree)]
    .filter(([path]) => SETTINGS_FILE.test(path))
    .map(([, text]) => text)
    .join('\n');
  const read = new Set([...code.matchAll(READ_SETTING)].flatMap(([, suffix]) => suffix ?? []));
  const explained = lines.flatMap((line) => EXPLAINED_SETTING.exec(line)?.[1] ?? []);

  return [
    ...[...read]
      .filter((suffix) => !explained.includes(suffix))
      .map(
        (suffix) =>
          `Every service reads NAME${suffix}. Explain it in ${MANUAL}, as \`# NAME${suffix}: …\`.`,
      ),
    ...explained
      .filter((suffix) => !read.has(suffix))
      .map((suffix) => `${MANUAL} explains NAME${suffix}, which nothing reads. Remove it.`),
  ];
}

/** Complains of reads that this check cannot see. */
function hiddenReadComplaints(tree: Tree): string[] {
  const mayHideNames = (path: string) =>
    path === ENV || path === VENDORS || SETTINGS_FILE.test(path);

  return [...sources(tree)]
    .filter(([path]) => !mayHideNames(path))
    .flatMap(([path, code]) => {
      const calls = [...code.matchAll(READ_VARIABLE), ...code.matchAll(READ_ENDPOINT)];
      return [
        ...calls
          .filter(([, name]) => !name)
          .map(([call]) => `${path}: ${call}) hides the name. Write the name there.`),
        ...[...code.matchAll(DIRECT_READ)].map(
          ([, name]) =>
            `${path} reads ${name} directly. Use readVariable(env, '${name}'), for which an empty value is not set.`,
        ),
      ];
    });
}
