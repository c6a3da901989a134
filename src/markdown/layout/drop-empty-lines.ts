import type { Line } from './layout.ts';

/**
 * Leaves out lines that show nothing behind another such line. Without this, a page could go on without
 * end, because nothing fills it.
 */
export function dropEmptyLines(lines: readonly Line[], lineBefore: Line | undefined): Line[] {
  let isBehindEmpty = lineBefore !== undefined && showsNothing(lineBefore);

  return lines.filter((line) => {
    const isEmpty = showsNothing(line);
    const isDropped = isEmpty && isBehindEmpty;
    isBehindEmpty = isEmpty;
    return !isDropped;
  });
}

function showsNothing({ leaf, opens, runs, continues }: Line): boolean {
  const isText = leaf.kind === 'text' || leaf.kind === 'heading';
  return isText && !continues && opens.length === 0 && runs.every(({ text }) => text.trim() === '');
}
