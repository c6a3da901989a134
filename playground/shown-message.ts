import type { SaidExtra, SentAs } from './said-message.ts';

/** A file of a message on a person's screen. */
export interface ShownFile {
  readonly name: string;
  readonly bytes: number;
  readonly mime?: string;
  /** The way in which it was sent. Absent: as a file, or as a picture if `mime` is one. */
  readonly sentAs?: SentAs;
  readonly durationMs?: number;
  /** In pixels, of pictures and videos. */
  readonly width?: number;
  readonly height?: number;
}

/** What a person sent besides text and files. */
export type ShownCard = Exclude<SaidExtra, { readonly kind: 'sticker' }>;

/** A framed part of a message, with a title and fields (Discord). */
export interface ShownEmbed {
  readonly title?: string;
  readonly url?: string;
  readonly author?: string;
  /** As Markdown. */
  readonly description?: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly footer?: string;
  /** 0xRRGGBB. */
  readonly colour?: number;
}

/** A formatted range of a text, in UTF-16 units. */
export interface ShownEntity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly language?: string;
}
