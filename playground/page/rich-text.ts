/** The kinds of formatting. */
export type RichKind =
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strike'
  | 'spoiler'
  | 'code'
  | 'code-block'
  | 'quote'
  | 'expandable-quote'
  | 'heading'
  | 'subtext'
  | 'list'
  | 'ordered-list'
  | 'item'
  | 'link'
  | 'mention'
  | 'command'
  | 'paragraph'
  | 'divider'
  | 'formula'
  | 'subscript'
  | 'superscript'
  | 'task'
  | 'table'
  | 'row'
  | 'cell'
  | 'head-cell'
  | 'details'
  | 'summary';

/** Formatted text as a tree without markup. It is the same for both networks. */
export type RichNode = string | RichElement;

/** A formatted part of a text. */
export interface RichElement {
  readonly kind: RichKind;
  readonly children: readonly RichNode[];
  /** The address of a link. */
  readonly href?: string;
  /**
   * The language of a code block, the level of a heading, the first number of an ordered list or the
   * number of an item, the alignment of a cell; `block` of a formula of its own, `done` of a task,
   * `open` of details that are not folded.
   */
  readonly detail?: string;
}

/** Finds the names for the ids in a text. */
export interface Names {
  person(id: string): string | undefined;
  room(id: string): string | undefined;
  /**
   * The name of every role that can be mentioned: all of them belong to the bot, and have its name.
   */
  readonly botRole: string;
}
