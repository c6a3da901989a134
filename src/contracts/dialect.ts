/**
 * The look of Markdown on one platform, and its measure: how much fits into a message. Pure.
 *
 * The surface of the same platform writes the pages. Each page fits into one message. No page is
 * empty: an empty text has no pages.
 */
export interface Dialect<Page> {
  /**
   * Starts the rendering of one growing text.
   *
   * `folded` is plain text that is shown folded above the text: the model's reasoning, or the words of a
   * voice message. A text of more than `maxPages` pages continues in a file, which is the last page. `limits`
   * are those of a network that takes less than the platform allows. `words` replace English ones.
   */
  open(
    folded?: string,
    maxPages?: number,
    limits?: PageLimits,
    words?: RenderingWords,
  ): Rendering<Page>;
  /** The page has a file, which a network may refuse while it takes text. Absent: no page has one. */
  isFile?(page: Page): boolean;
  /** The page is only a picture: the buttons of a text stay below the text. Absent: no page is one. */
  isPicture?(page: Page): boolean;
  /** The platform shows both pages alike, so a write from one to the other can be skipped. */
  same(a: Page, b: Page): boolean;
}

/** A file that follows a text. */
export type AttachedFile = AttachedText | AttachedPicture;

/** A text in a file. */
export interface AttachedText {
  readonly name: string;
  readonly markdown: string;
}

/** A picture that people see in the chat. The text says everything that it shows. */
export interface AttachedPicture {
  readonly name: string;
  /** A PNG or a JPEG of at most 10 MB (the limit of both networks), whose name has the ending of its kind. */
  readonly picture: Uint8Array;
  /** Says what it is, as plain text of at most 1,024 characters, where it is a message of its own. */
  readonly caption: string;
}

/** The bot's own words on the pages of a text, in the language of its readers. */
export interface RenderingWords {
  /** Heads the folded text, where the network shows a heading. Absent: it is called reasoning. */
  readonly label?: string;
  /** Ends the last message while the text grows and is too long for its messages. */
  readonly continuesInFile?: string;
  /** Ends the last message when the file is there. */
  readonly wholeInFile?: string;
  /** Ends the last message where the network takes no file. */
  readonly fileRefused?: string;
}

/** The pages that a network takes, where it takes less than the platform allows. */
export interface PageLimits {
  /** The share of a full message that a page may fill. Absent: 1. */
  readonly largestFill?: number;
  /**
   * True: one more page of text takes the place of the file. A text that goes on behind it is cut, and a
   * sentence says so.
   */
  readonly withoutFile?: boolean;
}

/** The rendering of one growing text. */
export interface Rendering<Page> {
  /**
   * Takes the whole text so far and gives all pages. The text starts with the text of the previous
   * call. While `growing`, pages before the last one never change. The pages are the same as if the
   * whole text had come in one call.
   *
   * `closing` is Markdown below the text. It is always visible, however long the text is and whatever
   * syntax the text leaves open.
   *
   * `file` follows as a page of its own; a picture is part of the last page of text, where the network can
   * do that.
   */
  update(
    markdown: string,
    state: 'growing' | 'final',
    closing?: string,
    file?: AttachedFile,
  ): readonly Page[];
}
