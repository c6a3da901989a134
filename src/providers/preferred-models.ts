/** The models of one service that may answer where nobody chose one. */
interface Preference {
  /** Ids, best first. The first that the service lists, and does not shut down soon, answers. */
  readonly models: readonly string[];
  /** The page or report that the ids are from. */
  readonly source: string;
}

/** The day on which the table below was last compared with its sources. */
export const PREFERENCES_DATE = '2026-11-29';

/** Small open models that many hosts serve, and that are good at chatting. */
const OPEN_MODELS = ['openai/gpt-oss-120b', 'openai/gpt-oss-20b'] as const;

const OPENAI: Preference = {
  // Terra costs $1/$5 for a million tokens and writes naturally; Sol costs twice as much, Astra eight times.
  models: [
    'gpt-6.1-terra',
    'gpt-6.2-sol',
    'gpt-6.1-sol',
    'gpt-6-sol',
    'gpt-6-luna',
    'gpt-5.6-terra',
    'gpt-5.6-luna',
  ],
  source:
    'developers.openai.com/api/docs/models, and …/models/gpt-6.1-terra (Chat Completions: yes)',
};

/**
 * By the name of the service: current models that are neither the dearest nor the weakest. A service that
 * is missing here has models that only its operator knows: Azure, LiteLLM and all local servers.
 */
const PREFERENCES: Readonly<Record<string, Preference>> = {
  openai: OPENAI,
  openai_responses: OPENAI,
  anthropic: {
    models: [
      'claude-sonnet-5-5',
      'claude-haiku-5-5',
      'claude-sonnet-5',
      'claude-haiku-4-5-20251001',
    ],
    source: 'platform.claude.com/docs, models overview: Sonnet 5.5 $2/$10, Opus 5.5 $4/$20',
  },
  gemini: {
    models: ['gemini-3.8-flash', 'gemini-3.7-flash', 'gemini-3.6-flash', 'gemini-3.5-flash'],
    source: 'ai.google.dev/gemini-api/docs/deprecations: stable, no shutdown announced',
  },
  mistral: {
    models: ['mistral-medium-latest', 'mistral-large-latest', 'mistral-small-latest'],
    source: 'docs.mistral.ai, models overview',
  },
  cohere: {
    models: ['command-a-03-2025', 'command-r7b-12-2024'],
    source: 'docs.cohere.com/changelog/2026-04-04: the chat models to move to',
  },
  replicate: { models: OPEN_MODELS, source: 'replicate.com/collections/language-models' },
  openrouter: {
    models: ['openai/gpt-6.1-terra', 'google/gemini-3.8-flash', ...OPEN_MODELS],
    source: 'openrouter.ai/models, by the ids of the vendors above',
  },
  groq: { models: OPEN_MODELS, source: 'console.groq.com/docs/deprecations: production models' },
  deepseek: {
    models: ['deepseek-flash', 'deepseek-v4-flash'],
    source:
      'api-docs.deepseek.com/quick_start/pricing: deepseek-v4-flash is an old name of the first',
  },
  xai: {
    models: ['grok-4.3', 'grok-4.7', 'grok-4.6', 'grok-4.5'],
    source: 'docs.x.ai, May 15 retirement: grok-4.3 replaces the earlier ones, $1.25/$2.50',
  },
  together: { models: OPEN_MODELS, source: 'docs.together.ai, serverless models' },
  fireworks: {
    models: [
      'accounts/fireworks/models/deepseek-v4p1-flash',
      'accounts/fireworks/models/gpt-oss-120b',
    ],
    source: 'fireworks.ai/models: $0.22/$0.66',
  },
  cerebras: {
    models: ['gpt-oss-120b', 'qwen-3.8-27b'],
    source: 'inference-docs.cerebras.ai/models/overview',
  },
  perplexity: {
    models: ['sonar', 'sonar-pro'],
    source: 'docs.perplexity.ai, models: sonar is the cheaper one',
  },
  huggingface: { models: OPEN_MODELS, source: 'huggingface.co/docs/inference-providers' },
  deepinfra: { models: OPEN_MODELS, source: 'deepinfra.com/models' },
  moonshot: {
    models: ['kimi-k2.6', 'kimi-k2.5'],
    source: 'platform.moonshot.ai/docs: kimi-k2.6 replaces the names that ended in 2026',
  },
  alibaba: {
    models: ['qwen3.8-flash', 'qwen3.6-plus', 'qwen3.6-flash', 'qwen-plus'],
    source: 'alibabacloud.com/help/en/model-studio: $0.15/$0.47',
  },
  nvidia: { models: OPEN_MODELS, source: 'build.nvidia.com/models' },
  sambanova: {
    models: ['gpt-oss-120b', 'DeepSeek-V3.1', 'Meta-Llama-3.3-70B-Instruct'],
    source: 'docs.sambanova.ai/docs/en/models/sambacloud-models: production models',
  },
  vercel_gateway: {
    models: ['openai/gpt-6.1-terra', 'google/gemini-3.8-flash', 'alibaba/qwen3.8-flash'],
    source: 'vercel.com/ai-gateway/models',
  },
};

/** Ids of models of a service, best first. `undefined`: none is known to be good. */
export function preferredModelsOf(provider: string): readonly string[] | undefined {
  return PREFERENCES[provider]?.models;
}
