import type { Attempt } from '../../contracts/attempt.ts';
import type { Language } from '../../contracts/language.ts';
import type { Router } from '../../contracts/router.ts';
import type { FooterPart, ScopeSettings } from '../../contracts/settings.ts';
import { textsIn } from '../../texts/index.ts';
import { modelName } from '../../texts/model-name.ts';
import type { CollectedAnswer } from './answer-collector.ts';

const TOKENS_PER_PRICE = 1_000_000;

/** What the line below an answer shows. */
interface AnswerFooterOptions extends Pick<ScopeSettings, 'footer'> {
  readonly elapsedMs: number;
  readonly language: Language;
}

/**
 * Gives the line below an answer, with the facts of `footer` in that order and without those that are unknown.
 * Empty: the answer has no such line.
 */
export async function answerFooter(
  router: Pick<Router, 'find'>,
  answer: CollectedAnswer,
  { footer, elapsedMs, language }: AnswerFooterOptions,
): Promise<readonly string[]> {
  if (footer.length === 0 || !answer.provider || !answer.text.trim()) return [];

  const texts = textsIn(language);
  const name = modelName(answer);
  const lastAttempt = answer.attempts.at(-1);
  const writers: Record<FooterPart, () => string | Promise<string>> = {
    model: () => name,
    tokens: () =>
      texts.tokens(
        lastAttempt?.inputTokens,
        lastAttempt?.outputTokens,
        lastAttempt?.cachedInputTokens,
      ),
    seconds: () => texts.seconds(elapsedMs),
    cost: async () => texts.dollars(costOf(lastAttempt, (await router.find(name))?.price)),
  };
  const parts = await Promise.all(footer.map((part) => writers[part]()));

  const knownParts = parts.filter(Boolean);
  return knownParts.length > 0 ? [texts.footer(knownParts)] : [];
}

/** The cost in US dollars. `undefined`: the price or the number of tokens is unknown. */
function costOf(
  { inputTokens, outputTokens }: Pick<Attempt, 'inputTokens' | 'outputTokens'> = {},
  price: { readonly input: number; readonly output: number } | undefined,
): number | undefined {
  if (!price || inputTokens === undefined || outputTokens === undefined) return undefined;
  return (inputTokens * price.input + outputTokens * price.output) / TOKENS_PER_PRICE;
}
