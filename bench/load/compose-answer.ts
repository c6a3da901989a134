/** A model's answer, as its server sends it and as a chat must show it in the end. */
export interface ComposedAnswer {
  readonly deltas: readonly string[];
  /** All numbers of the text, in order. The last one is its last word. */
  readonly numbers: string;
}

const CHARACTERS_PER_DELTA = 3.5;
/** An answer of 1,000 deltas has seven of them, and fits into one message of Telegram. */
const PARAGRAPHS = [
  'the river **rises** slowly in spring, because the snow of the valley melts from below',
  'a small pump moves about as much water as an open window moves warm air on a quiet evening',
  'most tools can be `repaired` with a little patience, and then they last for years',
  'people who cook together rarely agree about salt, but nearly always about bread',
];

/** Composes an answer whose words are numbered, so that each part of it can be found again. */
export function composeAnswer(deltaCount: number): ComposedAnswer {
  const length = Math.floor(deltaCount * CHARACTERS_PER_DELTA);
  let text = 'Here is what I found';
  for (let number = 1; text.length < length; number++) {
    const separator = number % 6 === 0 ? '.\n\n' : '. ';
    text += `${separator}Point ${number} is that ${PARAGRAPHS[number % PARAGRAPHS.length]}`;
  }
  // The text ends with a number, which shows that the whole text is there.
  text = `${text.slice(0, length - 8).replace(/\d+$/, '')} ends 9999`;

  const cut = (delta: number) => Math.floor((delta * text.length) / deltaCount);
  const deltas = Array.from({ length: deltaCount }, (_, index) =>
    text.slice(cut(index), cut(index + 1)),
  );
  return { deltas, numbers: listNumbers(text) };
}

/** Gives all numbers of a text, whatever markup is between them. */
export function listNumbers(text: string): string {
  return (text.match(/\d+/g) ?? []).join(' ');
}
