import type { Language } from '../../contracts/language.ts';
import { textsIn } from '../../texts/index.ts';
import type { AnswerCollector, CollectedAnswer } from './answer-collector.ts';
import { createReasoningSplitter } from './reasoning/reasoning-splitter.ts';

/** Networks refuse a text without such a character, or show nothing. */
const VISIBLE_CHARACTER = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}]/u;

/** Tells whether people see anything of a text. */
export function isVisible(text: string): boolean {
  return VISIBLE_CHARACTER.test(text);
}

/**
 * Makes the thoughts of a model its answer when it gave no other, so that nothing is thrown away. They
 * are marked, unless a tag in them marks the start of the answer.
 *
 * Thoughts that the model ended by itself are nearly always the answer, put into the wrong field, and
 * count as history (sgl-project/sglang PR 37644 counted 700 such answers). Thoughts that broke off do
 * not.
 */
export function promoteThoughts(
  answer: CollectedAnswer,
  { reasoning, isReasoningCut }: Pick<AnswerCollector, 'reasoning' | 'isReasoningCut'>,
  language: Language,
): CollectedAnswer {
  if (answer.end === 'stopped' || isVisible(answer.text) || !isVisible(reasoning)) return answer;

  const { text, thoughts } = splitAgain(reasoning);
  if (isVisible(text)) return { ...answer, text };

  const texts = textsIn(language);
  const lead = [answer.lead, texts.onlyThoughts].filter(Boolean).join('\n\n');
  const notes = isReasoningCut ? [...answer.notes, texts.thoughtsCut] : answer.notes;
  const isWhole = answer.end === 'stop' || answer.end === 'other';
  const promoted = { ...answer, lead, notes, text: thoughts };
  return isWhole ? promoted : { ...promoted, isThoughts: true };
}

/** Some servers leave tags, and the answer behind them, in the field of the thoughts. */
function splitAgain(reasoning: string): { readonly text: string; readonly thoughts: string } {
  const splitter = createReasoningSplitter();
  const events = [...splitter.take(reasoning), ...splitter.flush()];
  let text = '';
  let thoughts = '';

  for (const event of events) {
    if (event.type === 'text-delta') text += event.text;
    if (event.type === 'reasoning-delta') thoughts += event.text;
    if (event.type === 'text-restart') {
      thoughts += text;
      text = '';
    }
  }
  return thoughts ? { text, thoughts: thoughts.trim() } : { text: '', thoughts: text.trim() };
}
