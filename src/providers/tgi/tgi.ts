import type { ChatRequest, ParameterRanges, PromptMessage } from '../../contracts/provider.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { toDataUrl } from '../wire/body/data-url.ts';
import { dig, type JsonObject } from '../wire/json.ts';
import { listModels } from '../wire/list-models.ts';
import { fitSampling, writeSampling } from '../wire/sampling.ts';
import { createService } from '../wire/service.ts';
import { bearerHeader } from '../wire/settings/bearer-header.ts';
import { readEndpoint } from '../wire/settings/read-endpoint.ts';
import { NEXT_USER_TURN, writeTranscript } from '../wire/transcript.ts';
import { createUnknownModelError } from '../wire/unknown-model-error.ts';
import { createTgiDecoder } from './decoder.ts';

const NAMES = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  frequencyPenalty: 'frequency_penalty',
  maxOutputTokens: 'max_new_tokens',
  seed: 'seed',
} as const;
const RANGES: ParameterRanges = {
  // Zero and one are refused.
  temperature: { min: 0.01 },
  topP: { min: 0.01, max: 0.99 },
  topK: { min: 1 },
  frequencyPenalty: { min: -2, max: 2 },
  maxOutputTokens: { min: 1, default: 1_024 },
  stop: { max: 3 },
  seed: { min: 0 },
};
/** The server does not tell whether its model can see; another one would read a picture as a very long word. */
const SEEING_MODEL = /llava|idefics|paligemma|pixtral|smolvlm|vision|[-_]vl\b/i;

/** Hugging Face's Text Generation Inference, at the one model that it serves. */
export const tgi: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'TGI');
  if (!endpoint) return undefined;
  const { baseUrl, apiKey } = endpoint;
  const service = createService(
    { http, clock },
    { name: 'tgi', baseUrl, headers: bearerHeader(apiKey) },
  );

  let served: string | undefined;
  const tellModel = async (signal: AbortSignal) => {
    const id = dig(await service.getJson({ path: 'info' }, signal), 'model_id');
    return typeof id === 'string' ? id : undefined;
  };

  return {
    name: 'tgi',

    async models(signal) {
      const info = await service.getJson({ path: 'info' }, signal);
      return listModels([dig(info, 'model_id')], (id) => ({
        id,
        contextWindow: dig(info, 'max_total_tokens'),
        images: SEEING_MODEL.test(String(id)),
        parameters: RANGES,
      }));
    },

    async *stream(request, signal) {
      if (signal.aborted) return;
      // The server would answer under any name. Another model may run there since it was asked.
      if (served !== request.model) served = await tellModel(signal).catch(() => undefined);
      if (signal.aborted) return;
      if (served !== undefined && served !== request.model)
        throw createUnknownModelError('tgi', request.model, [served]);
      const stop = [NEXT_USER_TURN, ...(fitSampling(request.parameters, RANGES).stop ?? [])];
      const question = { path: 'generate_stream', body: bodyOf(request, stop) };
      yield* service.streamChat(request, { ...question, decode: createTgiDecoder(stop) }, signal);
    },
  };
};

function bodyOf(
  { model, system, messages, parameters }: ChatRequest,
  stop: readonly string[],
): JsonObject {
  const shown = SEEING_MODEL.test(model) ? messages.map(withPictures) : messages;
  return {
    inputs: [...(system ? [system] : []), writeTranscript(shown)].join('\n\n'),
    parameters: {
      max_new_tokens: RANGES.maxOutputTokens?.default,
      ...writeSampling(fitSampling(parameters, RANGES), NAMES),
      stop,
      details: true,
      return_full_text: false,
    },
  };
}

function withPictures({ images = [], ...message }: PromptMessage): PromptMessage {
  return {
    ...message,
    text: [...images.map((image) => `![](${toDataUrl(image)})`), message.text].join(''),
  };
}
