/** The line that `dateLine` writes above each question. */
const DATE_LINE = /^⟦\w+day, \d{1,2} \w+ \d{4} at \d\d:\d\d [^⟧\n]*⟧(?:\n|$)/gm;

/** A question of a prompt without the date, which differs from one run to the next. */
export function withoutDateLines(text: string): string {
  return text.replace(DATE_LINE, '');
}
