/** The line that `dateLine` writes above each question. */
const DATE_LINE = /^⟦\w+day, \d{1,2} \w+ \d{4} at \d\d:\d\d [^⟧\n]*⟧(?:\n|$)/gm;
/** The name of the author in a shared channel. */
const AUTHOR = /⟦from ([^⟧\n]*)⟧\s/g;

/** A question of a prompt without the date, which differs from one run to the next, and as `ann: the words`. */
export function withoutDateLines(text: string): string {
  return text.replace(DATE_LINE, '').replace(AUTHOR, '$1: ');
}
