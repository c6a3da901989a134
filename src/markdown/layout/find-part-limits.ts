/** The end for which the unfinished part of a text may still wait. */
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
const SIGN_WEIGHT = 6;
const PAIR_WEIGHT = 16;
const TAB_WEIGHT = 14;
const LINE_WEIGHT = 36;
const LINE_FEED = 10;
const PIPE = 124;

/**
 * The weight of an ASCII character. A letter weighs 1. A sign costs the parser as much as several
 * letters: each may begin something, and most of them do in hostile text. Signs that may pair cost
 * most, because the parser looks for the other one, and so do lines, for which it looks at all
 * containers.
 */
const WEIGHTS = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[\n\r]/.test(character)) return LINE_WEIGHT;
  if (character === '\t') return TAB_WEIGHT;
  if (/[*_~[\]\\]/.test(character)) return PAIR_WEIGHT;
  return /[!-~]/.test(character) && /[^0-9A-Za-z]/.test(character) ? SIGN_WEIGHT : 1;
});
/** The characters that begin a mark of a citation: `\uE200` and `【`. */
const CITATION_MARK: ReadonlySet<number> = new Set([0xe200, 0x3010]);
/** By the code of a character: several of it in a row are one mark. */
const MAY_BE_ROW = Array.from({ length: 128 }, (_, code) =>
  /[-=*_~`#]/.test(String.fromCharCode(code)),
);

/**
 * Finds the limits that the unfinished part of a text has reached, in their order. They depend only
 * on the text before them.
 */
export function findPartLimits(source: string, from: number): readonly PartLimit[] {
  const limits: PartLimit[] = [];
  const part = new PartWeight(source, from);

  for (const patience of ['for-clean-end', 'for-link', 'none'] as const) {
    while (part.offset < source.length && !part.reaches(patience)) part.addCharacter();
    if (part.offset < source.length) limits.push({ offset: part.offset, patience });
  }
  return limits;
}

/** Weighs a part of a text, character by character. */
class PartWeight {
  readonly #source: string;
  readonly #from: number;
  offset: number;
  #weight = 0;
  #signs = 0;
  #previous = 0;
  /** The head of a table is two lines, which only count together. */
  #headLines: number;

  constructor(source: string, from: number) {
    this.#source = source;
    this.#from = from;
    this.offset = from;
    this.#headLines = isPipeFirst(source, from) ? 2 : 0;
  }

  /** Tells if the part is too long to go on waiting with this patience. */
  reaches(patience: Patience): boolean {
    if (patience === 'for-clean-end') return this.#weight >= COMFORTABLE_WEIGHT;
    if (patience === 'for-link') return this.#weight >= LARGEST_WEIGHT;
    return this.#signs >= MOST_SIGNS || this.offset - this.#from >= LONGEST_PART;
  }

  /** Adds the next character of the source. */
  addCharacter(): void {
    const code = this.#source.charCodeAt(this.offset);
    const isLight = this.#headLines > 0 || (code === this.#previous && MAY_BE_ROW[code]);
    const weight = isLight ? 1 : (WEIGHTS[code] ?? (CITATION_MARK.has(code) ? PAIR_WEIGHT : 1));

    this.#weight += weight;
    if (weight > 1) this.#signs += 1;
    if (code === LINE_FEED) this.#headLines -= 1;
    this.#previous = code;
    this.offset += 1;
  }
}

/** True if the first character behind the marks of quotes is a pipe. */
function isPipeFirst(source: string, from: number): boolean {
  let offset = from;
  while (offset < from + 20 && ' >'.includes(source.charAt(offset))) offset += 1;
  return source.charCodeAt(offset) === PIPE;
}
