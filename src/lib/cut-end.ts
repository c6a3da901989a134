/** Gives at most the first `maxCharacters` of a text, and no half of a character at the end. */
export function cutEnd(text: string, maxCharacters: number): string {
  return text.length <= maxCharacters ? text : dropHalves(text.slice(0, maxCharacters));
}

/** Drops the halves of characters that a cut has left at the beginning or the end of a text. */
export function dropHalves(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');
}
