import { clipLines, getSourceOffset } from './clip-lines.ts';
import { BREAK_QUALITY, type Line } from './layout.ts';

export interface PageWindow {
  readonly lines: readonly Line[];
  readonly from: number;
  readonly to: number;
}

interface Candidate {
  readonly at: number;
  readonly cut: number;
}

/** Breaks before this part of the page would waste it. */
const EARLIEST = 0.6;
const graphemes = new Intl.Segmenter();

/**
 * Where to end a page that does not hold the whole window: the best break in its last part. `fill` measures what a page would
 * show; 1 is full. Always behind the window's start.
 */
export function findPageBreak(
  { lines, from, to }: PageWindow,
  fill: (lines: readonly Line[]) => number,
): number {
  const fillTo = (at: number) => fill(clipLines(lines, from, at));
  const starts = lines.flatMap((line, index): Candidate[] => {
    if (line.from <= from || line.from > to) return [];
    // A heading does not stay alone at the end of a page.
    return [
      {
        at: line.from,
        cut: lines[index - 1]?.leaf.kind === 'heading' ? BREAK_QUALITY.word : line.breakQuality,
      },
    ];
  });
  const whole = lastThat(starts, ({ at }) => fillTo(at) <= 1);
  const lineFrom = starts[whole]?.at ?? from;
  const lineTo = starts[whole + 1]?.at ?? to;
  const inside = breaksIn(lines, lineFrom, lineTo);
  const fits = lastThat(inside, ({ at }) => fillTo(at) <= 1);
  const candidates = [...starts.slice(0, whole + 1), ...inside.slice(0, fits + 1)];
  const tooEarly = lastThat(candidates, ({ at }) => fillTo(at) < EARLIEST);
  const late = candidates.slice(tooEarly + 1);
  const best = (late.length > 0 ? late : candidates.slice(-1)).reduce<Candidate | undefined>(
    (one, other) => (one && one.cut > other.cut ? one : other),
    undefined,
  );
  return best?.at ?? insideGrapheme(lines, { from, to, fillTo });
}

/** The index of the last of a sorted list for which `holds` is true; -1: of none. */
function lastThat<T>(sorted: readonly T[], holds: (one: T) => boolean): number {
  let low = -1;
  let high = sorted.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const one = sorted[middle];
    if (one !== undefined && holds(one)) low = middle;
    else high = middle;
  }
  return low;
}

/** All places inside the lines of a part of the source where a page may end. */
function breaksIn(lines: readonly Line[], from: number, to: number): Candidate[] {
  const breaks: Candidate[] = [];
  for (const line of clipLines(lines, from, to)) {
    const text = line.runs.map((run) => run.text).join('');
    const offsets = line.runs.flatMap((run) =>
      Array.from(run.text.split(''), (_, index) => getSourceOffset(run, index)),
    );
    for (const { index, segment } of graphemes.segment(text)) {
      const end = index + segment.length;
      const at = offsets[end];
      if (at === undefined || at <= from || at >= to || at === offsets[end - 1]) continue;
      breaks.push({ at, cut: quality(text, end, line) });
    }
  }
  return breaks.filter(({ at }, index) => at > (breaks[index - 1]?.at ?? from));
}

function quality(text: string, end: number, { leaf }: Line): number {
  if (/\s/.test(text.charAt(end)) || !/[\s。、，！？；：]/.test(text.charAt(end - 1)))
    return BREAK_QUALITY.grapheme;
  if (leaf.kind === 'code') return BREAK_QUALITY.word;
  return /[.!?…][)\]"'»”’*_]*\s$|[。！？]$/.test(text.slice(Math.max(0, end - 6), end))
    ? BREAK_QUALITY.sentence
    : BREAK_QUALITY.word;
}

/** A single sign can be larger than a page: letters may carry any number of marks. */
function insideGrapheme(
  lines: readonly Line[],
  { from, to, fillTo }: { readonly from: number; readonly to: number; fillTo(at: number): number },
): number {
  const points = clipLines(lines, from, to).flatMap(({ runs }) =>
    runs.flatMap((run) =>
      Array.from(run.text.split(''), (_, index) => getSourceOffset(run, index)),
    ),
  );
  const later = [...new Set(points)].filter((at) => at > from && at < to);
  return later[lastThat(later, (at) => fillTo(at) <= 1)] ?? later[0] ?? to;
}
