import type { Language } from '../../contracts/language.ts';
import type { AnswerVersion } from '../../contracts/turns.ts';
import type { ProviderError } from '../../errors.ts';
import type { Texts } from '../../texts/en/index.ts';
import { textsIn } from '../../texts/index.ts';
import { modelName } from '../../texts/model-name.ts';
import type { Prompt } from '../prompt/build-prompt.ts';
import type { AnswerCollector, CollectedAnswer } from './answer-collector.ts';
import { isVisible, promoteThoughts } from './promote-thoughts.ts';

/** A shorter system prompt fits into every model. */
const LONG_SYSTEM_TOKENS = 256;

/** Says why the model failed. */
export function withFailureNote(
  { answer }: AnswerCollector,
  { kind }: ProviderError,
  language: Language,
): CollectedAnswer {
  const note = textsIn(language).failed(kind, modelName(answer));
  return withNotes({ ...answer, end: 'failed' }, [note]);
}

/** Says that the question does not fit, even without the conversation before it. */
export function withTooLongNote(
  { answer }: AnswerCollector,
  { tokens, systemTokens }: Prompt,
  language: Language,
): CollectedAnswer {
  const texts = textsIn(language);
  // A question of three words cannot be shortened: then the system prompt is what is too long.
  const isSystemTooLong = systemTokens > Math.max(tokens / 2, LONG_SYSTEM_TOKENS);
  const note = isSystemTooLong ? texts.instructionsTooLong : texts.questionTooLong;
  return withNotes({ ...answer, end: 'failed' }, [note(modelName(answer))]);
}

/** Says what is unusual about the end of an answer. */
export function withEndNotes(collector: AnswerCollector, language: Language): CollectedAnswer {
  const answer = promoteThoughts(collector.answer, collector, language);
  return withNotes(answer, endNotes(answer, collector, textsIn(language)));
}

/** Adds sentences below an answer. */
export function withNotes(answer: CollectedAnswer, notes: readonly string[]): CollectedAnswer {
  return { ...answer, notes: [...answer.notes, ...notes] };
}

function endNotes(answer: CollectedAnswer, { cutFor }: AnswerCollector, texts: Texts): string[] {
  if (cutFor) return [cutFor === 'length' ? texts.cutBySize : texts.cutByRepetition];
  const notes: Partial<Record<AnswerVersion['end'], string>> = {
    length: texts.cutByLength,
    filter: texts.cutByFilter,
  };
  const note = notes[answer.end];
  if (note) return [note];

  return !isVisible(answer.text) && answer.end !== 'stopped' ? [texts.noAnswer] : [];
}
