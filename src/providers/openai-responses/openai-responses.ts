import type { ChatRequest, ParameterRanges, PromptMessage } from '../../contracts/provider.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { describeAudio } from '../../texts/describe-media.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { toDataUrl } from '../wire/body/data-url.ts';
import { readModels } from '../wire/chat-completions/read-models.ts';
import { hashCacheKey } from '../wire/find-cache-prefix.ts';
import type { JsonObject } from '../wire/json.ts';
import { fitSampling, writeSampling } from '../wire/sampling.ts';
import { createService } from '../wire/service.ts';
import { bearerHeader } from '../wire/settings/bearer-header.ts';
import { readEndpoint } from '../wire/settings/read-endpoint.ts';
import { createResponsesDecoder } from './decoder.ts';

const PARAMETER_NAMES = {
  temperature: 'temperature',
  topP: 'top_p',
  maxOutputTokens: 'max_output_tokens',
} as const;
const PARAMETER_RANGES: ParameterRanges = {
  temperature: { min: 0, max: 2, default: 1 },
  topP: { min: 0, max: 1 },
  // The API refuses fewer.
  maxOutputTokens: { min: 16 },
  reasoningEffort: {},
};

/** OpenAI's Responses API, for the models that have no other chat API. */
export const openaiResponses: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'OPENAI_RESPONSES', 'https://api.openai.com/v1');
  if (!endpoint) return undefined;

  const { baseUrl, apiKey } = endpoint;
  const headers = bearerHeader(apiKey);
  const takesCacheKey = baseUrl.hostname === 'api.openai.com';
  const service = createService({ http, clock }, { name: 'openai_responses', baseUrl, headers });

  return {
    name: 'openai_responses',

    async models(signal) {
      const models = readModels(await service.getJson({ path: 'models' }, signal));
      return models.map((model) => ({ ...model, parameters: PARAMETER_RANGES }));
    },

    stream(request, signal) {
      const write = (conceded: ChatRequest) => ({
        path: 'responses',
        body: writeBody(conceded),
        optionalBody: {
          ...writeOptions(conceded),
          ...omitUndefined({
            prompt_cache_key: takesCacheKey ? hashCacheKey(conceded.cacheKey) : undefined,
          }),
        },
        decode: createResponsesDecoder(),
      });

      return service.streamChat(request, write, signal);
    },
  };
};

function writeBody({ model, system, messages }: ChatRequest): JsonObject {
  return omitUndefined({
    model,
    instructions: system || undefined,
    input: messages.map(describeAudio).map(writeItem),
    stream: true,
  });
}

function writeItem({ role, text, images = [] }: PromptMessage): JsonObject {
  if (images.length === 0) return { role, content: text };

  const textParts = text ? [{ type: 'input_text', text }] : [];
  const imageParts = images.map((image) => ({ type: 'input_image', image_url: toDataUrl(image) }));
  return { role, content: [...textParts, ...imageParts] };
}

function writeOptions({ parameters }: ChatRequest): JsonObject {
  const sampling = fitSampling(parameters, PARAMETER_RANGES);
  const effort = sampling.reasoningEffort;

  return omitUndefined({
    ...writeSampling(sampling, PARAMETER_NAMES),
    reasoning: effort && { effort, summary: 'auto' },
    // Parley keeps the conversation, so the server need not.
    store: false,
  });
}
