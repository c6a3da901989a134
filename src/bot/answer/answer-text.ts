import type { AnswerVersion } from '../../contracts/turns.ts';

/** What people read as an answer, in Markdown. */
export interface AnswerText {
  /** What the model wrote, and what is said before it. */
  readonly markdown: string;
  /** The sentences that stand under it. */
  readonly closing: string;
}

export function answerText({
  notes = [],
  ...answer
}: Pick<AnswerVersion, 'lead' | 'text' | 'notes'>): AnswerText {
  return { markdown: growingAnswerText(answer).trimEnd(), closing: notes.join('\n\n') };
}

/** The same while the model writes, cheap for every word: the whole text begins with it. */
export function growingAnswerText({
  lead = '',
  text,
}: Pick<AnswerVersion, 'lead' | 'text'>): string {
  return lead && text ? `${lead}\n\n${text}` : lead || text;
}
