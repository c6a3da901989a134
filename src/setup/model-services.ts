/** A service of models that takes a key, as the set-up offers it. */
export interface ModelService {
  /** The name of its provider, which in capitals begins its variables. */
  readonly provider: string;
  readonly label: string;
  /** Each customer has another address. */
  readonly needsAddress?: true;
}

/** The services with keys, those that most people have first. A test compares the list with the providers. */
export const MODEL_SERVICES: readonly ModelService[] = [
  { provider: 'openai', label: 'OpenAI' },
  { provider: 'anthropic', label: 'Anthropic' },
  { provider: 'gemini', label: 'Google Gemini' },
  { provider: 'openrouter', label: 'OpenRouter' },
  { provider: 'mistral', label: 'Mistral' },
  { provider: 'groq', label: 'Groq' },
  { provider: 'deepseek', label: 'DeepSeek' },
  { provider: 'xai', label: 'xAI' },
  { provider: 'alibaba', label: 'Alibaba Model Studio' },
  { provider: 'azure_openai', label: 'Azure OpenAI', needsAddress: true },
  { provider: 'cerebras', label: 'Cerebras' },
  { provider: 'cohere', label: 'Cohere' },
  { provider: 'deepinfra', label: 'DeepInfra' },
  { provider: 'fireworks', label: 'Fireworks AI' },
  { provider: 'github_models', label: 'GitHub Models' },
  { provider: 'huggingface', label: 'Hugging Face' },
  { provider: 'litellm', label: 'LiteLLM', needsAddress: true },
  { provider: 'moonshot', label: 'Moonshot AI' },
  { provider: 'nvidia', label: 'NVIDIA NIM' },
  { provider: 'ollama', label: "Ollama's cloud" },
  { provider: 'perplexity', label: 'Perplexity' },
  { provider: 'replicate', label: 'Replicate' },
  { provider: 'sambanova', label: 'SambaNova' },
  { provider: 'together', label: 'Together AI' },
  { provider: 'vercel_gateway', label: "Vercel's AI Gateway" },
];

/** Providers that the set-up does not ask for: they need no key, are local, or are set up by hand. */
export const OTHER_PROVIDERS: readonly string[] = [
  'openai_responses',
  'tgi',
  'lmstudio',
  'llamacpp',
  'vllm',
  'vercel',
  'vitalentum',
  'aivvm',
  'openassistant',
  'demo',
];
