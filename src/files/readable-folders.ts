import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(import.meta.dirname, '../..');

/**
 * The folders and files that a reader process needs: the code, and the packages. The root itself is
 * not among them, because `.env` and the store may be there.
 */
export function readableFolders(program: URL): readonly string[] {
  const sharp = fileURLToPath(import.meta.resolve('sharp'));
  const packages = sharp.slice(0, sharp.lastIndexOf('node_modules') + 'node_modules'.length);
  const paths = [
    join(ROOT, 'src'),
    join(ROOT, 'package.json'),
    join(ROOT, 'node_modules'),
    packages,
    dirname(fileURLToPath(program)),
    // sharp learns from it which C library this Linux has.
    '/usr/bin/ldd',
  ].filter((path) => existsSync(path));
  return [...new Set([...paths, ...paths.map((path) => realpathSync(path))])];
}
