import type { ProviderEvent } from '../../../contracts/provider.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';

/** What a service reports about one answer. All values are unchecked. */
interface ReportedUsage {
  /** All tokens of the prompt. */
  readonly input?: unknown;
  /** All tokens of the answer, thoughts included. */
  readonly output?: unknown;
  /** The parts of `input` that the service had kept, and that it keeps from now on. */
  readonly cachedInput?: unknown;
  readonly cacheWriteInput?: unknown;
  /** The part of `output` that were thoughts. */
  readonly reasoning?: unknown;
  readonly usd?: unknown;
}

/** More is a mistake: the largest windows have some million tokens. */
const MAX_TOKENS = 1_000_000_000;
/** No single answer costs more. */
const MAX_USD = 10_000;

/**
 * One event with what the service reported. A missing count of prompt or answer is 0; without both, and
 * without a cost, there is no event. Impossible numbers count as missing.
 */
export function toUsage(reported: ReportedUsage): readonly ProviderEvent[] {
  const input = readCount(reported.input);
  const output = readCount(reported.output);
  const usd = readUsd(reported.usd);
  if (input === undefined && output === undefined && usd === undefined) return [];

  return [
    omitUndefined({
      type: 'usage' as const,
      inputTokens: input ?? 0,
      outputTokens: output ?? 0,
      cachedInputTokens: readPart(reported.cachedInput, input),
      cacheWriteInputTokens: readPart(reported.cacheWriteInput, input),
      reasoningTokens: readPart(reported.reasoning, output),
      usd,
    }),
  ];
}

/** A number of tokens. `undefined`: it is none. */
export function readCount(value: unknown): number | undefined {
  const count = readNumber(value);
  return count !== undefined && count <= MAX_TOKENS ? Math.round(count) : undefined;
}

/** Many services always send the parts, and most of them are 0. */
function readPart(value: unknown, whole = 0): number | undefined {
  return Math.min(readCount(value) ?? 0, whole) || undefined;
}

function readUsd(value: unknown): number | undefined {
  const usd = readNumber(value);
  return usd !== undefined && usd <= MAX_USD ? usd : undefined;
}

/** Some gateways write numbers as text. */
function readNumber(value: unknown): number | undefined {
  const isText = typeof value === 'string' && value.trim() !== '';
  const number = isText ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}
