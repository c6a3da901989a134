import type { Language } from '../../contracts/language.ts';
import type { Router } from '../../contracts/router.ts';
import type { AnswerVersion } from '../../contracts/turns.ts';
import type { ProviderError } from '../../errors.ts';
import { nearestWords } from '../../lib/nearest-words.ts';
import type { Texts } from '../../texts/en/index.ts';
import { textsIn } from '../../texts/index.ts';
import { modelName } from '../../texts/model-name.ts';
import type { Prompt } from '../prompt/build-prompt.ts';
import type { AnswerCollector, CollectedAnswer } from './answer-collector.ts';
import { isVisible, promoteThoughts } from './promote-thoughts.ts';

/** A shorter system prompt fits into every model. */
const LONG_SYSTEM_TOKENS = 256;

/** The number of existing names that people read in place of a wrong one. */
const MAX_SUGGESTIONS = 3;

/** Says why the model failed, and which names are near a wrong one. */
export async function withFailureNote(
  { answer }: AnswerCollector,
  { kind }: ProviderError,
  { router, language }: { readonly router: Pick<Router, 'models'>; readonly language: Language },
): Promise<CollectedAnswer> {
  const { failed, modelMissing, listComma } = textsIn(language);
  const name = modelName(answer);
  const others = kind === 'not_found' ? await router.models() : [];
  const lasting = others.filter(({ endsOn }) => endsOn === undefined);
  const names = lasting.map((model) => model.name).filter((other) => other !== name);
  const nearest = nearestWords(name, names, MAX_SUGGESTIONS).map((other) => `\`${other}\``);

  const note =
    nearest.length > 0 ? modelMissing(name, nearest.join(listComma)) : failed(kind, name);
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
