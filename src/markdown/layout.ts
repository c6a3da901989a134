/**
 * The layout of a document: lines of styled text, which dialects render and from which pages are cut.
 * The words "leaf" and "container" are CommonMark's: a leaf block holds text, a container block holds
 * other blocks.
 */

/** The target of a link. One object is one link: compare by identity. */
export interface Link {
  readonly url: string;
}

/** How a piece of text looks. */
export interface Look {
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly strike?: boolean;
  /** Code in a line, or a formula that is too complex for plain characters. */
  readonly code?: boolean;
  /** A formula in LaTeX, as it was written. Only where the options ask for native blocks. */
  readonly math?: boolean;
  /** The label of the footnote that this text refers to. Only where the options ask for native blocks. */
  readonly footnote?: string;
  readonly link?: Link;
}

/** A piece of one line with one look. */
export interface Run {
  /** Never holds a line feed. */
  readonly text: string;
  readonly look: Look;
  /**
   * The source offset of the first unit. Where `from` equals `to`, the text is not in the source: it
   * is a label or padding that the layout added.
   */
  readonly from: number;
  /** The source offset behind the last unit. */
  readonly to: number;
  /** The source offset of each UTF-16 unit of the text. Absent: `from` plus the index of the unit. */
  readonly offsets?: readonly number[] | undefined;
  /** The index of its column, in a row of a table. */
  readonly column?: number;
}

/** A block that holds other blocks: a quote, or an item of a list. A footnote is laid out as an item. */
export type Container =
  | { readonly kind: 'quote' }
  | {
      readonly kind: 'item';
      /** The number of an item in a numbered list. */
      readonly ordinal?: number | undefined;
      /** Whether the task of an item in a task list is done. */
      readonly checked?: boolean | undefined;
      /** The label of a footnote. */
      readonly footnote?: string;
    };

/** A block that holds text. */
export type Leaf =
  | { readonly kind: 'text' }
  | { readonly kind: 'heading'; readonly level: number }
  /** Code, a formula (its language is `latex`), or a table set in monospace columns. */
  | { readonly kind: 'code'; readonly language?: string | undefined }
  /** A formula in LaTeX, as it was written. Only where the options ask for native blocks. */
  | { readonly kind: 'math' }
  /** A table whose lines are its rows, the head first. Only where the options ask for native blocks. */
  | { readonly kind: 'table'; readonly align: readonly ('left' | 'center' | 'right' | null)[] }
  | { readonly kind: 'rule' };

/** One line of a document. */
export interface Line {
  readonly runs: readonly Run[];
  /** The same object on all lines of one paragraph or code block. */
  readonly leaf: Leaf;
  /** The outermost container first; the same objects on all lines of one container. */
  readonly containers: readonly Container[];
  /** The containers that begin with this line and show their marker on it. */
  readonly opens: readonly Container[];
  /** The number of line feeds between the line before and this one. */
  readonly gap: 1 | 2;
  /** How good a page break before this line is; a value of `BREAK_QUALITY`. */
  readonly breakQuality: number;
  /** The source offset where the line begins, markers included. Never less than that of the line before. */
  readonly from: number;
  /** The head of its table, to be repeated where a page begins with this line. */
  readonly tableHead?: readonly Line[];
}

/** How good a page break is; larger is better. The names say what the break stands in front of. */
export const BREAK_QUALITY = {
  grapheme: 0,
  word: 1,
  sentence: 2,
  line: 3,
  row: 4,
  item: 5,
  block: 6,
} as const;

/** What the layout has to know about a platform. */
export interface LayoutOptions {
  /** Whether the platform shows a link to this address as a link. */
  isLink(url: string): boolean;
  /**
   * Present where the platform itself shows formulas, footnotes, and tables of at most this number of
   * columns.
   */
  readonly nativeBlocks?: { readonly mostTableColumns: number } | undefined;
}
