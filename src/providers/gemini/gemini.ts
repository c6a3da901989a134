import type {
  ChatRequest,
  ParameterRanges,
  PromptMessage,
  SamplingParameters,
} from '../../contracts/provider.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { toBase64 } from '../wire/body/data-url.ts';
import { dig, type JsonObject } from '../wire/json.ts';
import { type ListedModel, listModels } from '../wire/list-models.ts';
import { fitSampling, writeSampling } from '../wire/sampling.ts';
import { createService } from '../wire/service.ts';
import { readEndpoint } from '../wire/settings/read-endpoint.ts';
import { decodeGeminiChunk } from './decode-chunk.ts';

const PARAMETER_NAMES = {
  temperature: 'temperature',
  topP: 'topP',
  topK: 'topK',
  presencePenalty: 'presencePenalty',
  frequencyPenalty: 'frequencyPenalty',
  maxOutputTokens: 'maxOutputTokens',
  stop: 'stopSequences',
  seed: 'seed',
} as const;
const PARAMETER_RANGES: ParameterRanges = {
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
/** The list does not say. All models of this name that chat hear, from 1.5 on (ai.google.dev, models). */
const HEARING_MODEL = /^gemini-(?!1\.0)[\d.]+-(?!.*(?:image|tts|embedding|live|robotics))/;
const STREAM_QUERY: Readonly<Record<string, string>> = { alt: 'sse' };
const THINKING_TOKENS = { none: 0, low: 1_024, medium: 8_192, high: 24_576 } as const;

/** Google's Gemini API. */
export const gemini: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'GEMINI', 'https://generativelanguage.googleapis.com');
  if (!endpoint) return undefined;

  const { baseUrl, apiKey } = endpoint;
  // The key goes into a header and not into the address, since servers log addresses.
  const headers = omitUndefined({ 'x-goog-api-key': apiKey });
  const service = createService({ http, clock }, { name: 'gemini', baseUrl, headers });

  return {
    name: 'gemini',

    async models(signal) {
      const call = { path: 'v1beta/models', query: { pageSize: '1000' } };
      return listModels(await service.getJson(call, signal), readModel);
    },

    stream(request, signal) {
      const model = `v1beta/models/${encodeURIComponent(request.model)}`;
      const write = (conceded: ChatRequest, isStreamed: boolean) => ({
        path: `${model}:${isStreamed ? 'streamGenerateContent' : 'generateContent'}`,
        // Without this the streamed answer is one list in pieces.
        query: isStreamed ? STREAM_QUERY : {},
        body: writeBody(conceded),
        optionalBody: writeGenerationConfig(fitSampling(conceded.parameters, PARAMETER_RANGES)),
        decode: decodeGeminiChunk,
      });

      return service.streamChat(request, write, signal);
    },
  };
};

function readModel(entry: unknown): ListedModel | undefined {
  const methods = dig(entry, 'supportedGenerationMethods');
  if (Array.isArray(methods) && !methods.includes('generateContent')) return undefined;

  const id = String(dig(entry, 'name') ?? '').replace(/^models\//, '');
  return {
    id,
    audio: HEARING_MODEL.test(id),
    contextWindow: dig(entry, 'inputTokenLimit'),
    reasoning: dig(entry, 'thinking'),
    parameters: rangesUpTo(dig(entry, 'maxTemperature')),
  };
}

function rangesUpTo(maxTemperature: unknown): ParameterRanges {
  if (typeof maxTemperature !== 'number') return PARAMETER_RANGES;

  const temperature = { ...PARAMETER_RANGES.temperature, max: maxTemperature };
  return { ...PARAMETER_RANGES, temperature };
}

function writeBody({ system, messages }: ChatRequest): JsonObject {
  return omitUndefined({
    contents: messages.map(writeContent),
    systemInstruction: system ? { parts: [{ text: system }] } : undefined,
  });
}

function writeGenerationConfig(sampling: SamplingParameters): JsonObject {
  const { reasoningEffort: effort } = sampling;
  const thinkingConfig = effort && {
    includeThoughts: effort !== 'none',
    thinkingBudget: THINKING_TOKENS[effort],
  };
  const generationConfig = {
    ...writeSampling(sampling, PARAMETER_NAMES),
    ...omitUndefined({ thinkingConfig }),
  };
  return Object.keys(generationConfig).length > 0 ? { generationConfig } : {};
}

function writeContent({ role, text, images = [], audio = [] }: PromptMessage): JsonObject {
  const mediaParts = [...images, ...audio].map((media) => ({
    inlineData: { mimeType: media.mime, data: toBase64(media) },
  }));
  const textParts = text ? [{ text }] : [];

  return { role: role === 'user' ? 'user' : 'model', parts: [...mediaParts, ...textParts] };
}
