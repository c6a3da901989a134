import type {
  ChatRequest,
  ParameterRanges,
  PromptMessage,
  SamplingParameters,
} from '../../contracts/provider.ts';
import { readVariable } from '../../lib/env.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { toBase64 } from '../wire/body/data-url.ts';
import { dig, type JsonObject } from '../wire/json.ts';
import { listModels } from '../wire/list-models.ts';
import { fitSampling, writeSampling } from '../wire/sampling.ts';
import { createService } from '../wire/service.ts';
import { readEndpoint } from '../wire/settings/read-endpoint.ts';
import { createAnthropicDecoder } from './decoder.ts';

const DEFAULT_VERSION = '2023-06-01';
/** From this version on, sampling parameters are refused, even at their default values. */
const FIRST_WITHOUT_SAMPLING = '2026-10-21';

const NAMES = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  stop: 'stop_sequences',
} as const;
const RANGES: ParameterRanges = { maxOutputTokens: { min: 1 }, stop: {}, reasoningEffort: {} };
const OLD_RANGES: ParameterRanges = {
  ...RANGES,
  temperature: { min: 0, max: 1, default: 1 },
  topP: { min: 0, max: 1 },
  topK: { min: 0 },
};
/** The protocol demands a number; all models that are still served can write so much. */
const ANSWER_TOKENS = 8_192;
const THINKING_TOKENS = { low: 2_048, medium: 8_192, high: 24_576 } as const;

/** Anthropic's Messages, in the version that `ANTHROPIC_VERSION` names. */
export const anthropic: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'ANTHROPIC', 'https://api.anthropic.com');
  if (!endpoint) return undefined;
  const version = readVariable(env, 'ANTHROPIC_VERSION') ?? DEFAULT_VERSION;
  const takesSampling = version < FIRST_WITHOUT_SAMPLING;
  const parameters = takesSampling ? OLD_RANGES : RANGES;
  const service = createService(
    { http, clock },
    {
      name: 'anthropic',
      baseUrl: endpoint.baseUrl,
      headers: {
        'anthropic-version': version,
        ...(endpoint.apiKey && { 'x-api-key': endpoint.apiKey }),
      },
    },
  );

  return {
    name: 'anthropic',

    async models(signal) {
      const list = await service.getJson({ path: 'v1/models', query: { limit: '1000' } }, signal);
      return listModels(list, (entry) => ({
        id: dig(entry, 'id'),
        contextWindow: dig(entry, 'max_input_tokens'),
        images: dig(entry, 'capabilities', 'image_input', 'supported'),
        reasoning: dig(entry, 'capabilities', 'thinking', 'supported'),
        parameters,
      }));
    },

    stream(request, signal) {
      const sampling = fitSampling(request.parameters, parameters);
      const thinking = takesSampling ? thinkingByBudget(sampling) : thinkingByEffort(sampling);
      const question = { path: 'v1/messages', body: bodyOf(request, thinking.tokens) };
      const optional = { ...thinking.body, ...samplingBody(sampling, thinking.tokens > 0) };
      return service.streamChat(
        request,
        { ...question, optionalBody: optional, decode: createAnthropicDecoder() },
        signal,
      );
    },
  };
};

function bodyOf(
  { model, system, messages, parameters }: ChatRequest,
  thinkingTokens: number,
): JsonObject {
  return {
    model,
    max_tokens: (parameters?.maxOutputTokens ?? ANSWER_TOKENS) + thinkingTokens,
    ...(system && { system }),
    messages: messages.map(toMessage),
    stream: true,
  };
}

function toMessage({ role, text, images = [] }: PromptMessage): JsonObject {
  if (images.length === 0) return { role, content: text };
  const pictures = images.map((image) => ({
    type: 'image',
    source: { type: 'base64', media_type: image.mime, data: toBase64(image) },
  }));
  // A text block that is empty would be refused.
  return { role, content: [...pictures, ...(text ? [{ type: 'text', text }] : [])] };
}

interface Thinking {
  readonly body: JsonObject;
  /** What thinking takes of the tokens that the answer may have. */
  readonly tokens: number;
}

const NO_THINKING: Thinking = { body: {}, tokens: 0 };

function thinkingByBudget({ reasoningEffort = 'none' }: SamplingParameters): Thinking {
  if (reasoningEffort === 'none') return NO_THINKING;
  const tokens = THINKING_TOKENS[reasoningEffort];
  return { body: { thinking: { type: 'enabled', budget_tokens: tokens } }, tokens };
}

function thinkingByEffort({ reasoningEffort }: SamplingParameters): Thinking {
  if (reasoningEffort === undefined) return NO_THINKING;
  if (reasoningEffort === 'none') return { body: { thinking: { type: 'disabled' } }, tokens: 0 };
  return {
    body: {
      thinking: { type: 'adaptive', display: 'summarized' },
      output_config: { effort: reasoningEffort },
    },
    tokens: THINKING_TOKENS[reasoningEffort],
  };
}

/** A model that thinks draws in its own way, and newer ones refuse to be told both temperature and `top_p`. */
function samplingBody(
  { temperature, topP, topK, ...others }: SamplingParameters,
  isThinking: boolean,
): JsonObject {
  if (isThinking) return writeSampling(others, NAMES);
  const drawing = temperature === undefined ? { topP, topK } : { temperature, topK };
  return writeSampling({ ...others, ...drawing } as SamplingParameters, NAMES);
}
