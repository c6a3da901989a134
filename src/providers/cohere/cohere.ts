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

const NAMES = {
  temperature: 'temperature',
  topP: 'p',
  topK: 'k',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  maxOutputTokens: 'max_tokens',
  stop: 'stop_sequences',
  seed: 'seed',
} as const;
const RANGES: ParameterRanges = {
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

/** Cohere's Chat, version 2. */
export const cohere: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'COHERE', 'https://api.cohere.com');
  if (!endpoint) return undefined;
  const { baseUrl, apiKey } = endpoint;
  const service = createService(
    { http, clock },
    { name: 'cohere', baseUrl, headers: bearerHeader(apiKey) },
  );

  return {
    name: 'cohere',

    async models(signal) {
      const list = await service.getJson(
        { path: 'v1/models', query: { endpoint: 'chat', page_size: '1000' } },
        signal,
      );
      return listModels(list, readModel);
    },

    stream: (request, signal) =>
      service.streamChat(
        request,
        {
          path: 'v2/chat',
          body: writeChatBody(request),
          optionalBody: samplingOf(request),
          decode: decodeCohereEvent,
        },
        signal,
      ),
  };
};

function readModel(entry: unknown): ListedModel | undefined {
  const endpoints = dig(entry, 'endpoints');
  if (Array.isArray(endpoints) && !endpoints.includes('chat')) return undefined;
  const features = dig(entry, 'features');
  return {
    id: dig(entry, 'name'),
    contextWindow: dig(entry, 'context_length'),
    parameters: RANGES,
    ...(Array.isArray(features) && {
      images: features.includes('vision'),
      reasoning: features.includes('reasoning'),
    }),
  };
}

function samplingOf({ parameters }: ChatRequest): JsonObject {
  const sampling = fitSampling(parameters, RANGES);
  const { reasoningEffort: effort } = sampling;
  const thinking =
    effort && effort !== 'none'
      ? { type: 'enabled', token_budget: THINKING_TOKENS[effort] }
      : { type: 'disabled' };
  return { ...writeSampling(sampling, NAMES), ...(effort && { thinking }) };
}
