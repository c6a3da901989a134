import { posix } from 'node:path';
import { sources, type Tree } from './tree.ts';

/** One file that a source file loads, for its values or for its types. */
export interface Import {
  readonly from: string;
  /** A path from the root, or the name of a package: `keyv`, `node:http`. */
  readonly to: string;
  readonly isPackage: boolean;
  readonly isDynamic: boolean;
}

const STATIC = /(?:^|[;\n])\s*(?:import|export)\s+(?:[\w$*{}\s,]+?\s+from\s+)?['"]([^'"]+)['"]/g;
const DYNAMIC = /\bimport\s*\(\s*['"]([^'"]+)['"]/g;

/** Every import of every source file under `src/`: static, dynamic, of types, re-exports. */
export function readImports(tree: Tree): readonly Import[] {
  return [...sources(tree, 'src/')].flatMap(([from, code]) => [
    ...[...code.matchAll(STATIC)].map(([, to = '']) => resolve(from, to, false)),
    ...[...code.matchAll(DYNAMIC)].map(([, to = '']) => resolve(from, to, true)),
  ]);
}

function resolve(from: string, specifier: string, isDynamic: boolean): Import {
  if (/^\.\.?\//.test(specifier)) {
    return { from, to: posix.join(posix.dirname(from), specifier), isPackage: false, isDynamic };
  }
  const name = /^(@[^/]+\/[^/]+|node:.+|[^/]+)/.exec(specifier)?.[0] ?? specifier;
  return { from, to: name, isPackage: true, isDynamic };
}
