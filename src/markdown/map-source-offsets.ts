const REFERENCE = /^&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\d]{1,31});/;

/**
 * Where each unit of a node's text stands in the source, of which it is a part with escapes and character references
 * resolved and the marks of containers at line starts left out. `undefined`: unit after unit from `from` on.
 */
export function mapSourceOffsets(
  value: string,
  { source, from, to }: { readonly source: string; readonly from: number; readonly to: number },
): readonly number[] | undefined {
  if (source.startsWith(value, from)) return undefined;
  const offsets: number[] = [];
  let at = from;
  for (let index = 0; index < value.length; ) {
    at = skipTo(value.charAt(index), source, at, to);
    const reference =
      source[at] === '&' && source[at] !== value[index + 1]
        ? REFERENCE.exec(source.slice(at, at + 40))
        : null;
    const isReference = reference !== null && !value.startsWith(reference[0], index);
    // No character reference stands for more than one character, or two that belong together.
    const units = isReference ? unitsOf(value, index, source[at + reference[0].length]) : 1;
    for (let unit = 0; unit < units; unit += 1) offsets.push(Math.min(at, to - 1));
    at += isReference ? reference[0].length : 1;
    index += units;
  }
  return offsets;
}

function unitsOf(value: string, index: number, next: string | undefined): number {
  const size = (value.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  // A few names stand for a sign and a combining mark.
  const mark = value.charAt(index + size);
  return /^[\u0300-\u036f\u20d2\u20e5\ufe00\u200a]$/.test(mark) && mark !== next ? size + 1 : size;
}

/** Over what shows nothing: a backslash, the marks of containers after a line feed, spaces. */
function skipTo(unit: string, source: string, at: number, to: number): number {
  for (let skipped = at; skipped < to; skipped += 1) {
    if (source[skipped] === unit) return skipped;
    const found = source.charAt(skipped);
    if (found === '&' || !/[\s>\\`\r]/.test(found))
      return skipped === at || unit === '\n' ? at : skipped;
  }
  return at;
}
