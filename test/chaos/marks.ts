/**
 * How questions and answers are told apart: a question holds `ask:q7`; every word of an answer to it names the question, the
 * attempt and its own number, as in `q7a2.15;`, and the last word is `q7a2.end30;`: thirty words came before it.
 */
export interface Word {
  readonly question: string;
  /** The request to the model that it comes from. */
  readonly attempt: string;
  readonly position: number;
  readonly isLast: boolean;
}

const ASKED = /ask:(q\d+)/g;
const WORD = /\b(q\d+)(a\d+)\.(end)?(\d+);/g;

export function askedIn(text: string): string[] {
  return [...text.matchAll(ASKED)].map(([, question = '']) => question);
}

export function wordsIn(text: string): Word[] {
  return [...text.matchAll(WORD)].map(([, question = '', attempt = '', end, position]) => ({
    question,
    attempt,
    position: Number(position),
    isLast: end !== undefined,
  }));
}

export function answerText(question: string, attempt: number, words: number): string {
  const name = `${question}a${attempt}`;
  const numbered = Array.from({ length: words }, (_, position) => `${name}.${position};`);
  return [...numbered, `${name}.end${words};`].join(' ');
}
