import type { Attempt } from '../contracts/attempt.ts';
import type { ModelPrice } from '../contracts/model-price.ts';
import type { ProviderErrorKind, ProviderEvent } from '../contracts/provider.ts';
import { costOf } from '../lib/cost-of.ts';
import { BYTES_PER_TOKEN } from '../lib/estimate-tokens.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';

/** The facts of a request that decide what it costs. */
export interface AttemptPrompt {
  readonly images: number;
  readonly audioMs: number;
  /** Absent: unknown. */
  readonly price?: ModelPrice | undefined;
  /** Estimated. Takes time that grows with the prompt. */
  countTokens(): number;
}

/** Adds up what one attempt uses, from the events of its provider. */
export interface AttemptUsage {
  /** The request leaves. Without this, the attempt uses nothing. */
  recordRequest(): void;
  take(event: ProviderEvent): void;
  /** It has certainly written more tokens than so many: the service does not keep to its limit. */
  exceeds(tokens: number): boolean;
  /** The tokens of the prompt, as the service counts them. `undefined`: it has not said so. */
  inputTokens(): number | undefined;
  /** What was used by an attempt that ends so. */
  amounts(outcome: Attempt['outcome']): UsedByAttempt;
}

type UsedByAttempt = Pick<
  Attempt,
  | 'inputTokens'
  | 'cachedInputTokens'
  | 'cacheWriteInputTokens'
  | 'outputTokens'
  | 'reasoningTokens'
  | 'images'
  | 'audioMs'
  | 'isEstimated'
  | 'usd'
>;

type Usage = Extract<ProviderEvent, { type: 'usage' }>;

/** Failures of services that were already at work, though the headers of some come with the first word. */
const AT_WORK: ReadonlySet<string> = new Set<ProviderErrorKind>([
  'timeout_first',
  'timeout_idle',
  'timeout_total',
]);
/** Failures of services that had taken the request, once they had. Others are refusals, which cost nothing. */
const AT_WORK_ONCE_ACCEPTED: ReadonlySet<string> = new Set<ProviderErrorKind>([
  'truncated',
  'empty',
  'protocol',
  'content_filter',
  'unseen',
]);
/** Text has 5 at most, and code with its spaces rarely more. */
const MOST_BYTES_PER_TOKEN = 8;
/** No text has so many. */
const IMPOSSIBLE_BYTES_PER_TOKEN = 32;
const NOTHING: UsedByAttempt = { usd: 0 };

/** Starts to add up. */
export function createAttemptUsage(prompt: AttemptPrompt): AttemptUsage {
  let isSent = false;
  let isAccepted = false;
  let omitsImages = false;
  let answerBytes = 0;
  let thoughtBytes = 0;
  let reported: Usage | undefined;

  const hasUsed = (outcome: Attempt['outcome']): boolean => {
    if (reported || answerBytes + thoughtBytes > 0) return true;
    if (!isSent) return false;
    if (outcome === 'answered' || outcome === 'stopped' || AT_WORK.has(outcome)) return true;
    return isAccepted && AT_WORK_ONCE_ACCEPTED.has(outcome);
  };

  /** Servers that count nothing report zeros, and some only count what they had written at the beginning. */
  const isReportOfAll = (outputTokens: number, isInputKnown: boolean): boolean => {
    const isPossible = outputTokens * IMPOSSIBLE_BYTES_PER_TOKEN >= answerBytes + thoughtBytes;
    return isPossible && (outputTokens > 0 || isInputKnown);
  };

  const readTokens = (): UsedByAttempt => {
    const { inputTokens = 0, outputTokens = 0, ...parts }: Partial<Usage> = reported ?? {};
    const knowsInput = inputTokens > 0;
    const knowsOutput = isReportOfAll(outputTokens, knowsInput);
    return omitUndefined({
      inputTokens: knowsInput ? inputTokens : prompt.countTokens(),
      cachedInputTokens: knowsInput ? parts.cachedInputTokens : undefined,
      cacheWriteInputTokens: knowsInput ? parts.cacheWriteInputTokens : undefined,
      outputTokens: knowsOutput
        ? outputTokens
        : Math.ceil((answerBytes + thoughtBytes) / BYTES_PER_TOKEN),
      reasoningTokens: knowsOutput ? parts.reasoningTokens : undefined,
      isEstimated: knowsInput && knowsOutput ? undefined : (true as const),
    });
  };

  const costOfAmounts = (amounts: UsedByAttempt): number | undefined => {
    const usd = reported?.usd;
    const priced = prompt.price && costOf(amounts, prompt.price);
    // A gateway that cannot tell what its model costs says that it costs nothing (BerriAI/litellm #42161).
    const isDoubtful = usd === 0 && Boolean(amounts.outputTokens);
    return isDoubtful ? (priced ?? usd) : (usd ?? priced);
  };

  return {
    recordRequest() {
      isSent = true;
    },

    take(event) {
      if (event.type === 'text-delta') answerBytes += Buffer.byteLength(event.text);
      else if (event.type === 'reasoning-delta') thoughtBytes += Buffer.byteLength(event.text);
      else if (event.type === 'accepted') isAccepted = true;
      else if (event.type === 'images-omitted') omitsImages = true;
      else if (event.type === 'usage') reported = event;
    },

    exceeds: (tokens) => answerBytes + thoughtBytes > tokens * MOST_BYTES_PER_TOKEN,
    inputTokens: () => reported?.inputTokens,

    amounts(outcome) {
      if (!hasUsed(outcome)) return NOTHING;

      const images = omitsImages ? 0 : prompt.images;
      const amounts = {
        ...readTokens(),
        ...omitUndefined({
          images: images || undefined,
          audioMs: prompt.audioMs || undefined,
        }),
      };
      return { ...amounts, ...omitUndefined({ usd: costOfAmounts(amounts) }) };
    },
  };
}
