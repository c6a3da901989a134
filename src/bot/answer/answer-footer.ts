import type { Language } from '../../contracts/language.ts';
import type { FooterPart, ScopeSettings } from '../../contracts/settings.ts';
import { sumCosts } from '../../lib/page/sum-costs.ts';
import { textsIn } from '../../texts/index.ts';
import { modelName } from '../../texts/model-name.ts';
import type { CollectedAnswer } from './answer-collector.ts';

/** What the line below an answer shows. */
interface AnswerFooterOptions extends Pick<ScopeSettings, 'footer'> {
  readonly elapsedMs: number;
  readonly language: Language;
}

/**
 * Gives the line below an answer, with the facts of `footer` in that order and without those that are unknown.
 * Empty: the answer has no such line.
 */
export function answerFooter(
  answer: CollectedAnswer,
  { footer, elapsedMs, language }: AnswerFooterOptions,
): readonly string[] {
  if (footer.length === 0 || !answer.provider || !answer.text.trim()) return [];

  const texts = textsIn(language);
  const costs = sumCosts(answer.attempts);
  const lastAttempt = answer.attempts.at(-1);
  const counted = lastAttempt?.isEstimated ? undefined : lastAttempt;
  const writers: Record<FooterPart, () => string> = {
    model: () => modelName(answer),
    tokens: () =>
      texts.tokens(counted?.inputTokens, counted?.outputTokens, counted?.cachedInputTokens),
    seconds: () => texts.seconds(elapsedMs),
    cost: () => (costs ? texts.cost(costs.usd, costs.isEstimated) : ''),
  };
  const knownParts = footer.map((part) => writers[part]()).filter(Boolean);
  return knownParts.length > 0 ? [texts.footer(knownParts)] : [];
}
