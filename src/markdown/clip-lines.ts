import type { Line, Run } from './layout.ts';

/** What of `lines` stands in [from, to) of the source: what was open before goes on without its marker, a table with its head. */
export function clipLines(lines: readonly Line[], from: number, to: number): readonly Line[] {
  const clipped: Line[] = [];
  for (const line of lines.slice(firstLineFrom(lines, from))) {
    if (line.from >= to) break;
    const kept = clipLine(line, from, to);
    if (kept && clipped.length === 0 && kept.tableHead) clipped.push(...kept.tableHead);
    if (kept) clipped.push(kept);
  }
  return clipped;
}

/** The last line that begins before `from`, or at it: only it can reach into the window. */
function firstLineFrom(lines: readonly Line[], from: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.from ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

function clipLine(line: Line, from: number, to: number): Line | undefined {
  const isContinued = line.from < from;
  if (!isContinued && endOf(line) <= to) return line;
  const runs = line.runs.flatMap((run) => clipRun(run, from, to) ?? []);
  if (isContinued && runs.length === 0) return undefined;
  return { ...line, runs, ...(isContinued && { opens: [], gap: 1 as const }) };
}

const endOf = ({ runs, from }: Line) => runs.at(-1)?.to ?? from;

export function getSourceOffset(run: Run, index: number): number {
  return index >= run.text.length ? run.to : (run.offsets?.[index] ?? run.from + index);
}

function clipRun(run: Run, from: number, to: number): Run | undefined {
  if (run.from >= from && run.to <= to && run.from < to) return run;
  const { text, offsets } = run;
  const start = indexAt(run, from);
  const end = indexAt(run, to);
  if (start >= end) return undefined;
  return {
    ...run,
    text: text.slice(start, end),
    from: getSourceOffset(run, start),
    to: getSourceOffset(run, end),
    ...(offsets && { offsets: offsets.slice(start, end) }),
  };
}

/** The first unit that stands at or behind a source offset. */
function indexAt(run: Run, offset: number): number {
  if (offset <= run.from) return 0;
  if (!run.offsets) return Math.min(run.text.length, offset - run.from);
  const index = run.offsets.findIndex((at) => at >= offset);
  return index < 0 ? run.text.length : index;
}
