/**
 * The layout of a document: lines of styled text. Pages are cut from these lines, and dialects
 * render them. The words "leaf" and "container" are CommonMark's: a leaf block holds text, and a
 * container block holds other blocks.
 */

/** The target of a link. One object is one link: compare by identity. */
export interface Link {
  readonly url: string;
}

/** The look of a piece of text. */
export interface Look {
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly strike?: boolean;
  /** Code in a line, or a formula that is too complex for plain characters. */
  readonly code?: boolean;
  /** A formula in LaTeX, as it was written. Only where the options ask for native blocks. */
  readonly math?: boolean;
  /**
   * The label of the footnote that this text refers to. Only where the options ask for native
   * blocks.
   */
  readonly footnote?: string;
  readonly link?: Link;
  /** The text stands for an address that is too long to be shown. */
  readonly isShortened?: boolean;
}

/** A piece of one line with one look. */
export interface Run {
  /** Never holds a line feed. */
  readonly text: string;
  readonly look: Look;
  /**
   * The source offset of the first unit. Where `from` equals `to`, the text is not in the source:
   * it is a label or padding that the layout added.
   */
  readonly from: number;
  /** The source offset behind the last unit. */
  readonly to: number;
  /**
   * The source offset of each UTF-16 unit of the text. Absent: `from` plus the index of the unit.
   */
  readonly offsets?: readonly number[] | undefined;
  /** The index of its column, in a row of a table. */
  readonly column?: number;
}

/**
 * A block that holds other blocks: a quote, or an item of a list. A footnote is laid out as an
 * item.
 */
export type Container =
  | { readonly kind: 'quote' }
  | {
      readonly kind: 'item';
      /** Its number in a numbered list. */
      readonly ordinal?: number | undefined;
      /** Its number, or one before it in the list, is not the next one. */
      readonly isOutOfOrder?: boolean;
      /** The state of a task in a task list. Absent: the item is no task. */
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
  /**
   * A table whose lines are its rows, the head first. Only where the options ask for native blocks.
   */
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
  /** The quality of a page break before this line; a value of `BREAK_QUALITY`. */
  readonly breakQuality: number;
  /**
   * The source offset where the line begins, markers included. Never less than that of the line
   * before.
   */
  readonly from: number;
  /**
   * The line before is the beginning of this one, which was finished in parts. Pages show both as
   * one line.
   */
  readonly continues?: boolean;
  /** The head of its table, to be repeated where a page begins with this line. */
  readonly tableHead?: readonly Line[];
}

/** The quality of a page break by the unit that begins behind it; larger is better. */
export const BREAK_QUALITY = {
  grapheme: 0,
  word: 1,
  sentence: 2,
  line: 3,
  row: 4,
  item: 5,
  block: 6,
} as const;

/** The longest addresses that a platform shows, in UTF-16 units. */
export interface AddressLimits {
  /** Behind a label. */
  readonly linked: number;
  /** As text: an address is never divided by a page break, so it has to fit on one page. */
  readonly shown: number;
}

/** The properties of a platform that the layout needs. */
export interface LayoutOptions {
  /** True if the platform shows a link to this address as a link. */
  isLink(url: string): boolean;
  /**
   * Present where the platform itself shows formulas, footnotes, and tables of at most this number
   * of columns.
   */
  readonly nativeBlocks?: { readonly maxTableColumns: number } | undefined;
  /**
   * The number of monospace columns that a phone shows in one line of code. Absent: the number of most
   * phones.
   */
  readonly tableWidth?: number | undefined;
  /** The longest addresses that the platform shows. Absent: those of any length. */
  readonly addressLimits?: AddressLimits | undefined;
}
