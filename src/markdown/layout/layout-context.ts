import type { Nodes } from 'mdast';
import type { LayoutOptions } from './layout.ts';

/** The target that a document defines for a label, as in `[label]: https://example.com "title"`. */
export interface LinkDefinition {
  readonly url: string;
  readonly title?: string | null | undefined;
}

/** The surroundings of a block that its layout needs besides its nodes. */
export interface LayoutContext extends LayoutOptions {
  /** The text that the nodes were parsed from. Their offsets count from its beginning. */
  readonly source: string;
  /** By identifier in capitals, as the parser compares identifiers. */
  readonly definitions: ReadonlyMap<string, LinkDefinition>;
}

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
