import type { Nodes } from 'mdast';

/** A stretch of the source, as offsets. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The stretch of the source that a node was parsed from. */
export function spanOf(node: Nodes): Span {
  return { from: startOf(node), to: endOf(node) };
}

/** The offset where the source of a node begins. */
export function startOf({ position }: Nodes): number {
  return position?.start.offset ?? 0;
}

/** The offset behind the source of a node. */
export function endOf({ position }: Nodes): number {
  return position?.end.offset ?? 0;
}
