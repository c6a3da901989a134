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

const PARAMETER_NAMES = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  frequencyPenalty: 'frequency_penalty',
  maxOutputTokens: 'max_new_tokens',
  seed: 'seed',
} as const;
const PARAMETER_RANGES: ParameterRanges = {
  // The server refuses a temperature of 0, and a `topP` of 0 or 1.
  temperature: { min: 0.01 },
  topP: { min: 0.01, max: 0.99 },
  topK: { min: 1 },
  frequencyPenalty: { min: -2, max: 2 },
  maxOutputTokens: { min: 1, default: 1_024 },
  stop: { max: 3 },
  seed: { min: 0 },
};
/**
 * The server does not say that its model can see. Any other model reads an image as a very long
 * word.
 */
const VISION_MODEL = /llava|idefics|paligemma|pixtral|smolvlm|vision|[-_]vl\b/i;

/** Hugging Face's Text Generation Inference, with the one model that a server has. */
export const tgi: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'TGI');
  if (!endpoint) return undefined;

  const { baseUrl, apiKey } = endpoint;
  const headers = bearerHeader(apiKey);
  const service = createService({ http, clock }, { name: 'tgi', baseUrl, headers });
  const readInfo = (signal: AbortSignal) => service.getJson({ path: 'info' }, signal);

  let servedModel: string | undefined;
  const readServedModel = async (signal: AbortSignal) => {
    const id = dig(await readInfo(signal), 'model_id');
    return typeof id === 'string' ? id : undefined;
  };

  return {
    name: 'tgi',

    async models(signal) {
      const info = await readInfo(signal);

      return listModels([dig(info, 'model_id')], (id) => ({
        id,
        contextWindow: dig(info, 'max_total_tokens'),
        images: VISION_MODEL.test(String(id)),
        parameters: PARAMETER_RANGES,
      }));
    },

    async *stream(request, signal) {
      if (signal.aborted) return;

      // The server answers under any name, and may run another model than at the last request.
      if (servedModel !== request.model) {
        servedModel = await readServedModel(signal).catch(() => undefined);
      }
      if (signal.aborted) return;

      if (servedModel !== undefined && servedModel !== request.model) {
        throw createUnknownModelError('tgi', request.model, [servedModel]);
      }

      const { stop = [] } = fitSampling(request.parameters, PARAMETER_RANGES);
      const stopSequences = [NEXT_USER_TURN, ...stop];
      const write = (conceded: ChatRequest) => ({
        path: 'generate_stream',
        body: { inputs: writeInputs(conceded) },
        optionalBody: { parameters: writeParameters(conceded, stopSequences) },
        decode: createTgiDecoder(stopSequences),
      });
      yield* service.streamChat(request, write, signal);
    },
  };
};

function writeInputs({ model, system, messages }: ChatRequest): string {
  const promptMessages = VISION_MODEL.test(model) ? messages.map(inlineImages) : messages;
  const transcript = writeTranscript(promptMessages);
  return system ? `${system}\n\n${transcript}` : transcript;
}

function writeParameters(
  { parameters }: ChatRequest,
  stopSequences: readonly string[],
): JsonObject {
  return {
    max_new_tokens: PARAMETER_RANGES.maxOutputTokens?.default,
    ...writeSampling(fitSampling(parameters, PARAMETER_RANGES), PARAMETER_NAMES),
    stop: stopSequences,
    details: true,
    return_full_text: false,
  };
}

/** Writes the images into the text, in the Markdown that vision models of this server read. */
function inlineImages({ images = [], ...message }: PromptMessage): PromptMessage {
  const markdown = images.map((image) => `![](${toDataUrl(image)})`).join('');
  return { ...message, text: markdown + message.text };
}
