const LONGEST_MARKS = 80;
const LONGEST_HALF = 40;
const ONLY_MARKS =
  /^[\s>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*(?:\d{1,9}[.)]?|[-+*=_~`#|:$>\s]*|\[[ xX]?\]?|\\[[\]]?)$/;
/** Half a surrogate pair, a joined emoji, a character reference, an escape, or the mark that opens or closes a style. */
const HALF = /(?:[\ud800-\udbff]|\u200d|&[#\w]{0,31}|\\|[*_~`$]{1,3}|!?\[|!|<br?\s*\/?)$/;

/**
 * The offset up to which a growing text can be shown already: its end may be half of something that looks
 * different once it is complete. Never less than for a shorter beginning of the same text.
 */
export function findReadableEnd(source: string): number {
  const line = source.slice(source.lastIndexOf('\n') + 1);

  // So far the last line holds only marks: of a fence, a list item, a heading, or the line under a
  // heading or a table's head.
  if (line.length <= LONGEST_MARKS && ONLY_MARKS.test(line)) return source.length - line.length;

  const half = HALF.exec(source.slice(-LONGEST_HALF))?.[0] ?? '';
  return source.length - half.length;
}
