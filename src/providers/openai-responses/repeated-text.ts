/** A text that comes several times: in deltas, as finished parts and items, and as a whole. */
export interface RepeatedText {
  /** Takes the text that follows. */
  takeDelta(text: string): void;
  /** Takes the text of a finished part. Gives what the deltas of this part left out. */
  takePart(text: string): string;
  /** Takes the text of a finished item. Gives what its parts left out. */
  takeItem(text: string): string;
  /** Takes all of the text. Gives what is missing at its end. */
  takeWhole(text: string): string;
}

/** Starts with no text. What differs from the text so far is no repetition, and is not passed on. */
export function createRepeatedText(): RepeatedText {
  let passed = '';
  /** The text since the last part, and the last item, that is finished. */
  let openPart = '';
  let openItem = '';

  const pass = (text: string) => {
    passed += text;
    openPart += text;
    openItem += text;
    return text;
  };

  const findMissing = (text: string, open: string) => {
    const isRepeated = open === '' && passed.endsWith(text);
    return text.startsWith(open) && !isRepeated ? text.slice(open.length) : '';
  };

  return {
    takeDelta: pass,

    takePart(text) {
      const missing = pass(findMissing(text, openPart));
      openPart = '';
      return missing;
    },

    takeItem(text) {
      const missing = pass(findMissing(text, openItem));
      openPart = '';
      openItem = '';
      return missing;
    },

    takeWhole: (text) => pass(text.startsWith(passed) ? text.slice(passed.length) : ''),
  };
}
