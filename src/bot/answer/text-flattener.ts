import { flattenText } from '../../lib/flatten-text.ts';

/** A text grows by at least this before it is flattened again. */
const MIN_GROWTH_CHARACTERS = 512;
/** Long texts are flattened less often, so that all of it costs the same for each character. */
const MIN_GROWTH = 1 / 4;

/** Creates a function that flattens one growing text from time to time. Call it whenever the text has grown. */
export function createTextFlattener(flatten = flattenText): (text: string) => void {
  let flattenAt = MIN_GROWTH_CHARACTERS;

  return (text) => {
    if (text.length < flattenAt) return;

    flatten(text);
    flattenAt = text.length + Math.max(MIN_GROWTH_CHARACTERS, text.length * MIN_GROWTH);
  };
}
