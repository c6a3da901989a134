import type {
  ChatRequest,
  ParameterRanges,
  ProviderEvent,
  SamplingParameters,
} from '../../contracts/provider.ts';
import { ProviderError } from '../../errors.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { toDataUrl } from '../wire/body/data-url.ts';
import { PATIENT_LIMITS, timeLimitsFor } from '../wire/exchange/time-limits.ts';
import { dig, type JsonObject } from '../wire/json.ts';
import { listModels } from '../wire/list-models.ts';
import { fitSampling, writeSampling } from '../wire/sampling.ts';
import { createService } from '../wire/service.ts';
import { bearerHeader } from '../wire/settings/bearer-header.ts';
import { readEndpoint } from '../wire/settings/read-endpoint.ts';
import { writeTranscript } from '../wire/transcript.ts';
import { createReplicateApi, FOLLOW_UP_LIMITS, predictionUrl, type ReplicateApi } from './api.ts';
import { awaitOutput, readMetrics } from './await-output.ts';

const PARAMETER_NAMES = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  maxOutputTokens: 'max_tokens',
  seed: 'seed',
} as const;
const PARAMETER_RANGES: ParameterRanges = {
  temperature: { min: 0.01, max: 5 },
  topP: { min: 0, max: 1 },
  topK: { min: 0 },
  presencePenalty: {},
  frequencyPenalty: {},
  maxOutputTokens: { min: 1 },
  seed: {},
};
/** What the models of the collection take at least. */
const USUAL_LONGEST_ANSWER = 4_096;
/** An official model is `owner/model`. Any other model needs its version: `owner/model:version`. */
const MODEL = /^((?!\.)[\w.-]+\/(?!\.)[\w.-]+)(?::(\w+))?$/;

/**
 * The language models of Replicate. A request starts a prediction, whose output has its own
 * address.
 */
export const replicate: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'REPLICATE', 'https://api.replicate.com');
  if (!endpoint) return undefined;

  const { baseUrl, apiKey } = endpoint;
  const headers = bearerHeader(apiKey);
  const service = createService({ http, clock }, { name: 'replicate', baseUrl, headers });
  const api = createReplicateApi({ http, clock }, endpoint);

  const readOutput = (prediction: unknown, request: ChatRequest, signal: AbortSignal) => {
    const url = predictionUrl(prediction, 'stream');
    if (url) return streamOutput(api, prediction, url, request, signal);

    const { firstContentMs } = timeLimitsFor(baseUrl, request, PATIENT_LIMITS);
    return awaitOutput(api, prediction, firstContentMs, clock, signal);
  };

  return {
    name: 'replicate',
    hasUnlistedModels: true,

    async models(signal) {
      const collection = await service.getJson({ path: 'v1/collections/language-models' }, signal);

      return listModels(collection, (entry) => ({
        id: `${dig(entry, 'owner')}/${dig(entry, 'name')}`,
        parameters: PARAMETER_RANGES,
      }));
    },

    async *stream(request, signal): AsyncGenerator<ProviderEvent> {
      if (signal.aborted) return;

      let prediction: unknown;
      let hasEnded = false;

      try {
        const path = pathFor(request.model);
        prediction = await api.createPrediction(path, writeBody(request), request, signal);
        if (signal.aborted) return;

        for await (const event of readOutput(prediction, request, signal)) {
          hasEnded ||= event.type === 'end';
          yield event;
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        if (prediction && !hasEnded) await api.cancelPrediction(prediction);
      }
    },
  };
};

async function* streamOutput(
  api: ReplicateApi,
  prediction: unknown,
  url: string,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ProviderEvent> {
  yield* api.streamOutput(url, request, signal);

  const finished = await api
    .readPrediction(prediction, signal, FOLLOW_UP_LIMITS)
    .catch(() => undefined);
  yield* readMetrics(finished);
}

/** @throws A `ProviderError` of kind `not_found` when `model` cannot be the name of a model. */
function pathFor(model: string): string {
  const [, name, version] = MODEL.exec(model) ?? [];
  if (name) return version ? 'v1/predictions' : `v1/models/${name}/predictions`;

  throw new ProviderError(`replicate has no model “${model}”: its models are named owner/model.`, {
    kind: 'not_found',
    provider: 'replicate',
  });
}

function writeBody(request: ChatRequest): JsonObject {
  const [, , version] = MODEL.exec(request.model) ?? [];
  return { ...omitUndefined({ version }), input: writeInput(request), stream: true };
}

function writeInput(request: ChatRequest): JsonObject {
  const { system, messages } = request;
  const [onlyMessage] = messages.length === 1 ? messages : [];
  const image = messages.at(-1)?.images?.[0];

  return omitUndefined({
    prompt: onlyMessage ? onlyMessage.text : writeTranscript(messages),
    system_prompt: system || undefined,
    image: image && toDataUrl(image),
    ...writeSampling(fitSampling(limitLength(request), PARAMETER_RANGES), PARAMETER_NAMES),
  });
}

/** The schema of a model may refuse a larger limit, and nothing says which. The operator's own is sent as it is. */
function limitLength({ parameters, mostTokens = Infinity }: ChatRequest): SamplingParameters {
  const { maxOutputTokens = Infinity } = parameters ?? {};
  if (maxOutputTokens < mostTokens || maxOutputTokens === Infinity) return parameters ?? {};
  return { ...parameters, maxOutputTokens: Math.min(maxOutputTokens, USUAL_LONGEST_ANSWER) };
}
