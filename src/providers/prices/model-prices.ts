import type { ModelPrice } from '../../contracts/model-price.ts';

/** The prices of one service, as its own page told them. */
interface PriceList {
  /** The addresses where they count. Another service under the same protocol has prices of its own. */
  readonly hosts: readonly string[];
  /** The newest day on which the source was read. */
  readonly asOf: string;
  readonly source: string;
  /** By the id of the model, without a date. A dated id stands here only where its price differs. */
  readonly models: Readonly<Record<string, ModelPrice>>;
}

/** Dollars for a million tokens: of the prompt, of the answer, of a kept prompt, of one that is kept from now on. */
function usd(
  input: number,
  output: number,
  cachedInput = input,
  cacheWriteInput = input,
): ModelPrice {
  return { input, output, cachedInput, cacheWriteInput };
}

/** The same for prompts beyond a length, by how many times each costs more. */
function longer(price: ModelPrice, aboveTokens: number, input: number, output = input): ModelPrice {
  const { cachedInput = price.input, cacheWriteInput = price.input } = price;
  const longPrompt = {
    aboveTokens,
    input: price.input * input,
    output: price.output * output,
    cachedInput: cachedInput * input,
    cacheWriteInput: cacheWriteInput * input,
  };
  return { ...price, longPrompt };
}

/** OpenAI since GPT-5.4: beyond 272,000 tokens, all of the prompt costs twice as much, and the answer half more. */
function gpt(input: number, output: number, cached: number, written = input): ModelPrice {
  return longer(usd(input, output, cached, written), 272_000, 2, 1.5);
}

function claude(input: number, output: number, cached = input / 10): ModelPrice {
  return usd(input, output, cached, input * 1.25);
}

const OPENAI: PriceList = {
  hosts: ['api.openai.com'],
  asOf: '2026-11-24',
  source:
    'developers.openai.com/api/docs/models; GPT-5.6 and 6: BerriAI/litellm discussion 42523; earlier: docs.rs/adk-model',
  models: {
    'gpt-6.2-sol': gpt(2, 10, 0.1, 2.5),
    'gpt-6.1-sol': gpt(2, 10, 0.1, 2.5),
    'gpt-6.1-terra': gpt(1, 5, 0.05, 1.25),
    'gpt-6-astra': gpt(10, 50, 1, 12.5),
    'gpt-6-sol': gpt(2, 10, 0.2, 2.5),
    'gpt-6-luna': gpt(0.1, 0.5, 0.01, 0.125),
    'gpt-5.6-sol': gpt(4, 20, 0.4, 5),
    'gpt-5.6-terra': gpt(2, 12, 0.2, 2.5),
    'gpt-5.6-luna': gpt(0.2, 1.2, 0.02, 0.25),
    'gpt-5.5': gpt(5, 30, 0.5),
    'gpt-5.4': gpt(2.5, 15, 0.25),
    'gpt-5.4-mini': usd(0.75, 4.5, 0.075),
    'gpt-5.2': usd(1.75, 14, 0.175),
    'gpt-5.1': usd(1.25, 10, 0.125),
    'gpt-5': usd(1.25, 10, 0.125),
    'gpt-5-mini': usd(0.25, 2, 0.025),
    'gpt-5-nano': usd(0.05, 0.4, 0.005),
    'gpt-4.1': usd(2, 8, 0.5),
    'gpt-4.1-mini': usd(0.4, 1.6, 0.1),
    'gpt-4.1-nano': usd(0.1, 0.4, 0.025),
    'gpt-4o': usd(2.5, 10, 1.25),
    'gpt-4o-2024-05-13': usd(5, 15),
    'gpt-4o-mini': usd(0.15, 0.6, 0.075),
    'gpt-transcribe': { input: 0, output: 0, perAudioMinute: 0.0045 },
    'whisper-1': { input: 0, output: 0, perAudioMinute: 0.006 },
    'gpt-4o-transcribe': usd(2.5, 10),
    'gpt-4o-mini-transcribe': usd(1.25, 5),
  },
};

