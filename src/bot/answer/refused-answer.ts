import type { Language } from '../../contracts/language.ts';
import type { LimitState } from '../../contracts/limits.ts';
import type { Turn } from '../../contracts/turns.ts';
import type { Clock } from '../../lib/clock.ts';
import type { CollectedAnswer } from './answer-collector.ts';
import { limitSentences } from './limit-sentences.ts';
import type { RefusalCounter } from './refusal-counter.ts';
import { partialAnswerOf } from './turn-result.ts';

interface RefusedAnswerParts {
  readonly refusals: RefusalCounter;
  readonly language: Language;
  readonly clock: Clock;
}

/**
 * The answer to a question that a limit stopped: a sentence, and no part of the history. Who asks on and on gets
 * none: `/why` tells it.
 */
export function refusedAnswer(
  { refusals, language, clock }: RefusedAnswerParts,
  turn: Turn,
  model: string,
  limit: LimitState,
): CollectedAnswer {
  const notes = [limitSentences(language, clock.now()).reached(limit)];
  const partial = partialAnswerOf(turn);
  const shown = turn.versions[turn.shownVersion];
  // The beginning that would be continued stays as it was.
  if (turn.rerun?.kind === 'continue' && shown) return { ...partial, end: shown.end, notes };

  const isTooOften = refusals.count(turn);
  const refusal = isTooOften && mayBeSilent(turn) ? 'silent' : 'told';
  return { ...partial, model, end: 'failed', notes, refusal };
}

/** Where nothing shows the question's answer yet, and the network does not show that one is due. */
export function mayBeSilent({ address, answerMessages, creating, rerun }: Turn): boolean {
  const isDue = address.interaction !== undefined || address.hiddenQuestionId !== undefined;
  const isPressed = rerun !== undefined && !(rerun.kind === 'regenerate' && rerun.isOfEdit);
  return !isDue && !isPressed && !creating && answerMessages.length === 0;
}
