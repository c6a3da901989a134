import type { AnswerVersion } from '../../contracts/turns.ts';
import { linkReferences } from './link-references.ts';

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
}: Pick<AnswerVersion, 'lead' | 'text' | 'citations' | 'notes'>): AnswerText {
  return { markdown: growingAnswerText(answer, 'final').trimEnd(), closing: notes.join('\n\n') };
}

/** The text while the model writes. It is cheap, because it runs for every delta. */
export function growingAnswerText(
  { lead = '', text, citations = [] }: Pick<AnswerVersion, 'lead' | 'text' | 'citations'>,
  state: 'growing' | 'final' = 'growing',
): string {
  const linked = linkReferences(text, citations, state);
  return lead && text ? `${lead}\n\n${linked}` : lead || linked;
}
