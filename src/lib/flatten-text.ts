const ANY = /^/;

/**
 * Puts a text into one piece of memory, and gives it back. A text that grew by `+=` refers to all of its
 * pieces until something reads it: 20 bytes or more for each, and as much work for the garbage collector.
 */
export function flattenText(text: string): string {
  // V8 flattens a text before it searches in it.
  ANY.test(text);
  return text;
}
