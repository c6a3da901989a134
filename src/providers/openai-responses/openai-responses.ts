import type { ChatRequest, ParameterRanges, PromptMessage } from '../../contracts/provider.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { toDataUrl } from '../wire/body/data-url.ts';
import { readModels } from '../wire/chat-completions/read-models.ts';
import type { JsonObject } from '../wire/json.ts';
import { fitSampling, writeSampling } from '../wire/sampling.ts';
import { createService } from '../wire/service.ts';
import { bearerHeader } from '../wire/settings/bearer-header.ts';
import { readEndpoint } from '../wire/settings/read-endpoint.ts';
import { createResponsesDecoder } from './decoder.ts';

const NAMES = {
  temperature: 'temperature',
  topP: 'top_p',
  maxOutputTokens: 'max_output_tokens',
} as const;
const RANGES: ParameterRanges = {
  temperature: { min: 0, max: 2, default: 1 },
  topP: { min: 0, max: 1 },
  // Less is refused.
  maxOutputTokens: { min: 16 },
  reasoningEffort: {},
};

/** OpenAI's Responses API, for the models that chat nowhere else. */
export const openaiResponses: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'OPENAI_RESPONSES', 'https://api.openai.com/v1');
  if (!endpoint) return undefined;
  const { baseUrl, apiKey } = endpoint;
  const service = createService(
    { http, clock },
    { name: 'openai_responses', baseUrl, headers: bearerHeader(apiKey) },
  );

  return {
    name: 'openai_responses',

    async models(signal) {
      const models = readModels(await service.getJson({ path: 'models' }, signal));
      return models.map((model) => ({ ...model, parameters: RANGES }));
    },

    stream: (request, signal) =>
      service.streamChat(
        request,
        {
          path: 'responses',
          body: bodyOf(request),
          optionalBody: samplingOf(request),
          decode: createResponsesDecoder(),
        },
        signal,
      ),
  };
};

function bodyOf({ model, system, messages }: ChatRequest): JsonObject {
  return {
    model,
    ...(system && { instructions: system }),
    input: messages.map(toItem),
    stream: true,
    // The conversation is kept here, not there.
    store: false,
  };
}

function toItem({ role, text, images = [] }: PromptMessage): JsonObject {
  if (images.length === 0) return { role, content: text };
  const pictures = images.map((image) => ({ type: 'input_image', image_url: toDataUrl(image) }));
  return { role, content: [...(text ? [{ type: 'input_text', text }] : []), ...pictures] };
}

function samplingOf({ parameters }: ChatRequest): JsonObject {
  const sampling = fitSampling(parameters, RANGES);
  const effort = sampling.reasoningEffort;
  return {
    ...writeSampling(sampling, NAMES),
    ...(effort && { reasoning: { effort, summary: 'auto' } }),
  };
}
