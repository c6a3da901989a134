/**
 * Marks connect questions with their answers. A question holds `ask:q7`. Every word of its answer holds the question, the request to
 * the model and the position of the word: `q7a2.15;`. The last word is `q7a2.end30;` after thirty words.
 */
export interface MarkedWord {
  readonly question: string;
  /** The request to the model that the word comes from. */
  readonly request: string;
  readonly position: number;
  readonly isLast: boolean;
}

const QUESTION = /ask:(q\d+)/g;
const WORD = /\b(q\d+)(a\d+)\.(end)?(\d+);/g;

const FILE = /file:(q\d+)/g;

/** The text of a file that comes with a question. */
export function writeFile(question: string): string {
  return `These are the words of a file, file:${question}, and no more.`;
}

/** The questions whose files' texts are in a text. */
export function filesIn(text: string): string[] {
  return [...text.matchAll(FILE)].map(([, question = '']) => question);
}

/** The questions that a text holds. */
export function questionsIn(text: string): string[] {
  return [...text.matchAll(QUESTION)].map(([, question = '']) => question);
}

/** The marked words of a text, in their order. */
export function wordsIn(text: string): MarkedWord[] {
  return [...text.matchAll(WORD)].map(([, question = '', request = '', end, position]) => ({
    question,
    request,
    position: Number(position),
    isLast: end !== undefined,
  }));
}

/** An answer of `words` marked words and the closing one. */
export function writeAnswer(question: string, request: number, words: number): string {
  const prefix = `${question}a${request}`;
  const numbered = Array.from({ length: words }, (_, position) => `${prefix}.${position};`);
  return [...numbered, `${prefix}.end${words};`].join(' ');
}
