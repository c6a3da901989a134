import type { ChatRequest, ParameterRanges } from '../../contracts/provider.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { writeChatBody } from '../wire/chat-completions/write-chat.ts';
import { dig, type JsonObject } from '../wire/json.ts';
import { type ListedModel, listModels } from '../wire/list-models.ts';
import { fitSampling, writeSampling } from '../wire/sampling.ts';
import { createService } from '../wire/service.ts';
import { bearerHeader } from '../wire/settings/bearer-header.ts';
import { readEndpoint } from '../wire/settings/read-endpoint.ts';
import { decodeCohereEvent } from './decode-event.ts';

const PARAMETER_NAMES = {
  temperature: 'temperature',
  topP: 'p',
  topK: 'k',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  maxOutputTokens: 'max_tokens',
  stop: 'stop_sequences',
  seed: 'seed',
} as const;
const PARAMETER_RANGES: ParameterRanges = {
  temperature: { min: 0, max: 1, default: 0.3 },
  topP: { min: 0.01, max: 0.99, default: 0.75 },
  topK: { min: 0, max: 500, default: 0 },
  presencePenalty: { min: 0, max: 1, default: 0 },
  frequencyPenalty: { min: 0, max: 1, default: 0 },
  maxOutputTokens: { min: 1 },
  stop: { max: 5 },
  seed: {},
  reasoningEffort: {},
};
const THINKING_TOKENS = { low: 1_024, medium: 8_192, high: 24_576 } as const;

/** Cohere's Chat API, version 2. */
export const cohere: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'COHERE', 'https://api.cohere.com');
  if (!endpoint) return undefined;

  const { baseUrl, apiKey } = endpoint;
  const headers = bearerHeader(apiKey);
  const service = createService({ http, clock }, { name: 'cohere', baseUrl, headers });

  return {
    name: 'cohere',

    async models(signal) {
      const query = { endpoint: 'chat', page_size: '1000' };
      const list = await service.getJson({ path: 'v1/models', query }, signal);

      return listModels(list, readModel);
    },

    stream(request, signal) {
      const write = (conceded: ChatRequest) => ({
        path: 'v2/chat',
        body: writeChatBody(conceded, { audioFormats: [] }),
        optionalBody: writeParameters(conceded),
        decode: decodeCohereEvent,
      });

      return service.streamChat(request, write, signal);
    },
  };
};

function readModel(entry: unknown): ListedModel | undefined {
  const endpoints = dig(entry, 'endpoints');
  if (Array.isArray(endpoints) && !endpoints.includes('chat')) return undefined;

  const features = dig(entry, 'features');
  const hasFeature = (name: string) =>
    Array.isArray(features) ? features.includes(name) : undefined;

  return {
    id: dig(entry, 'name'),
    contextWindow: dig(entry, 'context_length'),
    images: hasFeature('vision'),
    reasoning: hasFeature('reasoning'),
    parameters: PARAMETER_RANGES,
  };
}

function writeParameters({ parameters }: ChatRequest): JsonObject {
  const sampling = fitSampling(parameters, PARAMETER_RANGES);
  return {
    ...writeSampling(sampling, PARAMETER_NAMES),
    ...writeThinking(sampling.reasoningEffort),
  };
}

function writeThinking(effort: keyof typeof THINKING_TOKENS | 'none' | undefined): JsonObject {
  if (effort === undefined) return {};
  if (effort === 'none') return { thinking: { type: 'disabled' } };

  return { thinking: { type: 'enabled', token_budget: THINKING_TOKENS[effort] } };
}
