import type { ChatRequest, ParameterRanges, ProviderEvent } from '../../contracts/provider.ts';
import { ProviderError } from '../../errors.ts';
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
import { awaitOutput, readUsage } from './await-output.ts';

const NAMES = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  maxOutputTokens: 'max_tokens',
  seed: 'seed',
} as const;
const RANGES: ParameterRanges = {
  temperature: { min: 0.01, max: 5 },
  topP: { min: 0, max: 1 },
  topK: { min: 0 },
  presencePenalty: {},
  frequencyPenalty: {},
  maxOutputTokens: { min: 1 },
  seed: {},
};
/** Official models by their names, all others by the version that stands behind it. */
const MODEL = /^((?!\.)[\w.-]+\/(?!\.)[\w.-]+)(?::(\w+))?$/;

/** The language models of Replicate: a prediction is made, and its output read from an address of its own. */
export const replicate: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'REPLICATE', 'https://api.replicate.com');
  if (!endpoint) return undefined;
  const { baseUrl, apiKey } = endpoint;
  const service = createService(
    { http, clock },
    { name: 'replicate', baseUrl, headers: bearerHeader(apiKey) },
  );
  const api = createReplicateApi({ http, clock }, endpoint);

  const read = (prediction: unknown, request: ChatRequest, signal: AbortSignal) => {
    const url = predictionUrl(prediction, 'stream');
    if (url) return streamOutput(api, prediction, url, request, signal);
    const { firstContentMs } = timeLimitsFor(baseUrl, request, PATIENT_LIMITS);
    return awaitOutput(api, prediction, firstContentMs, clock, signal);
  };

  return {
    name: 'replicate',

    async models(signal) {
      const collection = await service.getJson({ path: 'v1/collections/language-models' }, signal);
      return listModels(collection, (entry) => ({
        id: `${dig(entry, 'owner')}/${dig(entry, 'name')}`,
        parameters: RANGES,
      }));
    },

    async *stream(request, signal): AsyncGenerator<ProviderEvent> {
      if (signal.aborted) return;
      let prediction: unknown;
      let hasEnded = false;
      try {
        prediction = await api.createPrediction(
          pathFor(request.model),
          bodyOf(request),
          request,
          signal,
        );
        if (signal.aborted) return;
        for await (const event of read(prediction, request, signal)) {
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
  yield* readUsage(
    await api.readPrediction(prediction, signal, FOLLOW_UP_LIMITS).catch(() => undefined),
  );
}

function pathFor(model: string): string {
  const [, name, version] = MODEL.exec(model) ?? [];
  if (name) return version ? 'v1/predictions' : `v1/models/${name}/predictions`;
  throw new ProviderError(`replicate has no model “${model}”: its models are named owner/model.`, {
    kind: 'not_found',
    provider: 'replicate',
  });
}

function bodyOf(request: ChatRequest): JsonObject {
  const [, , version] = MODEL.exec(request.model) ?? [];
  return { ...(version && { version }), input: inputOf(request), stream: true };
}

function inputOf({ system, messages, parameters }: ChatRequest): JsonObject {
  const [only] = messages;
  const image = messages.at(-1)?.images?.[0];
  return {
    prompt: only && messages.length === 1 ? only.text : writeTranscript(messages),
    ...(system && { system_prompt: system }),
    ...(image && { image: toDataUrl(image) }),
    ...writeSampling(fitSampling(parameters, RANGES), NAMES),
  };
}
