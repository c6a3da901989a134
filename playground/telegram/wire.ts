// These types have the field names of the Bot API, because they go over the wire as they are.

/** A user or a bot. */
export interface User {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly username?: string;
  readonly language_code?: string;
}

/** A `MessageEntity`: a formatted range of a text. `offset` and `length` are in UTF-16 units. */
export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly user?: User;
  readonly language?: string;
  readonly custom_emoji_id?: string;
  readonly unix_time?: number;
  readonly date_time_format?: string;
}

/** A text and its formatting. */
export interface FormattedText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

/** A button under a message. */
export interface InlineButton {
  readonly text: string;
  readonly callback_data?: string;
  readonly style?: string;
  readonly [other: string]: unknown;
}

/** The rows of buttons under a message. */
export type Keyboard = readonly (readonly InlineButton[])[];

/** An object in its wire shape, to be sent to the bot. */
export type WireObject = Readonly<Record<string, unknown>>;