/** By the provider's name. Services that tell prices in their lists are not here. */
export const MODEL_PRICES: Readonly<Record<string, PriceList>> = {
  openai: OPENAI,
  openai_responses: OPENAI,
  anthropic: {
    hosts: ['api.anthropic.com'],
    asOf: '2026-10-24',
    source: 'platform.claude.com/docs, pricing; Haiku and Sonnet 5.5 by kurofune/claudit v1.9.2',
    models: {
      'claude-fable-5-1': claude(10, 50, 0.25),
      'claude-fable-5': claude(10, 50),
      'claude-opus-5-5': claude(4, 20, 0.2),
      'claude-opus-5': claude(5, 25),
      'claude-opus-4-8': claude(5, 25),
      'claude-opus-4-7': claude(5, 25),
      'claude-opus-4-6': claude(5, 25),
      'claude-opus-4-5': claude(5, 25),
      'claude-sonnet-5-5': claude(2, 10, 0.1),
      'claude-sonnet-5': claude(2, 10),
      'claude-sonnet-4-6': claude(3, 15),
      'claude-sonnet-4-5': claude(3, 15),
      'claude-haiku-5-5': longer(claude(0.1, 0.5), 100_000, 5),
      'claude-haiku-4-5': claude(1, 5),
    },
  },
  gemini: {
    hosts: ['generativelanguage.googleapis.com'],
    asOf: '2026-11-05',
    // The Flash models from 3.6 on cost half of that until the end of 2026.
    source: 'ai.google.dev/gemini-api/docs/pricing by anomalyco/models.dev and morphllm.com',
    models: {
      'gemini-3.8-flash': usd(1.5, 7.5, 0.15),
      'gemini-3.7-flash': usd(1.5, 7.5, 0.15),
      'gemini-3.6-flash': usd(1.5, 7.5, 0.15),
      'gemini-3.5-flash': usd(1.5, 9, 0.15),
      'gemini-3.1-pro-preview': longer(usd(2, 12), 200_000, 2, 1.5),
      'gemini-3.1-flash-lite': usd(0.25, 1.5),
      'gemini-3-flash-preview': usd(0.5, 3),
      'gemini-2.5-pro': longer(usd(1.25, 10, 0.125), 200_000, 2, 1.5),
      'gemini-2.5-flash': usd(0.3, 2.5, 0.03),
      'gemini-2.5-flash-lite': usd(0.1, 0.4, 0.01),
    },
  },
  mistral: {
    hosts: ['api.mistral.ai'],
    asOf: '2026-10-20',
    // Large is the list price of Large 4, to which the name leads or will lead.
    source: 'mistral.ai/pricing by anomalyco/models.dev and iyulab/tokenmeter v0.15.0',
    models: {
      'mistral-large-4-0': usd(1.36, 4.18),
      'mistral-large-4': usd(1.36, 4.18),
      'mistral-large-latest': usd(1.36, 4.18),
      'mistral-large-2512': usd(0.5, 1.5),
      'mistral-medium-2604': usd(1.5, 7.5),
      'mistral-medium-3-5': usd(1.5, 7.5),
      'mistral-medium-3.5': usd(1.5, 7.5),
      'mistral-medium-latest': usd(1.5, 7.5),
    },
  },
  groq: {
    hosts: ['api.groq.com'],
    asOf: '2026-08-11',
    source:
      'console.groq.com/docs/models by anomalyco/models.dev; groq.com/pricing by api-evangelist/groq',
    models: {
      'openai/gpt-oss-120b': usd(0.15, 0.6),
      'openai/gpt-oss-20b': usd(0.075, 0.3, 0.0375),
      'llama-3.3-70b-versatile': usd(0.59, 0.79),
      'llama-3.1-8b-instant': usd(0.05, 0.08),
      'meta-llama/llama-4-scout-17b-16e-instruct': usd(0.11, 0.34),
      'whisper-large-v3-turbo': { input: 0, output: 0, perAudioMinute: 0.04 / 60 },
    },
  },
  deepseek: {
    hosts: ['api.deepseek.com'],
    asOf: '2026-10-27',
    // Half of that outside of the mornings of Beijing's working days.
    source: 'api-docs.deepseek.com/quick_start/pricing: the price of the peak hours',
    models: {
      'deepseek-flash': usd(0.3, 1.2, 0.006),
      'deepseek-v4-flash': usd(0.3, 1.2, 0.006),
      'deepseek-v4-pro': usd(1.32, 3.96, 0.044),
    },
  },
  xai: {
    hosts: ['api.x.ai'],
    asOf: '2026-09-29',
    source:
      'docs.x.ai/developers/models by anomalyco/models.dev and BerriAI/litellm discussion 42287',
    models: {
      'grok-4.7': longer(usd(2, 6, 0.5), 199_999, 2),
      'grok-4.6': longer(usd(2, 6, 0.5), 199_999, 2),
      'grok-4.5': longer(usd(2, 6, 0.5), 199_999, 2),
      'grok-4.3': longer(usd(1.25, 2.5, 0.2), 199_999, 2),
    },
  },
  cohere: {
    hosts: ['api.cohere.com'],
    asOf: '2026-11-11',
    source: 'cohere.com/pricing by docs.flexprice.io; the older ones by glama.ai',
    models: {
      'command-a': usd(2.5, 10),
      'command-a-reasoning': usd(2.5, 10),
      'command-r-plus': usd(2.5, 10),
      'command-r': usd(0.15, 0.6),
      'command-r7b': usd(0.0375, 0.15),
    },
  },
  perplexity: {
    hosts: ['api.perplexity.ai'],
    asOf: '2025-09-01',
    // The fee for the widest search: each answer tells its own cost.
    source: 'docs.perplexity.ai, pricing, by noodle-perplexity-mcp',
    models: {
      sonar: { ...usd(1, 1), perRequest: 0.012 },
      'sonar-pro': { ...usd(3, 15), perRequest: 0.014 },
      'sonar-reasoning-pro': { ...usd(3, 15), perRequest: 0.014 },
    },
  },
  cerebras: {
    hosts: ['api.cerebras.ai'],
    asOf: '2026-10-01',
    source: 'getmaxim.ai/bifrost/model-library; Qwen by anomalyco/models.dev',
    models: { 'gpt-oss-120b': usd(0.35, 0.75), 'qwen-3.8-27b': usd(0.99, 1.49) },
  },
  fireworks: {
    hosts: ['api.fireworks.ai'],
    asOf: '2026-11-29',
    source: 'docs.fireworks.ai/serverless/pricing, fireworks.ai/models',
    models: {
      'accounts/fireworks/models/deepseek-v4p1-flash': usd(0.22, 0.66),
      'accounts/fireworks/models/kimi-k2p6': usd(0.95, 4, 0.16),
      'accounts/fireworks/models/kimi-k2p5': usd(0.6, 3, 0.1),
      'accounts/fireworks/models/gpt-oss-120b': usd(0.15, 0.6, 0.015),
      'accounts/fireworks/models/gpt-oss-20b': usd(0.07, 0.3, 0.035),
    },
  },
  moonshot: {
    hosts: ['api.moonshot.ai'],
    asOf: '2026-07-18',
    source: 'platform.kimi.ai/docs/pricing by getagentseal/codeburn PR 709 and docs.rs/aicost',
    models: {
      'kimi-k3': usd(3, 15, 0.3),
      'kimi-k2.7-code': usd(0.95, 4, 0.19),
      'kimi-k2.6': usd(0.95, 4, 0.16),
      'kimi-k2.5': usd(0.6, 3, 0.1),
    },
  },
  alibaba: {
    hosts: ['dashscope-intl.aliyuncs.com'],
    asOf: '2026-11-29',
    source: 'alibabacloud.com/help/en/model-studio',
    models: { 'qwen3.8-flash': usd(0.15, 0.47) },
  },
  sambanova: {
    hosts: ['api.sambanova.ai'],
    asOf: '2026-10-07',
    source: 'cloud.sambanova.ai/plans/pricing by api-evangelist/sambanova-systems',
    models: { 'DeepSeek-V3.1': usd(3, 4.5), 'DeepSeek-V3.2': usd(3, 4.5) },
  },
};
