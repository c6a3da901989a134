import type { LayoutOptions } from './layout.ts';

/** The target that a document defines for a label, as in `[label]: https://example.com "title"`. */
export interface LinkDefinition {
  readonly url: string;
  readonly title?: string | null | undefined;
}

/** The surroundings of a block that its layout needs besides its nodes. */
export interface LayoutContext extends LayoutOptions {
  /** The source from its beginning, at least up to the end of the nodes. */
  readonly source: string;
  /** The source offset from which the offsets of the nodes count. */
  readonly base: number;
  /** By identifier in capitals, as the parser compares identifiers. */
  readonly definitions: ReadonlyMap<string, LinkDefinition>;
}

/** A stretch of the source, as offsets. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The part of a node that holds its position, as offsets behind `LayoutContext.base`. */
interface Positioned {
  readonly position?:
    | { start: { offset?: number | undefined }; end: { offset?: number | undefined } }
    | undefined;
}

/** Gives the stretch of the source that a node was parsed from. */
export function spanOf({ position }: Positioned, { base }: Pick<LayoutContext, 'base'>): Span {
  return {
    from: base + (position?.start.offset ?? 0),
    to: base + (position?.end.offset ?? 0),
  };
}
