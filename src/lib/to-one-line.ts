/** Signs that turn the direction of everything after them: a name must not reorder the sentence that it stands in. */
const DIRECTION_CHANGES = /[\u202A-\u202E\u2066-\u2069]/g;

/** Joins the lines of a text, with single spaces, as titles, labels and names need it. */
export function toOneLine(text: string): string {
  return text.replace(DIRECTION_CHANGES, '').replace(/\s+/g, ' ').trim();
}
