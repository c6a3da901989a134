/**
 * Breaks a text into lines; an empty text has none. Drops control characters: a server's own words
 * could move the terminal's cursor.
 */
export function wrapWords(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/[\s\p{Cc}]+/u).filter(Boolean)) {
    const last = lines.at(-1);
    const fits = last !== undefined && last.length + 1 + word.length <= width;
    if (fits) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
