import type { ProviderEvent } from '../../../contracts/provider.ts';
import { readCount, toUsage } from '../body/to-usage.ts';
import { dig, type JsonObject } from '../json.ts';
import { readVendorCost } from '../read-vendor-cost.ts';

/**
 * The names of the tokens that the service had kept: OpenAI and most others; DeepSeek; Moonshot; LiteLLM for
 * Anthropic.
 */
const CACHED_PATHS = [
  ['prompt_tokens_details', 'cached_tokens'],
  ['prompt_cache_hit_tokens'],
  ['cached_tokens'],
  ['cache_read_input_tokens'],
] as const;
/** Of those that it keeps from now on: OpenRouter, OpenAI; LiteLLM; gateways that pass on Anthropic's name. */
const CACHE_WRITE_PATHS = [
  ['prompt_tokens_details', 'cache_write_tokens'],
  ['prompt_tokens_details', 'cache_creation_tokens'],
  ['cache_creation_input_tokens'],
] as const;
/** Of the thoughts: OpenAI and most others; Perplexity, and xAI once. */
const REASONING_PATHS = [
  ['completion_tokens_details', 'reasoning_tokens'],
  ['reasoning_tokens'],
] as const;

/** The usage of an answer. */
export function readUsage(usage: JsonObject): readonly ProviderEvent[] {
  const cachedInput = findCount(usage, CACHED_PATHS);
  const cacheWriteInput = findCount(usage, CACHE_WRITE_PATHS);
  const output = readCount(usage.completion_tokens);
  const toldReasoning = findCount(usage, REASONING_PATHS);
  const rest = countRest(usage);
  // The kept tokens are what some gateways leave out of the prompt.
  const isThought =
    toldReasoning > 0 ? rest === toldReasoning : cachedInput + cacheWriteInput === 0;
  const thoughtsBeside = isThought ? rest : 0;
  return toUsage({
    input: usage.prompt_tokens,
    output: output === undefined ? undefined : output + thoughtsBeside,
    cachedInput,
    cacheWriteInput,
    reasoning: toldReasoning || thoughtsBeside,
    usd: readVendorCost(usage),
  });
}

/**
 * The tokens that only the sum of all tokens shows. Some services count thoughts beside the answer: xAI once
 * (promptfoo/promptfoo PR 9326), and translators of Gemini's answers, with or without a count of the thoughts
 * (router-for-me/CLIProxyAPI #5733, mozilla-ai/any-llm #1290).
 */
function countRest(usage: JsonObject): number {
  const names = ['prompt_tokens', 'completion_tokens', 'total_tokens'];
  const [input, output, total] = names.map((name) => readCount(usage[name]));
  const isCounted = input !== undefined && output !== undefined && total !== undefined;
  return isCounted ? Math.max(0, total - input - output) : 0;
}

function findCount(usage: JsonObject, paths: readonly (readonly string[])[]): number {
  const counts = paths.map((path) => readCount(dig(usage, ...path)) ?? 0);
  return counts.find((count) => count > 0) ?? 0;
}
