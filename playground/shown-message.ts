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

/** A menu below a message, of which people pick entries (Discord). */
export interface ShownMenu {
  readonly id: string;
  /** Shown while nothing is picked. */
  readonly placeholder: string;
  readonly entries: readonly {
    readonly value: string;
    readonly label: string;
    readonly description?: string;
    readonly isSelected: boolean;
  }[];
}

/** A form that the bot opened on a person's screen (Discord's modal). */
export interface ShownForm {
  readonly id: string;
  readonly title: string;
  readonly fields: readonly ShownFormField[];
}

/** One field of a form. */
export interface ShownFormField {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly isLong: boolean;
  readonly isRequired: boolean;
  readonly minCharacters: number;
  readonly maxCharacters: number;
}

/** A slash command in a room's command list. */
export interface ShownCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly {
    readonly name: string;
    readonly description: string;
    readonly autocomplete: boolean;
  }[];
}
