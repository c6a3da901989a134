import type { Attempt } from '../../contracts/router.ts';
import { modelNameOf } from '../../texts/model-name-of.ts';
import { texts } from '../../texts/texts.ts';
import type { BotParts } from '../bot-parts.ts';
import type { Answer } from './create-collector.ts';

const TOKENS_PER_PRICE = 1_000_000;

/** The line below the words of an answer that the operator wants: of its parts those that are known. */
export async function footerOf(
  { footer, router }: Pick<BotParts, 'footer' | 'router'>,
  answer: Answer,
  elapsedMs: number,
): Promise<readonly string[]> {
  if (footer.length === 0 || !answer.provider || !answer.text.trim()) return [];
  const name = modelNameOf(answer);
  const last = answer.attempts.at(-1);
  const words = {
    model: () => name,
    tokens: () => texts.tokens(last?.inputTokens, last?.outputTokens),
    seconds: () => texts.seconds(elapsedMs),
    cost: async () => texts.dollars(costOf(last, (await router.find(name))?.price)),
  };
  const known = (await Promise.all(footer.map((part) => words[part]()))).filter(Boolean);
  return known.length > 0 ? [texts.footer(known)] : [];
}

function costOf(
  { inputTokens, outputTokens }: Pick<Attempt, 'inputTokens' | 'outputTokens'> = {},
  price: { readonly input: number; readonly output: number } | undefined,
): number | undefined {
  if (!price || inputTokens === undefined || outputTokens === undefined) return undefined;
  return (inputTokens * price.input + outputTokens * price.output) / TOKENS_PER_PRICE;
}
