/** The text of a document. */
export interface DocumentText {
  readonly text: string;
  /** The language of code, as fences name it. */
  readonly language?: string;
  /** What is missing, in words: `the first 20 of 340 pages`. */
  readonly cut?: string;
}

/** Builds a text and the notes on what it lacks. Notes that are undefined or equal to an earlier one are left out. */
export function documentText(
  text: string,
  notes: readonly (string | undefined)[] = [],
): DocumentText {
  const cut = [...new Set(notes.filter((note) => note !== undefined))].join('; ');
  return cut ? { text, cut } : { text };
}
