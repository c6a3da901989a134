import type { Attempt } from '../../contracts/attempt.ts';
import type { ModelPrice } from '../../contracts/model-price.ts';
import type { ProviderError } from '../../errors.ts';
import { costOf } from '../../lib/cost-of.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { readCount } from '../wire/body/to-usage.ts';
import { dig } from '../wire/json.ts';

type Used = Pick<Attempt, 'inputTokens' | 'outputTokens' | 'audioMs' | 'isEstimated' | 'usd'>;

/** Failures of services that had the recording, and may have heard it. Others are refusals. */
const HEARD: ReadonlySet<string> = new Set<ProviderError['kind']>([
  'timeout_first',
  'timeout_idle',
  'timeout_total',
  'truncated',
  'protocol',
]);

/**
 * What a transcription used, from the body of its answer:
 * - OpenAI: `usage` with tokens or whole seconds (developers.openai.com, create transcription; openai/openai-dotnet #819)
 * - Mistral: `usage.prompt_audio_seconds` (laravel/ai PR 1025); Groq and others: `duration`
 *
 * Without any of these, the length of the recording counts, which `soundMs` estimates.
 */
export function readTranscriptUsage(
  json: unknown,
  soundMs: number,
  price: ModelPrice | undefined,
): Used {
  const usage = dig(json, 'usage');
  const inputTokens = readCount(dig(usage, 'input_tokens')) || undefined;
  const seconds = [
    dig(usage, 'seconds'),
    dig(usage, 'prompt_audio_seconds'),
    dig(json, 'duration'),
  ].find((value) => typeof value === 'number' && value > 0 && value < 1e6);
  const toldMs = typeof seconds === 'number' ? Math.round(seconds * 1_000) : undefined;

  const amounts = omitUndefined({
    inputTokens,
    outputTokens: inputTokens && readCount(dig(usage, 'output_tokens')),
    audioMs: toldMs ?? soundMs,
    isEstimated: toldMs === undefined && inputTokens === undefined ? (true as const) : undefined,
  });
  return { ...amounts, ...omitUndefined({ usd: price && costOf(amounts, price) }) };
}

/** What a transcription used that failed or was stopped. */
export function usageOfFailure(
  outcome: Attempt['outcome'],
  soundMs: number,
  price: ModelPrice | undefined,
): Used {
  if (outcome !== 'stopped' && !HEARD.has(outcome)) return { usd: 0 };
  return readTranscriptUsage(undefined, soundMs, price);
}
