/** A formatted range of a text, in UTF-16 units. */
export interface ShownEntity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly language?: string;
}
