import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What to do when a test of a version fails. */
export const LOOK_AGAIN =
  'The patched package has another version. Read the patch again: does the fault still exist, and do the private parts that the patch uses? ' +
  'Then write the new version into the patch and its test, or remove both.';

/**
 * The version of an installed package. `path` leads to it over dependencies, from a package that Parley itself depends
 * on: several versions of one package may be installed.
 */
export function installedVersion(...path: readonly string[]): string {
  return versionAbove(dirname(entryOf(path)), path.at(-1) ?? '');
}

/** The exports of an installed package, also of those that Parley does not depend on itself. */
// biome-ignore lint/suspicious/noExplicitAny: the tests look into private parts
export function requireInstalled(...path: readonly string[]): any {
  return createRequire(import.meta.url)(entryOf(path));
}

/** The file that `require` loads for the last package of the path. */
function entryOf(path: readonly string[]): string {
  return path.reduce((file, name) => createRequire(file).resolve(name), import.meta.filename);
}

function versionAbove(folder: string, name: string): string {
  const manifest = readManifest(join(folder, 'package.json'));
  if (manifest?.name === name) return String(manifest.version);

  const parent = dirname(folder);
  if (parent === folder) throw new Error(`The package.json of ${name} was not found.`);
  return versionAbove(parent, name);
}

function readManifest(file: string): { name?: string; version?: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
