import { readImports } from './read-imports.ts';
import type { Check } from './tree.ts';

/** No file needs itself, by however many others. */
export const checkCycles: Check = (tree) => {
  const targets = Map.groupBy(readImports(tree), ({ from }) => from);
  const done = new Set<string>();
  const complaints: string[] = [];

  function visit(path: string, trail: readonly string[]): void {
    const start = trail.indexOf(path);
    if (start >= 0) {
      const cycle = [...trail.slice(start), path].join(' → ');
      complaints.push(
        `${cycle}: a cycle. Move what they share into a file that imports none of them.`,
      );
    }
    if (done.has(path)) return;
    done.add(path);
    for (const { to } of targets.get(path) ?? []) visit(to, [...trail, path]);
  }

  for (const path of targets.keys()) visit(path, []);
  return complaints;
};
