import type { Attempt } from '../../contracts/router.ts';
import { modelName } from '../../texts/model-name.ts';
import { texts } from '../../texts/texts.ts';
import type { BotDependencies } from '../bot-parts.ts';
import type { CollectedAnswer } from './answer-collector.ts';

const TOKENS_PER_PRICE = 1_000_000;

/** The line below the words of an answer that the operator wants: of its parts those that are known. */
export async function answerFooter(
  { footer, router }: Pick<BotDependencies, 'footer' | 'router'>,
  answer: CollectedAnswer,
  elapsedMs: number,
): Promise<readonly string[]> {
  if (footer.length === 0 || !answer.provider || !answer.text.trim()) return [];
  const name = modelName(answer);
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
