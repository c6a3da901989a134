import type { ParameterRanges } from '../contracts/provider.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import type { ProviderFactory } from './provider-parts.ts';
import { createChatCompletions } from './wire/chat-completions/chat-completions.ts';
import type { Quirks } from './wire/chat-completions/quirks.ts';
import type { ParameterNames } from './wire/sampling.ts';
import { readEndpoint } from './wire/settings/read-endpoint.ts';

/** A service that speaks OpenAI's Chat Completions. */
interface Vendor extends Quirks {
  /** As the vendor writes it. Absent: each customer has a different one, and must configure it. */
  readonly baseUrl?: string;
  /** The number of answers that may be under way at a time. Absent: no limit. */
  readonly concurrency?: number;
  /** As in `Provider`. */
  readonly hasUnlistedModels?: true;
}

const RANGES: ParameterRanges = {
  temperature: { min: 0, max: 2 },
  topP: { min: 0, max: 1 },
  maxOutputTokens: { min: 1 },
  stop: { max: 4 },
  seed: {},
  reasoningEffort: {},
};
const PENALTIES: ParameterRanges = {
  presencePenalty: { min: -2, max: 2 },
  frequencyPenalty: { min: -2, max: 2 },
};
/** OpenAI's newer name, for vendors that refuse the older one or are phasing it out. */
const NEWER_NAMES: ParameterNames = { maxOutputTokens: 'max_completion_tokens' };
/** Parameters that servers of open models take in addition. */
const OPEN_NAMES: ParameterNames = { repetitionPenalty: 'repetition_penalty' };
const LLAMA_NAMES: ParameterNames = { repetitionPenalty: 'repeat_penalty', typicalP: 'typical_p' };

/**
 * By the provider's name, which comes before the slash in a model's name. In capitals, it begins
 * the provider's variables.
 */
const VENDORS: Readonly<Record<string, Vendor>> = {
  openrouter: {
    baseUrl: 'https://openrouter.ai/api/v1',
    sendsUsageUnasked: true,
    parameterNames: OPEN_NAMES,
    // It converts recordings for the service behind it (openrouter.ai/docs, audio).
    audioFormats: ['wav', 'mp3', 'ogg', 'flac', 'm4a', 'aac'],
  },
  groq: { baseUrl: 'https://api.groq.com/openai/v1', parameterNames: NEWER_NAMES },
  deepseek: { baseUrl: 'https://api.deepseek.com/v1' },
  xai: { baseUrl: 'https://api.x.ai/v1' },
  together: {
    baseUrl: 'https://api.together.xyz/v1',
    sendsUsageUnasked: true,
    parameterNames: OPEN_NAMES,
  },
  fireworks: { baseUrl: 'https://api.fireworks.ai/inference/v1', sendsUsageUnasked: true },
  cerebras: {
    baseUrl: 'https://api.cerebras.ai/v1',
    sendsUsageUnasked: true,
    parameters: RANGES,
    parameterNames: NEWER_NAMES,
  },
  perplexity: {
    baseUrl: 'https://api.perplexity.ai',
    hasUnlistedModels: true,
    sendsUsageUnasked: true,
    needsAlternatingRoles: true,
  },
  huggingface: { baseUrl: 'https://router.huggingface.co/v1' },
  deepinfra: {
    baseUrl: 'https://api.deepinfra.com/v1/openai',
    sendsUsageUnasked: true,
    parameterNames: OPEN_NAMES,
  },
  moonshot: {
    baseUrl: 'https://api.moonshot.ai/v1',
    sendsUsageUnasked: true,
    parameters: { ...RANGES, ...PENALTIES, temperature: { min: 0, max: 1 } },
  },
  alibaba: { baseUrl: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1' },
  nvidia: { baseUrl: 'https://integrate.api.nvidia.com/v1' },
  sambanova: { baseUrl: 'https://api.sambanova.ai/v1' },
  vercel_gateway: { baseUrl: 'https://ai-gateway.vercel.sh/v1' },
  github_models: {
    baseUrl: 'https://models.github.ai/inference',
    modelsPath: '../catalog/models',
    headers: { 'x-github-api-version': '2022-11-28' },
  },
  azure_openai: {
    keyHeader: 'api-key',
    parameterNames: NEWER_NAMES,
    takesCacheKey: true,
    // The list has the models of the region, not the names of the deployments.
    hasUnlistedModels: true,
  },
  lmstudio: {
    baseUrl: 'http://localhost:1234/v1',
    concurrency: 1,
    parameterNames: LLAMA_NAMES,
    // Says which models are loaded (lmstudio.ai/docs/developer/rest).
    detailsPath: '../api/v0/models',
  },
  llamacpp: { baseUrl: 'http://localhost:8080/v1', concurrency: 1, parameterNames: LLAMA_NAMES },
  vllm: { baseUrl: 'http://localhost:8000/v1', parameterNames: OPEN_NAMES },
  litellm: { baseUrl: 'http://localhost:4000/v1' },
};

/** One provider for each vendor that speaks Chat Completions. */
export const vendors: Readonly<Record<string, ProviderFactory>> = Object.fromEntries(
  Object.entries(VENDORS).map(([name, vendor]) => [name, createVendor(name, vendor)]),
);

function createVendor(name: string, vendor: Vendor): ProviderFactory {
  const { baseUrl, concurrency, hasUnlistedModels, ...quirks } = vendor;

  return ({ env, http, clock }) => {
    const endpoint = readEndpoint(env, name.toUpperCase(), baseUrl);
    if (!endpoint) return undefined;

    const provider = createChatCompletions({ http, clock }, { name, ...endpoint, quirks });
    return { ...provider, ...omitUndefined({ concurrency, hasUnlistedModels }) };
  };
}
