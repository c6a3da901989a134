import { BREAK_QUALITY, type Line, type Look, type Run } from './layout.ts';

/** A line with the given parts; by default it has no text, no containers, and begins a block. */
export function createLine(parts: Pick<Line, 'leaf' | 'from'> & Partial<Line>): Line {
  return {
    runs: [],
    containers: [],
    opens: [],
    gap: 1,
    breakQuality: BREAK_QUALITY.block,
    ...parts,
  };
}

/**
 * A run that no page break can divide: the text differs from its source, so that all of its units get the
 * offset `from`.
 */
export function createAtomicRun(
  text: string,
  { from, to }: Pick<Run, 'from' | 'to'>,
  look: Look = {},
): Run {
  return { text, look, from, to, offsets: new Array<number>(text.length).fill(from) };
}

/** A run that is not in the source, such as padding or a label; it stands at one source offset. */
export function createAddedRun(text: string, offset: number, look: Look = {}): Run {
  return createAtomicRun(text, { from: offset, to: offset }, look);
}

/** The text of all runs. */
export function joinRuns(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join('');
}
