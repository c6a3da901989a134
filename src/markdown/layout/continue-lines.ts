import { clipLine } from './clip-lines.ts';
import type { Container, Leaf, Line, Run } from './layout.ts';
import type { Reopening } from './reopening.ts';

/** The blocks that go on behind the end of a finished part. */
export interface OpenBlocks {
  readonly reopening: Reopening;
  /** The open containers, the outermost first. */
  readonly containers: readonly Container[];
  /** The block that holds text and goes on. */
  readonly leaf?: Leaf | undefined;
  /** The part ended inside of a line, which goes on. */
  readonly isInLine: boolean;
}

/** A place in a text, and the same place in the whole source. */
export interface Origin {
  /** An offset in the text. The text before it is not in the source, and counts as being there. */
  readonly from: number;
  /** The source offset that belongs to it. */
  readonly to: number;
}

/**
 * Turns the lines of a text that begins with a reopening into lines that go on where the lines
 * before them ended: the lines of the reopening are dropped, and the blocks are the same objects.
 */
export function continueLines(lines: readonly Line[], open: OpenBlocks): Line[] {
  const { reopening, containers, leaf, isInLine } = open;
  const [first] = lines;
  if (!first || reopening.text === '') return [...lines];

  const oldContainers = new Map(
    first.containers.map((container, index) => [container, containers[index] ?? container]),
  );
  const openLeaf = leaf && reopening.isInLeaf && isAlike(leaf, first.leaf) ? leaf : undefined;

  const kept = lines.flatMap((line, index): Line[] => {
    const goesOn = lines[index + 1]?.leaf === line.leaf;
    const shown: Line | undefined =
      isBlankCode(line) && goesOn
        ? { ...line, from: Math.max(line.from, reopening.droppedLength), gap: 1 }
        : clipLine(line, reopening.droppedLength, Number.POSITIVE_INFINITY);
    if (!shown) return [];
    return [
      {
        ...shown,
        leaf: openLeaf && line.leaf === first.leaf ? openLeaf : line.leaf,
        containers: shown.containers.map((container) => oldContainers.get(container) ?? container),
        opens: shown.opens.filter((container) => !oldContainers.has(container)),
      },
    ];
  });

  const [next, ...rest] = kept;
  if (!next || !isInLine || openLeaf === undefined || next.leaf !== openLeaf) return kept;
  return [{ ...next, continues: true }, ...rest];
}

/** A blank line of code is not dropped: all that stands in for code has text. */
function isBlankCode({ leaf, runs }: Line): boolean {
  return leaf.kind === 'code' && runs.length === 0;
}

function isAlike(a: Leaf, b: Leaf): boolean {
  if (a.kind === 'heading' && b.kind === 'heading') return a.level === b.level;
  if (a.kind === 'code' && b.kind === 'code') return a.language === b.language;
  return a.kind === b.kind;
}

/** Gives lines of a part of the source their offsets in the whole source. */
export function moveLines(lines: readonly Line[], origin: Origin): Line[] {
  const movedHeads = new Map<readonly Line[], readonly Line[]>();

  function moveHead(head: readonly Line[]): readonly Line[] {
    const moved = movedHeads.get(head) ?? head.map(moveLine);
    movedHeads.set(head, moved);
    return moved;
  }

  function moveLine(line: Line): Line {
    const runs = line.runs.map((run) => moveRun(run, origin));
    const moved = { ...line, from: moveOffset(line.from, origin), runs };
    return line.tableHead ? { ...moved, tableHead: moveHead(line.tableHead) } : moved;
  }

  return lines.map(moveLine);
}

export function moveRun(run: Run, origin: Origin): Run {
  const { from, to, offsets } = run;
  return {
    ...run,
    from: moveOffset(from, origin),
    to: moveOffset(to, origin),
    offsets: offsets?.map((offset) => moveOffset(offset, origin)),
  };
}

export function moveOffset(offset: number, { from, to }: Origin): number {
  return to + Math.max(0, offset - from);
}
