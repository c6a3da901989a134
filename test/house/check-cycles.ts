import { readImports } from './read-imports.ts';
import type { Check } from './tree.ts';

/** No file imports itself through other files. */
export const checkCycles: Check = (tree) => {
  const importsOf = Map.groupBy(readImports(tree), ({ from }) => from);
  const visited = new Set<string>();
  const complaints: string[] = [];

  function visit(path: string, trail: readonly string[]): void {
    const start = trail.indexOf(path);
    if (start >= 0) {
      const cycle = [...trail.slice(start), path].join(' → ');
      complaints.push(
        `${cycle} is a cycle. Move what these files share into a file that imports none of them.`,
      );
    }
    if (visited.has(path)) return;
    visited.add(path);
    for (const { to } of importsOf.get(path) ?? []) visit(to, [...trail, path]);
  }

  for (const path of importsOf.keys()) visit(path, []);
  return complaints;
};
