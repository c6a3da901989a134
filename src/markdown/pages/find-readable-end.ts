/** A line with more UTF-16 units than this holds more than marks. */
const LONGEST_MARKS = 80;
/** The number of UTF-16 units at the end in which a half is looked for. */
const LONGEST_HALF = 40;

/**
 * A line that so far holds only marks: of quotes, list items, headings, fences, tables, tasks or
 * formulas, or the underline of a heading or of a table's head.
 */
const ONLY_MARKS =
  /^[\s>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*(?:\d{1,9}[.)]?|[-+*=_~`#|:$>\s]*|\[[ xX]?\]?|\\[[\]]?)$/;
/**
 * Half a surrogate pair, a joined emoji, a character reference, an escape, a tag, or the mark that
 * opens or closes a style.
 */
const HALF =
  /(?:[\ud800-\udbff]|\u200d|&[#\w]{0,31}|\\|[*_~`$]{1,3}|!?\[|!|<\/?[a-z][a-z\d]{0,9}\s?\/?)$/i;

/**
 * Finds the offset up to which a growing text can be shown already: its end may be half of
 * something that looks different when it is complete. The offset never falls while the text
 * grows.
 */
export function findReadableEnd(source: string): number {
  const line = source.slice(source.lastIndexOf('\n') + 1);

  // Marks alone are not shown: the text behind them decides what they are.
  if (line.length <= LONGEST_MARKS && ONLY_MARKS.test(line)) return source.length - line.length;

  const half = HALF.exec(source.slice(-LONGEST_HALF))?.[0] ?? '';
  return source.length - half.length;
}
