/** What crosses the wire keeps the names of the Bot API. */
export interface User {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly username?: string;
  readonly language_code?: string;
}

export interface Entity {
  readonly type: string;
  /** In UTF-16 units. */
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly user?: User;
  readonly language?: string;
  readonly custom_emoji_id?: string;
  readonly unix_time?: number;
  readonly date_time_format?: string;
}

export interface FormattedText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

export interface InlineButton {
  readonly text: string;
  readonly callback_data?: string;
  readonly style?: string;
  readonly [other: string]: unknown;
}

export type Keyboard = readonly (readonly InlineButton[])[];

/** An object on its way to the bot. */
export type WireObject = Readonly<Record<string, unknown>>;
