/** Joins the lines of a text, with single spaces, as titles, labels and names need it. */
export function toOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
