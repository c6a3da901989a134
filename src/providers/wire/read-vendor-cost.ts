import { dig } from './json.ts';

/** xAI counts in ticks: ten thousand million for a dollar (ENTERPILOT/GoModel PR 297, BerriAI/litellm PR 36281). */
const TICKS_PER_USD = 10_000_000_000;

/**
 * The cost of one answer in US dollars, as the vendor tells it in the usage. `undefined`: it does not.
 * - OpenRouter: `cost`; with a key of one's own, that is only its fee, and `cost_details` has the rest
 *   (openrouter.ai/docs, usage accounting)
 * - Vercel's gateway: `cost` (pydantic/pydantic-ai #7033)
 * - Perplexity: `cost.total_cost` (docs.perplexity.ai, Sonar API)
 * - xAI: `cost_in_usd_ticks` (vercel/ai PR 13371)
 * - DeepInfra: `estimated_cost` (deepinfra.com/docs, chat completions)
 * - LiteLLM: `cost`, where the proxy is set to (docs.litellm.ai, `include_cost_in_streaming_usage`)
 */
export function readVendorCost(usage: unknown): unknown {
  const ticks = dig(usage, 'cost_in_usd_ticks');
  if (typeof ticks === 'number') return ticks / TICKS_PER_USD;

  const cost = dig(usage, 'cost');
  const total = dig(cost, 'total_cost') ?? cost ?? dig(usage, 'estimated_cost');
  const upstream = dig(usage, 'cost_details', 'upstream_inference_cost');
  const isOwnKey = dig(usage, 'is_byok') === true;
  if (!isOwnKey || typeof upstream !== 'number') return total;
  return Number(total ?? 0) + upstream;
}
