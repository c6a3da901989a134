import { createNumberCounter } from './number-counter.ts';

/** Cuts a growing text into overlapping phrases of equal length, one for each word. */
export interface PhraseReader {
  /** Reads the next UTF-16 code unit of the text. A word counts when the character behind it is read. */
  readCode(code: number): void;
}

/** A phrase: a word or sign with those before it. */
export interface Phrase {
  /** Equal for equal phrases, apart from spaces, capital letters and numbers that count up. */
  readonly hash: number;
  /** The offset of the phrase in the text. */
  readonly start: number;
  /** The characters that its last word adds to the text. Signs of Chinese, Japanese and Korean count twice. */
  readonly weight: number;
  /** Its last word is a number that counts up. */
  readonly countsUp: boolean;
}

/** The words and signs of a phrase. Eight cells of a CSV file: fewer repeat by chance. */
const PHRASE_WORDS = 16;
/** Languages and files without spaces have words without end. */
const MAX_WORD_CHARACTERS = 16;
/** A longer run of digits is no number that a model counts with. */
const MAX_NUMBER_DIGITS = 9;
/** The prime and the offset basis of the hash FNV-1a with 32 bits. */
const HASH_FACTOR = 0x01000193;
const HASH_SEED = 0x811c9dc5;
/** Two numbers with mixed bits: the hashes of numbers that count up, whatever their digits are. */
const COUNTER_HASHES = { next: 0x3c6ef372, same: 0x1f83d9ab } as const;
/** The factor of the word that leaves the phrase. */
const LEAVING_FACTOR = powerOf(HASH_FACTOR, PHRASE_WORDS + 1);

type Kind = 'letters' | 'digits' | 'space' | 'sign';

/**
 * Creates a reader at the start of a text. `onPhrase` gets the same object each time, with new values.
 * With `readsNumbers`, phrases with different numbers are different, also where they count up.
 */
export function createPhraseReader(
  onPhrase: (phrase: Phrase) => void,
  { readsNumbers = false } = {},
): PhraseReader {
  const counter = createNumberCounter();
  const hashes = new Int32Array(PHRASE_WORDS);
  const starts = new Int32Array(PHRASE_WORDS);
  const phrase = { hash: 0, start: 0, weight: 0, countsUp: false };
  let words = 0;
  let offset = 0;
  let weight = 0;

  let kind: Kind = 'space';
  let wordStart = 0;
  let wordHash = HASH_SEED;
  let wordValue = 0;

  function endWord(): void {
    const length = offset - wordStart;
    if (kind === 'digits' && length <= MAX_NUMBER_DIGITS && !readsNumbers) endNumber();
    else if (kind === 'letters' || kind === 'digits') addWord(wordHash, false);
  }

  function endNumber(): void {
    const role = counter.take(wordValue);
    if (role === 'own') addWord(wordHash, false);
    else addWord(COUNTER_HASHES[role], role === 'next');
  }

  function addWord(hash: number, countsUp: boolean): void {
    const index = words % PHRASE_WORDS;
    const leaving = Math.imul(hashes[index] ?? 0, LEAVING_FACTOR);
    phrase.hash = (Math.imul(phrase.hash + hash, HASH_FACTOR) - leaving) | 0;
    hashes[index] = hash;
    starts[index] = wordStart;
    words += 1;
    phrase.start = starts[words % PHRASE_WORDS] ?? 0;
    phrase.weight = weight;
    phrase.countsUp = countsUp;
    weight = 0;
    if (words >= PHRASE_WORDS) onPhrase(phrase);
  }

  function startWord(next: Kind): void {
    endWord();
    kind = next;
    wordStart = offset;
    wordHash = HASH_SEED;
    wordValue = 0;
  }

  function readCode(code: number): void {
    const next = kindOf(code);
    // One space only separates words. A model can also write spaces without end.
    const isSign = next === 'sign' || (next === 'space' && kind === 'space');
    const isLong = offset - wordStart >= MAX_WORD_CHARACTERS;
    if (next !== kind || isSign || isLong) startWord(next);

    weight += code >= FIRST_WIDE ? 2 : 1;
    if (next === 'digits') wordValue = wordValue * 10 + code - ZERO;
    wordHash = Math.imul(wordHash ^ lowerCase(code), HASH_FACTOR);
    offset += 1;
    if (isSign) addWord(wordHash, false);
  }

  return { readCode };
}

const ZERO = 0x30;
const LAST_CONTROL_OR_SPACE = 0x20;
const NO_BREAK_SPACE = 0xa0;
/** From here to `FIRST_PUNCTUATION`: the alphabets that put spaces between words. */
const FIRST_FOREIGN_LETTER = 0xc0;
const FIRST_PUNCTUATION = 0x2000;
/** From here: Chinese, Japanese, Korean and emoji. */
const FIRST_WIDE = 0x2e80;

function kindOf(code: number): Kind {
  if (code <= LAST_CONTROL_OR_SPACE || code === NO_BREAK_SPACE) return 'space';
  if (code >= ZERO && code < ZERO + 10) return 'digits';

  const lower = lowerCase(code);
  if (lower >= 0x61 && lower <= 0x7a) return 'letters';
  return code >= FIRST_FOREIGN_LETTER && code < FIRST_PUNCTUATION ? 'letters' : 'sign';
}

function lowerCase(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}

function powerOf(factor: number, exponent: number): number {
  let power = 1;
  for (let count = 0; count < exponent; count += 1) power = Math.imul(power, factor);
  return power;
}
