import type { AnswerVersion } from '../../contracts/turns.ts';
import { createReferenceLinker, linkReferences } from './link-references.ts';

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
  const linked = linkReferences(answer.text, answer.citations ?? [], 'final');
  return { markdown: withLead(answer.lead, linked).trimEnd(), closing: notes.join('\n\n') };
}

/** Creates a function that gives the text while the model writes. It is cheap, because it runs for every delta. */
export function createGrowingAnswerText(): (
  answer: Pick<AnswerVersion, 'lead' | 'text' | 'citations'>,
) => string {
  const link = createReferenceLinker();
  return ({ lead, text, citations = [] }) => withLead(lead, link(text, citations));
}

function withLead(lead: string | undefined, text: string): string {
  return lead && text ? `${lead}\n\n${text}` : lead || text;
}
