/** How long the unfinished part of a text may wait for an end. */
export type Patience = 'for-clean-end' | 'for-link' | 'none';

/** A length of the unfinished part at which it is to be finished. */
interface PartLimit {
  /** The source offset that is reached. */
  readonly offset: number;
  readonly patience: Patience;
}

/** From this weight on, a part is finished where everything is paired. */
const COMFORTABLE_WEIGHT = 1_500;
/** From this weight on, a part is finished whatever is open, except for the address of a link. */
const LARGEST_WEIGHT = 2_400;
/** The most UTF-16 units of a part whose end is the address of a link, and the most signs in it. */
const LONGEST_PART = 3_200;
const MOST_SIGNS = 600;
/**
 * A sign costs the parser about as much as this number of letters: each may begin something, and
 * most of them do in hostile text.
 */
const SIGN_WEIGHT = 6;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const FIRST_PRINTABLE = 33;
const LAST_PRINTABLE = 126;
const PIPE = 124;

/** The ASCII characters that are neither letters nor digits nor spaces, by their code. */
const IS_SIGN = Array.from({ length: LAST_PRINTABLE + 1 }, (_, code) => {
  const isLineEnd = code === LINE_FEED || code === CARRIAGE_RETURN;
  const isPrintable = code >= FIRST_PRINTABLE;
  return isLineEnd || (isPrintable && /[^0-9A-Za-z]/.test(String.fromCharCode(code)));
});
/** The signs that are one mark where several of them follow each other. */
const IS_RUN = Array.from({ length: LAST_PRINTABLE + 1 }, (_, code) =>
  /[-=*_~`#]/.test(String.fromCharCode(code)),
);

/**
 * Finds the limits that the unfinished part of a text has reached, in their order. They depend only
 * on the text before them.
 */
export function findPartLimits(source: string, from: number): readonly PartLimit[] {
  const limits: PartLimit[] = [];
  const reach = (offset: number, patience: Patience) => limits.push({ offset, patience });
  const end = Math.min(source.length, from + LONGEST_PART + 1);
  // The head of a table is two lines, which only count together.
  let headLines = isPipeFirst(source, from) ? 2 : 0;
  let weight = 0;
  let signs = 0;
  let previous = 0;

  for (let offset = from; offset < end; offset += 1) {
    if (weight >= COMFORTABLE_WEIGHT && limits.length === 0) reach(offset, 'for-clean-end');
    if (weight >= LARGEST_WEIGHT && limits.length === 1) reach(offset, 'for-link');
    const isLongest = signs >= MOST_SIGNS || offset - from >= LONGEST_PART;
    if (isLongest && limits.length === 2) reach(offset, 'none');

    const code = source.charCodeAt(offset);
    const isLight = headLines > 0 || !IS_SIGN[code] || (code === previous && IS_RUN[code]);
    weight += isLight ? 1 : SIGN_WEIGHT;
    signs += isLight ? 0 : 1;
    previous = code;
    if (code === LINE_FEED) headLines -= 1;
  }
  return limits;
}

/** True if the first character behind the marks of quotes is a pipe. */
function isPipeFirst(source: string, from: number): boolean {
  let offset = from;
  while (offset < from + 20 && ' >'.includes(source.charAt(offset))) offset += 1;
  return source.charCodeAt(offset) === PIPE;
}
