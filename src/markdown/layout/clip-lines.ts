import type { Line, Run } from './layout.ts';

/**
 * Cuts lines to their part in [from, to) of the source. A container that began before
 * `from` continues without its marker, a table repeats its head, and the parts of a line are
 * joined.
 */
export function clipLines(lines: readonly Line[], from: number, to: number): readonly Line[] {
  const clippedLines: Line[] = [];

  for (let index = findFirstLine(lines, from); index < lines.length; index += 1) {
    const line = lines[index];
    if (line === undefined || line.from >= to) break;

    const clipped = clipLine(line, from, to);
    if (clipped === undefined) continue;

    if (clippedLines.length === 0) clippedLines.push(...repeatedHead(clipped));
    if (clipped.continues) joinToLast(clippedLines, clipped);
    else clippedLines.push(clipped);
  }
  return clippedLines;
}

/** Joins a line to the line that it goes on. */
function joinToLast(lines: Line[], { continues: _, ...line }: Line): void {
  const last = lines.pop();
  lines.push(
    last ? { ...last, runs: [...last.runs, ...line.runs] } : { ...line, opens: [], gap: 1 },
  );
}

/** The head of a table, in the blocks of the row below it: a page shows both as one table. */
function repeatedHead({ tableHead = [], leaf, containers }: Line): readonly Line[] {
  return tableHead.map((head) => ({ ...head, leaf, containers }));
}

/**
 * The index of the line before the first one that begins at or behind `from`: of the lines that
 * begin earlier, only this one can reach into the window. A binary search.
 */
function findFirstLine(lines: readonly Line[], from: number): number {
  let low = 0;
  let high = lines.length;

  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.from ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** Cuts a line to its part in [from, to) of the source. `undefined`: none of it lies there. */
export function clipLine(line: Line, from: number, to: number): Line | undefined {
  const isContinued = line.from < from;
  if (!isContinued && endOf(line) <= to) return line;

  const runs = line.runs.flatMap((run) => clipRun(run, from, to) ?? []);
  if (!isContinued) return { ...line, runs };
  return runs.length > 0 ? { ...line, runs, opens: [], gap: 1 } : undefined;
}

const endOf = ({ runs, from }: Line) => runs.at(-1)?.to ?? from;

function clipRun(run: Run, from: number, to: number): Run | undefined {
  if (run.from >= from && run.to <= to && run.from < to) return run;

  const start = findUnit(run, from);
  const end = findUnit(run, to);
  return start < end ? { ...run, ...sliceRun(run, start, end) } : undefined;
}

/** The index of the first unit at or behind a source offset. */
function findUnit(run: Run, sourceOffset: number): number {
  if (sourceOffset <= run.from) return 0;
  if (!run.offsets) return Math.min(run.text.length, sourceOffset - run.from);

  const index = run.offsets.findIndex((offset) => offset >= sourceOffset);
  return index < 0 ? run.text.length : index;
}

/** Cuts a run to the units in [start, end) of its text. The result lacks the look of the run. */
export function sliceRun(
  run: Run,
  start: number,
  end: number,
): Pick<Run, 'text' | 'from' | 'to' | 'offsets'> {
  return {
    text: run.text.slice(start, end),
    from: getSourceOffset(run, start),
    to: getSourceOffset(run, end),
    offsets: run.offsets?.slice(start, end),
  };
}

/**
 * The source offset of the unit at `index` of a run's text, or the end of the run behind its last
 * unit.
 */
export function getSourceOffset(run: Run, index: number): number {
  return index >= run.text.length ? run.to : (run.offsets?.[index] ?? run.from + index);
}
