import type { AnswerVersion } from '../../contracts/turns.ts';

/** An answer as people read it, in Markdown. */
export interface AnswerText {
  /** The lead and the model's text. */
  readonly markdown: string;
  /** The sentences below the text. */
  readonly closing: string;
}

/** Puts the text together that people read when an answer has ended. */
export function answerText({
  notes = [],
  ...answer
}: Pick<AnswerVersion, 'lead' | 'text' | 'notes'>): AnswerText {
  return { markdown: growingAnswerText(answer).trimEnd(), closing: notes.join('\n\n') };
}

/** The text while the model writes. It is cheap, because it runs for every delta. The final text starts with it. */
export function growingAnswerText({
  lead = '',
  text,
}: Pick<AnswerVersion, 'lead' | 'text'>): string {
  return lead && text ? `${lead}\n\n${text}` : lead || text;
}
