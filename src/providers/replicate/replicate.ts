import type { ChatRequest, ParameterRanges, ProviderEvent } from '../../contracts/provider.ts';
import { ProviderError } from '../../errors.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { dataUrl } from '../wire/body/data-url.ts';
import { PATIENT_LIMITS, timeLimitsFor } from '../wire/exchange/time-limits.ts';
import { dig, type JsonObject } from '../wire/json.ts';
import { listModels } from '../wire/list-models.ts';
import { fitSampling, nameSampling } from '../wire/sampling.ts';
import { createService } from '../wire/service.ts';
import { bearer } from '../wire/settings/bearer.ts';
import { readEndpoint } from '../wire/settings/read-endpoint.ts';
import { transcript } from '../wire/transcript.ts';
import { addressIn, createReplicateApi, LAST_LIMITS, type ReplicateApi } from './api.ts';
import { awaitOutput, usageOf } from './await-output.ts';

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
    { name: 'replicate', baseUrl, headers: bearer(apiKey) },
  );
  const api = createReplicateApi({ http, clock }, endpoint);

  const read = (prediction: unknown, request: ChatRequest, signal: AbortSignal) => {
    const url = addressIn(prediction, 'stream');
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
        prediction = await api.predict(pathFor(request.model), bodyOf(request), request, signal);
        if (signal.aborted) return;
        for await (const event of read(prediction, request, signal)) {
          hasEnded ||= event.type === 'end';
          yield event;
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        if (prediction && !hasEnded) await api.cancel(prediction);
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
  yield* api.stream(url, request, signal);
  yield* usageOf(await api.look(prediction, signal, LAST_LIMITS).catch(() => undefined));
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
    prompt: only && messages.length === 1 ? only.text : transcript(messages),
    ...(system && { system_prompt: system }),
    ...(image && { image: dataUrl(image) }),
    ...nameSampling(fitSampling(parameters, RANGES), NAMES),
  };
}
