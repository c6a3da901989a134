import type { ChatRequest, ParameterRanges, PromptMessage } from '../../contracts/provider.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { toBase64 } from '../wire/body/data-url.ts';
import { dig, type JsonObject } from '../wire/json.ts';
import { type ListedModel, listModels } from '../wire/list-models.ts';
import { fitSampling, writeSampling } from '../wire/sampling.ts';
import { createService } from '../wire/service.ts';
import { readEndpoint } from '../wire/settings/read-endpoint.ts';
import { decodeGeminiChunk } from './decode-chunk.ts';

const NAMES = {
  temperature: 'temperature',
  topP: 'topP',
  topK: 'topK',
  presencePenalty: 'presencePenalty',
  frequencyPenalty: 'frequencyPenalty',
  maxOutputTokens: 'maxOutputTokens',
  stop: 'stopSequences',
  seed: 'seed',
} as const;
const RANGES: ParameterRanges = {
  temperature: { min: 0, max: 2, default: 1 },
  topP: { min: 0, max: 1 },
  topK: { min: 1 },
  presencePenalty: { min: -2, max: 2 },
  frequencyPenalty: { min: -2, max: 2 },
  maxOutputTokens: { min: 1 },
  stop: { max: 5 },
  seed: {},
  reasoningEffort: {},
};
const THINKING_TOKENS = { none: 0, low: 1_024, medium: 8_192, high: 24_576 } as const;

/** Google's Gemini API. */
export const gemini: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'GEMINI', 'https://generativelanguage.googleapis.com');
  if (!endpoint) return undefined;
  const { baseUrl, apiKey } = endpoint;
  // In a header: addresses are written into logs.
  const headers = apiKey ? { 'x-goog-api-key': apiKey } : {};
  const service = createService({ http, clock }, { name: 'gemini', baseUrl, headers });

  return {
    name: 'gemini',

    async models(signal) {
      const list = await service.getJson(
        { path: 'v1beta/models', query: { pageSize: '1000' } },
        signal,
      );
      return listModels(list, readModel);
    },

    stream: (request, signal) =>
      service.streamChat(
        request,
        {
          path: `v1beta/models/${encodeURIComponent(request.model)}:streamGenerateContent`,
          // Else it is one list in pieces.
          query: { alt: 'sse' },
          body: bodyOf(request),
          decode: decodeGeminiChunk,
        },
        signal,
      ),
  };
};

function readModel(entry: unknown): ListedModel | undefined {
  const methods = dig(entry, 'supportedGenerationMethods');
  if (Array.isArray(methods) && !methods.includes('generateContent')) return undefined;
  const maxTemperature = dig(entry, 'maxTemperature');
  return {
    id: String(dig(entry, 'name') ?? '').replace(/^models\//, ''),
    contextWindow: dig(entry, 'inputTokenLimit'),
    reasoning: dig(entry, 'thinking'),
    parameters: {
      ...RANGES,
      ...(typeof maxTemperature === 'number' && {
        temperature: { ...RANGES.temperature, max: maxTemperature },
      }),
    },
  };
}

function bodyOf({ system, messages, parameters }: ChatRequest): JsonObject {
  const sampling = fitSampling(parameters, RANGES);
  const { reasoningEffort: effort } = sampling;
  const generationConfig = {
    ...writeSampling(sampling, NAMES),
    ...(effort && {
      thinkingConfig: {
        includeThoughts: effort !== 'none',
        thinkingBudget: THINKING_TOKENS[effort],
      },
    }),
  };
  return {
    contents: messages.map(toContent),
    ...(system && { systemInstruction: { parts: [{ text: system }] } }),
    ...(Object.keys(generationConfig).length > 0 && { generationConfig }),
  };
}

function toContent({ role, text, images = [] }: PromptMessage): JsonObject {
  const pictures = images.map((image) => ({
    inlineData: { mimeType: image.mime, data: toBase64(image) },
  }));
  return {
    role: role === 'user' ? 'user' : 'model',
    parts: [...pictures, ...(text ? [{ text }] : [])],
  };
}
