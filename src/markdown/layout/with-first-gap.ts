import type { OpenBlocks } from './continue-lines.ts';
import { gapBefore } from './lay-out-block.ts';
import type { Line } from './layout.ts';
import { createAddedRun } from './line.ts';

/** The gap before the first line, and the space before it if it goes on with a line. */
export function withFirstGap(
  [first, ...rest]: readonly Line[],
  source: string,
  { reopening, offset, leaf }: Pick<OpenBlocks, 'reopening' | 'leaf'> & { readonly offset: number },
): Line[] {
  if (!first) return [];
  const isInLeaf = reopening.isInLeaf && first.leaf === leaf;
  if (!isInLeaf) return [{ ...first, gap: gapBefore(source, first.from) }, ...rest];

  const isBehindSpace = /\s/.test(source.charAt(offset - 1)) && first.leaf.kind !== 'code';
  if (!first.continues || !isBehindSpace) return [{ ...first, gap: 1 }, ...rest];

  const space = { ...createAddedRun(' ', offset - 1), to: offset };
  return [{ ...first, from: offset - 1, gap: 1, runs: [space, ...first.runs] }, ...rest];
}
