import type {
  ChatRequest,
  ModelInfo,
  ParameterRanges,
  PromptMessage,
} from '../../contracts/provider.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { describeAudio } from '../../texts/describe-media.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { toBase64 } from '../wire/body/data-url.ts';
import { createNdjsonCutter } from '../wire/body/ndjson-cutter.ts';
import { asList, dig, isJsonObject, type JsonObject } from '../wire/json.ts';
import { type ListedModel, listModels } from '../wire/list-models.ts';
import { fitSampling, writeSampling } from '../wire/sampling.ts';
import { createService, type Service } from '../wire/service.ts';
import { bearerHeader } from '../wire/settings/bearer-header.ts';
import { readEndpoint } from '../wire/settings/read-endpoint.ts';
import { decodeOllamaLine } from './decode-line.ts';

const PARAMETER_NAMES = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  maxOutputTokens: 'num_predict',
  stop: 'stop',
  seed: 'seed',
} as const;
const PARAMETER_RANGES: ParameterRanges = {
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

/** Ollama's window when a request sets none. It silently drops the beginning of longer prompts. */
const DEFAULT_WINDOW_TOKENS = 4_096;
/**
 * The memory of one machine holds this many beside the model. In the cloud, a model has its whole
 * window.
 */
const MAX_LOCAL_WINDOW_TOKENS = 32_768;
const BYTES_PER_TOKEN = 3;
const DEFAULT_ANSWER_TOKENS = 1_024;
const MAX_DESCRIBED_MODELS = 100;

/** Ollama's own protocol: at `OLLAMA_BASE_URL`, or in its cloud when only a key is set. */
export const ollama: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'OLLAMA', 'https://ollama.com');
  if (!endpoint) return undefined;

  const { baseUrl, apiKey } = endpoint;
  const headers = bearerHeader(apiKey);
  const service = createService({ http, clock }, { name: 'ollama', baseUrl, headers });

  return {
    name: 'ollama',
    // A request that waited in the server's own queue would use up the time for its first word.
    ...omitUndefined({ concurrency: apiKey ? undefined : 1 }),

    async models(signal) {
      const list = dig(await service.getJson({ path: 'api/tags' }, signal), 'models');
      const tags = asList(list).slice(0, MAX_DESCRIBED_MODELS);
      const [loaded, ...models] = await Promise.all([
        listLoaded(service, signal),
        ...tags.map((tag) => describeModel(service, tag, signal)),
      ]);

      return listModels(
        models.map((model) => model && { ...model, isLoaded: loaded.has(model.id) }),
        (model) => model as ListedModel | undefined,
      );
    },

    stream(request, signal) {
      const write = (conceded: ChatRequest) => ({
        path: 'api/chat',
        body: writeBody(conceded),
        optionalBody: { ...writeOptions(conceded), ...writeThinking(conceded) },
        createCutter: createNdjsonCutter,
        decode: decodeOllamaLine,
      });

      return service.streamChat(request, write, signal);
    },
  };
};

/** The models in the memory of the machine (docs.ollama.com/api, ps). A server that does not say has none. */
async function listLoaded(service: Service, signal: AbortSignal): Promise<ReadonlySet<unknown>> {
  const running = await service.getJson({ path: 'api/ps' }, signal).catch(() => undefined);
  return new Set(
    asList(dig(running, 'models')).map((each) => dig(each, 'model') ?? dig(each, 'name')),
  );
}

/**
 * Asks for a model's details, since the list holds only names. Gives `undefined` if it does not
 * chat.
 */
async function describeModel(
  service: Service,
  tag: unknown,
  signal: AbortSignal,
): Promise<ListedModel | undefined> {
  const id = dig(tag, 'model') ?? dig(tag, 'name');
  // A model without details can still answer.
  const details = await service
    .getJson({ path: 'api/show', body: { model: id } }, signal)
    .catch(() => undefined);

  const capabilities = dig(details, 'capabilities');
  if (!Array.isArray(capabilities)) return { id };
  if (!capabilities.includes('completion')) return undefined;

  const isRemote = dig(tag, 'remote_host') !== undefined || /[:-]cloud$/.test(String(id));
  return {
    id,
    chats: true,
    contextWindow: readContextWindow(dig(details, 'model_info'), isRemote),
    images: capabilities.includes('vision'),
    reasoning: capabilities.includes('thinking'),
    parameters: PARAMETER_RANGES,
  };
}

/** The name of the field begins with the family of the model: `gemma3.context_length`. */
function readContextWindow(modelInfo: unknown, isRemote: boolean): ModelInfo['contextWindow'] {
  const fields = Object.entries(isJsonObject(modelInfo) ? modelInfo : {});
  const [, tokens] = fields.find(([name]) => /\.context_length$/.test(name)) ?? [];
  if (typeof tokens !== 'number') return undefined;

  return isRemote ? tokens : Math.min(tokens, MAX_LOCAL_WINDOW_TOKENS);
}

function writeBody({ model, system, messages }: ChatRequest): JsonObject {
  const systemMessages = system ? [{ role: 'system', content: system }] : [];
  return {
    model,
    messages: [...systemMessages, ...messages.map(describeAudio).map(writeMessage)],
    stream: true,
  };
}

function writeOptions({ system, messages, parameters, mostTokens }: ChatRequest): JsonObject {
  const sampling = fitSampling(parameters, PARAMETER_RANGES);
  const { maxOutputTokens } = sampling;
  // What is left of a limit says nothing about the length of this answer.
  const isExpected = mostTokens === undefined || (maxOutputTokens ?? Infinity) < mostTokens;
  const prompt = [system ?? '', ...messages.map(({ text }) => text)].join('');
  const options = {
    ...writeSampling(sampling, PARAMETER_NAMES),
    ...writeWindow(prompt, isExpected ? maxOutputTokens : undefined),
  };
  return Object.keys(options).length > 0 ? { options } : {};
}

function writeMessage({ role, text, images = [] }: PromptMessage): JsonObject {
  return omitUndefined({
    role,
    content: text,
    images: images.length > 0 ? images.map(toBase64) : undefined,
  });
}

/**
 * Asks for a larger window if the prompt needs it. The sizes are powers of two, since each change
 * reloads the model.
 */
function writeWindow(prompt: string, answerTokens = DEFAULT_ANSWER_TOKENS): JsonObject {
  const tokens = Buffer.byteLength(prompt) / BYTES_PER_TOKEN + answerTokens;
  return tokens > DEFAULT_WINDOW_TOKENS ? { num_ctx: 2 ** Math.ceil(Math.log2(tokens)) } : {};
}

function writeThinking({ parameters }: ChatRequest): JsonObject {
  const effort = parameters?.reasoningEffort;
  return effort === undefined ? {} : { think: effort === 'none' ? false : effort };
}
