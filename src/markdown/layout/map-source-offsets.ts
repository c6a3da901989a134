/** A character reference of HTML, such as `&amp;` or `&#65;`. */
const CHARACTER_REFERENCE = /^&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\d]{1,31});/;
const LONGEST_REFERENCE = 40;
/** The second part of the few references that give a character and a combining mark. */
const COMBINING_MARK = /^[\u0300-\u036f\u20d2\u20e5\ufe00\u200a]$/;

/**
 * Maps each UTF-16 unit of a node's text to its source offset. The parser made the text from
 * source[from, to): it resolved escapes and character references, and dropped the marks of
 * containers at the starts of lines.
 *
 * @returns `undefined` where the source has the same text, unit by unit from `from` on.
 */
export function mapSourceOffsets(
  value: string,
  { source, from, to }: { readonly source: string; readonly from: number; readonly to: number },
): readonly number[] | undefined {
  if (source.startsWith(value, from)) return undefined;

  const offsets: number[] = [];
  let offset = from;

  for (let index = 0; index < value.length; ) {
    offset = skipInvisible(value.charAt(index), source, offset, to);

    const reference = readReference(value, index, source, offset);
    const unitCount =
      reference === undefined
        ? 1
        : countReferencedUnits(value, index, source[offset + reference.length]);

    for (let unit = 0; unit < unitCount; unit += 1) offsets.push(Math.min(offset, to - 1));
    offset += reference?.length ?? 1;
    index += unitCount;
  }
  return offsets;
}

/** The character reference in the source that the unit at `index` was resolved from. */
function readReference(
  value: string,
  index: number,
  source: string,
  offset: number,
): string | undefined {
  if (source[offset] !== '&' || source[offset] === value[index + 1]) return undefined;

  const reference = CHARACTER_REFERENCE.exec(source.slice(offset, offset + LONGEST_REFERENCE))?.[0];
  const isResolved = reference !== undefined && !value.startsWith(reference, index);
  return isResolved ? reference : undefined;
}

/**
 * The number of units that one reference gives: a character, and in a few cases a combining mark.
 */
function countReferencedUnits(
  value: string,
  index: number,
  unitBehindReference: string | undefined,
): number {
  const characterLength = (value.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  const nextUnit = value.charAt(index + characterLength);
  const hasMark = COMBINING_MARK.test(nextUnit) && nextUnit !== unitBehindReference;
  return hasMark ? characterLength + 1 : characterLength;
}

/**
 * Skips characters that show nothing: a backslash, spaces, and the marks of containers behind a
 * line feed.
 */
function skipInvisible(unit: string, source: string, from: number, to: number): number {
  for (let offset = from; offset < to; offset += 1) {
    if (source[offset] === unit) return offset;

    const skipped = source.charAt(offset);
    const isVisible = skipped === '&' || !/[\s>\\`\r]/.test(skipped);
    if (isVisible) return unit === '\n' ? from : offset;
  }
  return from;
}
