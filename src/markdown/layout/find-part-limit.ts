/** The most weight of text that is parsed again at each update. */
const LARGEST_PART_WEIGHT = 1_600;
/**
 * A sign costs the parser about as much as this number of letters: each may begin something, and
 * most of them do in hostile text.
 */
const SIGN_WEIGHT = 4;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const FIRST_PRINTABLE = 33;
const LAST_PRINTABLE = 126;

/** The ASCII characters that are neither letters nor digits nor spaces, by their code. */
const IS_SIGN = Array.from({ length: LAST_PRINTABLE + 1 }, (_, code) => {
  const isLineEnd = code === LINE_FEED || code === CARRIAGE_RETURN;
  const isPrintable = code >= FIRST_PRINTABLE;
  return isLineEnd || (isPrintable && /[^0-9A-Za-z]/.test(String.fromCharCode(code)));
});

/**
 * Finds the source offset at which the unfinished part of a text is so heavy that the text before
 * it has to be finished, whatever is open there. `undefined`: the part is light enough. The offset
 * depends only on the text before it.
 */
export function findPartLimit(source: string, from: number): number | undefined {
  let weight = 0;

  for (let offset = from; offset < source.length; offset += 1) {
    if (weight >= LARGEST_PART_WEIGHT) return offset;
    weight += IS_SIGN[source.charCodeAt(offset)] ? SIGN_WEIGHT : 1;
  }
  return undefined;
}
