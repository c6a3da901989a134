import { posix } from 'node:path';
import { sources, type Tree } from './tree.ts';

/** One import of a source file, of values or of types. */
export interface Import {
  readonly from: string;
  /** A path from the root of the repository, or the name of a package: `keyv`, `node:http`. */
  readonly to: string;
  readonly isPackage: boolean;
  readonly isDynamic: boolean;
  /** An import of types is gone when the program runs. */
  readonly isOfTypes: boolean;
}

const STATIC =
  /(?:^|[;\n])\s*(?:import|export)\s+(type\s+)?(?:[\w$*{}\s,]+?\s+from\s+)?['"]([^'"]+)['"]/g;
const DYNAMIC = /\bimport\s*\(\s*['"]([^'"]+)['"]/g;

/**
 * Reads all imports of all source files: static ones, dynamic ones, those of types, and re-exports.
 */
export function readImports(tree: Tree): readonly Import[] {
  return [...sources(tree)].flatMap(([from, code]) => [
    ...[...code.matchAll(STATIC)].map(([, type, to = '']) =>
      resolve(from, to, { isDynamic: false, isOfTypes: type !== undefined }),
    ),
    ...[...code.matchAll(DYNAMIC)].map(([, to = '']) =>
      resolve(from, to, { isDynamic: true, isOfTypes: false }),
    ),
  ]);
}

function resolve(
  from: string,
  specifier: string,
  kind: Pick<Import, 'isDynamic' | 'isOfTypes'>,
): Import {
  if (/^\.\.?\//.test(specifier)) {
    return { from, to: posix.join(posix.dirname(from), specifier), isPackage: false, ...kind };
  }
  const name = /^(@[^/]+\/[^/]+|node:.+|[^/]+)/.exec(specifier)?.[0] ?? specifier;
  return { from, to: name, isPackage: true, ...kind };
}
