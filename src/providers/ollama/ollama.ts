import type {
  ChatRequest,
  ModelInfo,
  ParameterRanges,
  PromptMessage,
} from '../../contracts/provider.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { toBase64 } from '../wire/body/data-url.ts';
import { readNdjson } from '../wire/body/read-ndjson.ts';
import { asList, dig, isJsonObject, type JsonObject } from '../wire/json.ts';
import { type ListedModel, listModels } from '../wire/list-models.ts';
import { fitSampling, writeSampling } from '../wire/sampling.ts';
import { createService, type Service } from '../wire/service.ts';
import { bearerHeader } from '../wire/settings/bearer-header.ts';
import { readEndpoint } from '../wire/settings/read-endpoint.ts';
import { decodeOllamaLine } from './decode-line.ts';

const NAMES = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  maxOutputTokens: 'num_predict',
  stop: 'stop',
  seed: 'seed',
} as const;
const RANGES: ParameterRanges = {
  temperature: { min: 0, max: 2, default: 0.8 },
  topP: { min: 0, max: 1, default: 0.9 },
  topK: { min: 0, default: 40 },
  presencePenalty: { min: -2, max: 2 },
  frequencyPenalty: { min: -2, max: 2 },
  maxOutputTokens: { min: 1 },
  stop: {},
  seed: {},
  reasoningEffort: {},
};

/** What Ollama keeps in memory where nothing else is said; longer prompts lose their beginning without a word. */
const USUAL_WINDOW = 4_096;
/** As much as the memory of one machine holds beside the model; what runs in the cloud has its whole window. */
const LARGEST_LOCAL_WINDOW = 32_768;
const BYTES_PER_TOKEN = 3;
const ANSWER_TOKENS = 1_024;
const MOST_DESCRIBED_MODELS = 100;

/** Ollama's own protocol: on this machine, on another one, or, with a key and no address, in its cloud. */
export const ollama: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'OLLAMA', 'https://ollama.com');
  if (!endpoint) return undefined;
  const { baseUrl, apiKey } = endpoint;
  const service = createService(
    { http, clock },
    { name: 'ollama', baseUrl, headers: bearerHeader(apiKey) },
  );

  return {
    name: 'ollama',
    // Its own queue would spend the time that an answer has to begin.
    ...(!apiKey && { concurrency: 1 }),

    async models(signal) {
      const list = dig(await service.getJson({ path: 'api/tags' }, signal), 'models');
      const tags = asList(list).slice(0, MOST_DESCRIBED_MODELS);
      const told = await Promise.all(tags.map((tag) => describe(service, tag, signal)));
      return listModels(told, (entry) => entry as ListedModel | undefined);
    },

    stream: (request, signal) =>
      service.streamChat(
        request,
        {
          path: 'api/chat',
          body: bodyOf(request),
          optionalBody: thinkingOf(request),
          read: readNdjson,
          decode: decodeOllamaLine,
        },
        signal,
      ),
  };
};

/** The list holds no more than names. */
async function describe(
  service: Service,
  tag: unknown,
  signal: AbortSignal,
): Promise<ListedModel | undefined> {
  const id = dig(tag, 'model') ?? dig(tag, 'name');
  // One that cannot be described can be asked all the same.
  const shown = await service
    .getJson({ path: 'api/show', body: { model: id } }, signal)
    .catch(() => undefined);
  const skills = dig(shown, 'capabilities');
  if (!Array.isArray(skills)) return { id };
  if (!skills.includes('completion')) return undefined;
  const isRemote = dig(tag, 'remote_host') !== undefined || /[:-]cloud$/.test(String(id));
  return {
    id,
    contextWindow: windowOf(dig(shown, 'model_info'), isRemote),
    images: skills.includes('vision'),
    reasoning: skills.includes('thinking'),
    parameters: RANGES,
  };
}

function windowOf(about: unknown, isRemote: boolean): ModelInfo['contextWindow'] {
  const [, length] =
    Object.entries(isJsonObject(about) ? about : {}).find(([name]) =>
      /\.context_length$/.test(name),
    ) ?? [];
  if (typeof length !== 'number') return undefined;
  return isRemote ? length : Math.min(length, LARGEST_LOCAL_WINDOW);
}

function bodyOf({ model, system, messages, parameters }: ChatRequest): JsonObject {
  const said = [
    ...(system ? [{ role: 'system', content: system }] : []),
    ...messages.map(toMessage),
  ];
  const sampling = fitSampling(parameters, RANGES);
  const options = {
    ...writeSampling(sampling, NAMES),
    ...windowFor(
      [system ?? '', ...messages.map(({ text }) => text)].join(''),
      sampling.maxOutputTokens,
    ),
  };
  return {
    model,
    messages: said,
    stream: true,
    ...(Object.keys(options).length > 0 && { options }),
  };
}

function toMessage({ role, text, images = [] }: PromptMessage): JsonObject {
  return { role, content: text, ...(images.length > 0 && { images: images.map(toBase64) }) };
}

/** In steps of two: each change loads the model anew. */
function windowFor(text: string, answerTokens = ANSWER_TOKENS): JsonObject {
  const tokens = Buffer.byteLength(text) / BYTES_PER_TOKEN + answerTokens;
  return tokens > USUAL_WINDOW ? { num_ctx: 2 ** Math.ceil(Math.log2(tokens)) } : {};
}

function thinkingOf({ parameters }: ChatRequest): JsonObject {
  const effort = parameters?.reasoningEffort;
  return effort === undefined ? {} : { think: effort === 'none' ? false : effort };
}
