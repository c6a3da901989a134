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

/** Formatted text, the same for both networks: a tree that holds no markup. */
export type RichNode = string | RichElement;

export interface RichElement {
  readonly kind: RichKind;
  readonly children: readonly RichNode[];
  /** Of a link. */
  readonly href?: string;
  /** The language of a code block, the level of a heading, the first number of an ordered list. */
  readonly detail?: string;
}

/** How ids in a text are shown. */
export interface Names {
  person(id: string): string | undefined;
  room(id: string): string | undefined;
  /** The only roles that can be mentioned are those that come with a bot, and they carry its name. */
  readonly botRole: string;
}
