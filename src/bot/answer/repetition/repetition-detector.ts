import { createLineStructure } from './line-structure.ts';
import { createPhraseCounts, type PhraseCounts } from './phrase-counts.ts';
import { createPhraseReader, type Phrase } from './phrase-reader.ts';

/**
 * Notices a model that repeats itself without end. Each character costs the same work, and the memory is
 * bounded.
 */
export interface RepetitionDetector {
  /** Takes the next part of the text. */
  take(text: string): void;
  /** The offset in the text after which the model said nothing new. `undefined`: it does say new things. */
  readonly repeatsSince: number | undefined;
}

/** Most answers are shorter, and need no memory for their phrases. */
const FREE_CHARACTERS = 2_000;
/**
 * A phrase is old when it occurred this number of times before: an answer may hold a file and its
 * corrected forms.
 */
const OLD_AFTER = 4;
/**
 * The characters of old phrases that are a loop. People ask for long repetitions ("write it 300
 * times"), and a longer bound costs only the time of these characters.
 */
const MAX_REPEATED_CHARACTERS = 10_000;
/** The rows of tables, data and drawings may be equal for twice as long. */
const STRUCTURED_DIVISOR = 2;
/** Text may count up for longer: lists, test data, a story of numbered sentences, "count to 5,000". */
const COUNTING_DIVISOR = 7;
/** A text counts up when the last such number was within this number of characters. */
const COUNTING_CHARACTERS = 1_000;
/**
 * A new phrase takes back this many times its characters. One new word makes 16 new phrases, so a text
 * with a new word in every 500 characters is no loop.
 */
const NEW_PHRASE_FACTOR = 6;

/** Creates a detector for a text that starts with the next part. */
export function createRepetitionDetector(): RepetitionDetector {
  const structure = createLineStructure();
  let counts: PhraseCounts | undefined;
  let length = 0;
  let countedUpAt = -COUNTING_CHARACTERS;
  let repeatedCharacters = 0;
  let repeatedFrom = 0;
  let repeatsSince: number | undefined;
  const reader = createPhraseReader(takePhrase);

  function takePhrase(phrase: Phrase): void {
    if (phrase.countsUp) countedUpAt = length;
    if (length < FREE_CHARACTERS || repeatsSince !== undefined) return;

    counts ??= createPhraseCounts();
    if (counts.add(phrase.hash) < OLD_AFTER) {
      repeatedCharacters = Math.max(0, repeatedCharacters - NEW_PHRASE_FACTOR * phrase.weight);
      return;
    }
    if (repeatedCharacters === 0) repeatedFrom = length;
    repeatedCharacters += phrase.weight / divisor();
    if (repeatedCharacters >= MAX_REPEATED_CHARACTERS) repeatsSince = repeatedFrom;
  }

  function divisor(): number {
    if (length - countedUpAt < COUNTING_CHARACTERS) return COUNTING_DIVISOR;
    return structure.isStructured ? STRUCTURED_DIVISOR : 1;
  }

  return {
    take(text) {
      for (let index = 0; index < text.length; index += 1) {
        const code = text.charCodeAt(index);
        reader.readCode(code);
        structure.take(code);
        length += 1;
      }
    },
    get repeatsSince() {
      return repeatsSince;
    },
  };
}
