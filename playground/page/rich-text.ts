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
  | 'command';

/** Formatted text as a tree without markup. It is the same for both networks. */
export type RichNode = string | RichElement;

/** A formatted part of a text. */
export interface RichElement {
  readonly kind: RichKind;
  readonly children: readonly RichNode[];
  /** The address of a link. */
  readonly href?: string;
  /** The language of a code block, the level of a heading, the first number of an ordered list. */
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
