/** One line, with single spaces, as headings and labels need it. */
export function flattenLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
