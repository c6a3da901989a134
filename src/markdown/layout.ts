/** A document as lines of styled text. What dialects render and what pages are cut from. */

/** One object is one link: compare by identity. */
export interface Link {
  readonly url: string;
}

export interface Look {
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly strike?: boolean;
  /** Code in a line, and formulas that are too much for one. */
  readonly code?: boolean;
  /** A formula as it was written; only where `native` asks for it, as the next one. */
  readonly math?: boolean;
  /** Refers to the footnote with this label. */
  readonly footnote?: string;
  readonly link?: Link;
}

/** A piece of one line with one look. */
export interface Run {
  /** Without line feeds. */
  readonly text: string;
  readonly look: Look;
  /** Where it stands in the source; both the same: it does not, it only serves the look (labels, padding). */
  readonly from: number;
  readonly to: number;
  /** The source offset of each unit of the text, if that is not `from` plus its index. */
  readonly offsets?: readonly number[];
  /** Its column, in a row of a table. */
  readonly column?: number;
}

export type Container =
  | { readonly kind: 'quote' }
  | {
      readonly kind: 'item';
      /** Of a numbered list. */
      readonly ordinal?: number;
      /** Of a task. */
      readonly checked?: boolean;
      /** The label of a footnote. */
      readonly footnote?: string;
    };

export type Leaf =
  | { readonly kind: 'text' }
  | { readonly kind: 'heading'; readonly level: number }
  /** Code, a formula (its language is `latex`), or a table set in columns. */
  | { readonly kind: 'code'; readonly language?: string }
  /** Only where `native` asks for them: a formula as it was written, and a table, of which each line is a row, the first one its head. */
  | { readonly kind: 'math' }
  | { readonly kind: 'table'; readonly align: readonly ('left' | 'center' | 'right' | null)[] }
  | { readonly kind: 'rule' };

export interface Line {
  readonly runs: readonly Run[];
  /** The same object on all lines of one paragraph or code block. */
  readonly leaf: Leaf;
  /** Outermost first; the same objects on all lines of one container. */
  readonly containers: readonly Container[];
  /** Those that begin with this line and show their marker here. */
  readonly opens: readonly Container[];
  /** Line feeds between it and the line before. */
  readonly gap: 1 | 2;
  /** How good a page break before it is; one of `CUT`. */
  readonly breakQuality: number;
  /** Where it begins in the source, with its markers. Never less than that of the line before. */
  readonly from: number;
  /** The head of its table, to be shown again where a page begins with this line. */
  readonly tableHead?: readonly Line[];
}

/** How good a page break is; larger is better. */
export const BREAK_QUALITY = {
  grapheme: 0,
  word: 1,
  sentence: 2,
  line: 3,
  row: 4,
  item: 5,
  block: 6,
} as const;

/** What a platform's links and screens allow. */
export interface LayoutOptions {
  /** The platform shows a link to this address as one. */
  isLink(url: string): boolean;
  /** The platform itself can show formulas, footnotes, and tables of at most so many columns. */
  readonly nativeBlocks?: { readonly mostTableColumns: number };
}
