import type { ShownEntity } from './shown-entity.ts';

/** The ways in which people's apps send a file. */
export type SentAs =
  | 'photo'
  | 'document'
  | 'voice'
  | 'audio'
  | 'video'
  | 'video note'
  | 'animation'
  | 'sticker';

/** A file that a person sends. */
export interface SaidFile {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
  /**
   * Default: as the network's app sends such a file. Discord knows `voice` only. A photo on Telegram
   * is a picture that people see; as a `document` it is a file.
   */
  readonly sentAs?: SentAs;
  /** The length of a recording. */
  readonly durationMs?: number;
  /** A still picture of a video, an animation or a moving sticker (Telegram). */
  readonly still?: Uint8Array;
}

/** Something else than text and files that a person sends. Discord has polls and stickers only. */
export type SaidExtra =
  | {
      readonly kind: 'poll';
      readonly question: string;
      readonly options: readonly string[];
      readonly isMultiple?: boolean;
    }
  /** One of the built-in stickers, by its name. */
  | { readonly kind: 'sticker'; readonly name: string }
  /** With a title it is a venue. */
  | {
      readonly kind: 'location';
      readonly latitude: number;
      readonly longitude: number;
      readonly title?: string;
      readonly address?: string;
    }
  | { readonly kind: 'contact'; readonly name: string; readonly phone: string }
  | { readonly kind: 'dice'; readonly emoji?: string; readonly value?: number }
  | { readonly kind: 'checklist'; readonly title: string; readonly tasks: readonly string[] }
  /** A story of the person. Bots do not see what is in it. */
  | { readonly kind: 'story' };

/** A message that a person sends. */
export interface SaidMessage {
  readonly roomId: string;
  /** Default: `me`. */
  readonly authorId?: string;
  /** The text as typed. `@name` of a member becomes a real mention. */
  readonly text: string;
  /** The id of the message that it replies to. */
  readonly replyTo?: string;
  /** `false`: the person switched off that the reply notifies (Discord only). */
  readonly pingsReplied?: boolean;
  readonly file?: SaidFile;
  /** Several files. On Telegram they become albums: several messages with one album id. */
  readonly files?: readonly SaidFile[];
  /** A poll, a sticker and the like. It has no text and no files. */
  readonly extra?: SaidExtra;
  /** The part of the message that it replies to, as selected by the person (Telegram only). */
  readonly quote?: string;
  /** The room of the message that it replies to, if that is another one (Telegram only). */
  readonly replyToRoomId?: string;
  /**
   * The formatting that the person gave to the text, which then stays exactly as typed (Telegram
   * only).
   */
  readonly entities?: readonly ShownEntity[];
  /**
   * True when the app reads the marks in the text, such as those of code, as Telegram's apps do.
   * On Discord they stay in the text anyway.
   */
  readonly hasMarks?: boolean;
}
