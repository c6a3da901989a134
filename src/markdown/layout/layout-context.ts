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
