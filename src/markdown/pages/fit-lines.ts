import type { Line } from '../layout/layout.ts';

const ELLIPSIS = '…';
const HALF_CHARACTER = /[\ud800-\udbff]$/;

/**
 * Shortens the lines of a page that no break could make small enough, such as one piece of text
 * that is never divided. Shows as much of their beginning as fits, without links.
 */
export function fitLines(
  lines: readonly Line[],
  fits: (lines: readonly Line[]) => boolean,
): readonly Line[] {
  const unlinked = lines.map(withoutLinks);
  if (fits(unlinked)) return unlinked;

  let fitting = 0;
  let tooLong = unlinked.reduce((sum, { runs }) => sum + lengthOf(runs), 0);

  while (tooLong - fitting > 1) {
    const middle = (fitting + tooLong) >> 1;
    if (fits(cutLines(unlinked, middle))) fitting = middle;
    else tooLong = middle;
  }
  return cutLines(unlinked, fitting);
}

function withoutLinks(line: Line): Line {
  const runs = line.runs.map((run) => {
    const { link: _, ...look } = run.look;
    return { ...run, look };
  });
  return { ...line, runs };
}

/** The lines up to this number of UTF-16 units of text, and an ellipsis. */
function cutLines(lines: readonly Line[], length: number): readonly Line[] {
  const cut: Line[] = [];
  let room = length;

  for (const line of lines) {
    const runs = line.runs.map((run) => {
      const text = run.text.slice(0, Math.max(0, room)).replace(HALF_CHARACTER, '');
      room -= run.text.length;
      return { ...run, text, look: { ...run.look, isShortened: true } };
    });
    cut.push({ ...line, runs });
    if (room <= 0) break;
  }
  return cut.map((line, index) => (index === cut.length - 1 ? withEllipsis(line) : line));
}

function withEllipsis(line: Line): Line {
  const last = line.runs.at(-1);
  if (!last) return line;
  return { ...line, runs: [...line.runs, { ...last, text: ELLIPSIS }] };
}

function lengthOf(runs: Line['runs']): number {
  return runs.reduce((sum, { text }) => sum + text.length, 0);
}
