import type { Attempt } from '../contracts/attempt.ts';
import type { PlannedSpending } from '../contracts/limits.ts';
import { costOf, priceForPrompt, TOKENS_PER_PRICE } from '../lib/cost-of.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';

/** What is left for one attempt. */
export interface Room {
  /** `Infinity`: tokens are not limited. */
  readonly tokens: number;
  /** `Infinity`: dollars are not limited. */
  readonly usd: number;
  readonly longestAnswer?: number;
  readonly allowsUnpriced: boolean;
}

/** What is held back, and the most tokens that the attempt may write. Absent: nothing limits it. */
export interface PlannedHold {
  readonly attempt: Attempt;
  readonly maxAnswerTokens?: number;
}

/** A shorter answer helps nobody. */
const SHORTEST_ANSWER_TOKENS = 200;
/**
 * Where nothing says how much a model may write, but something limits what it may cost. Models that reason
 * need thousands of tokens before their first word; few answers are longer, thoughts included.
 */
const USUAL_ANSWER_TOKENS = 8_192;
/** Services count differently: the estimate of a prompt may be too low by this share. */
const SPARE_PROMPT_SHARE = 0.1;

/** Plans what to hold back for an attempt: its prompt, and the longest answer that the room allows. */
export function planHold(
  estimated: PlannedSpending,
  room: Room,
): PlannedHold | 'unpriced' | 'spent' {
  const { price } = estimated;
  const spareTokens = Math.ceil(estimated.promptTokens * SPARE_PROMPT_SHARE);
  const promptTokens = estimated.promptTokens + spareTokens;
  const planned = { ...estimated, promptTokens };
  const countsDollars = Number.isFinite(room.usd);
  if (countsDollars && !price && !room.allowsUnpriced) return 'unpriced';

  const wanted = Math.min(planned.maxAnswerTokens ?? Infinity, room.longestAnswer ?? Infinity);
  const promptUsd = price ? costOf(promptOf(planned), price) : 0;
  const outputPrice = price ? priceForPrompt(price, promptTokens).output : 0;
  const affordable = Math.min(
    room.tokens - promptTokens,
    price && countsDollars ? tokensFor(room.usd - promptUsd, outputPrice) : Infinity,
  );
  const shortest = Math.min(SHORTEST_ANSWER_TOKENS, wanted);
  if (affordable < shortest) return 'spent';

  const usual = Number.isFinite(affordable) ? USUAL_ANSWER_TOKENS : Infinity;
  const most = Math.min(Number.isFinite(wanted) ? wanted : usual, affordable);
  const isLimited = Number.isFinite(most);
  const answerTokens = isLimited ? most : USUAL_ANSWER_TOKENS;
  const usd = price && promptUsd + (answerTokens * outputPrice) / TOKENS_PER_PRICE;
  return {
    attempt: describeHold(planned, answerTokens, usd),
    ...(isLimited && { maxAnswerTokens: most }),
  };
}

/** What a service counts of a prompt at most. It may have kept it and ask less, or keep it from now on and ask more. */
function promptOf({ promptTokens, images, audioMs, price }: PlannedSpending) {
  const isDearer = (price?.cacheWriteInput ?? 0) > (price?.input ?? 0);
  const written = isDearer ? { cacheWriteInputTokens: promptTokens } : {};
  return { inputTokens: promptTokens, images, audioMs, ...written };
}

/** The tokens that an amount buys. Negative: not even what comes before them. */
function tokensFor(usd: number, price: number): number {
  if (usd < 0) return -1;
  return price > 0 ? Math.floor((usd / price) * TOKENS_PER_PRICE) : Infinity;
}

function describeHold(
  { provider, model, keyAlias, promptTokens, images, audioMs }: PlannedSpending,
  outputTokens: number,
  usd: number | undefined,
): Attempt {
  return omitUndefined({
    provider,
    model,
    keyAlias,
    outcome: 'stopped' as const,
    endMs: 0,
    inputTokens: promptTokens,
    outputTokens,
    images,
    audioMs,
    isEstimated: true as const,
    usd,
  });
}
