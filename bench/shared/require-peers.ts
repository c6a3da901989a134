import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The part of a `package.json` that is read here. */
interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const BENCH_FOLDER = join(import.meta.dirname, '..');

/**
 * Ends this process with status 1, after a message that names the cure, unless all peers of
 * `bench/package.json` are installed in exactly those versions.
 */
export async function requirePeers(): Promise<void> {
  const problems = await findProblems();
  if (problems.length === 0) return;

  process.stderr.write(
    [
      'This bench compares Parley with packages that bench/node_modules does not hold yet:',
      ...problems.map((problem) => `  ${problem}`),
      'Install them with: npm ci --prefix bench',
      '',
    ].join('\n'),
  );
  process.exit(1);
}

/** One sentence for each peer that is missing or has another version. */
async function findProblems(): Promise<readonly string[]> {
  const { dependencies = {} } = await readManifest(BENCH_FOLDER);
  const problems: string[] = [];

  for (const [name, version] of Object.entries(dependencies)) {
    const installed = await readInstalledVersion(name);

    if (installed === undefined) problems.push(`${name} ${version} is not installed`);
    else if (installed !== version)
      problems.push(`${name} ${version} is needed, and ${installed} is installed`);
  }
  return problems;
}

async function readInstalledVersion(name: string): Promise<string | undefined> {
  try {
    return (await readManifest(join(BENCH_FOLDER, 'node_modules', name))).version;
  } catch {
    return undefined;
  }
}

async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
}
