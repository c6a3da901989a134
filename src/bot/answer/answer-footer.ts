import type { Attempt, Router } from '../../contracts/router.ts';
import { modelName } from '../../texts/model-name.ts';
import { texts } from '../../texts/texts.ts';
import type { CollectedAnswer } from './answer-collector.ts';

export type FooterPart = 'model' | 'tokens' | 'seconds' | 'cost';

export interface AnswerFooterParts {
  /** The parts to show, in this order. */
  readonly footer: readonly FooterPart[];
  readonly router: Pick<Router, 'find'>;
}

const TOKENS_PER_PRICE = 1_000_000;

/** The line below an answer, without the parts that are unknown. Empty: there is no such line. */
export async function answerFooter(
  { footer, router }: AnswerFooterParts,
  answer: CollectedAnswer,
  elapsedMs: number,
): Promise<readonly string[]> {
  if (footer.length === 0 || !answer.provider || !answer.text.trim()) return [];

  const name = modelName(answer);
  const lastAttempt = answer.attempts.at(-1);
  const write: Record<FooterPart, () => string | Promise<string>> = {
    model: () => name,
    tokens: () => texts.tokens(lastAttempt?.inputTokens, lastAttempt?.outputTokens),
    seconds: () => texts.seconds(elapsedMs),
    cost: async () => texts.dollars(costOf(lastAttempt, (await router.find(name))?.price)),
  };
  const parts = await Promise.all(footer.map((part) => write[part]()));

  const knownParts = parts.filter(Boolean);
  return knownParts.length > 0 ? [texts.footer(knownParts)] : [];
}

/** US dollars. `undefined`: the price or the number of tokens is unknown. */
function costOf(
  { inputTokens, outputTokens }: Pick<Attempt, 'inputTokens' | 'outputTokens'> = {},
  price: { readonly input: number; readonly output: number } | undefined,
): number | undefined {
  if (!price || inputTokens === undefined || outputTokens === undefined) return undefined;
  return (inputTokens * price.input + outputTokens * price.output) / TOKENS_PER_PRICE;
}
