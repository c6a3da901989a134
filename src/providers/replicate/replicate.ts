import type { ChatRequest, ParameterRanges, ProviderEvent } from '../../contracts/provider.ts';
import { ProviderError } from '../../errors.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { createService } from '../wire/create-service.ts';
import type { TimeLimits } from '../wire/create-watch.ts';
import { dataUrl } from '../wire/data-url.ts';
import { usage } from '../wire/deltas.ts';
import { joinUrl } from '../wire/join-url.ts';
import { dig, type JsonObject } from '../wire/json.ts';
import { listModels } from '../wire/list-models.ts';
import { readEndpoint } from '../wire/read-endpoint.ts';
import { readSse } from '../wire/read-sse.ts';
import { requestJson } from '../wire/request-json.ts';
import { fitSampling, nameSampling } from '../wire/sampling.ts';
import { streamEvents } from '../wire/stream-events.ts';
import { PATIENT_LIMITS } from '../wire/time-limits.ts';
import { transcript } from '../wire/transcript.ts';
import { decodeEvent, frameOf } from './decode-event.ts';

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
const MODEL = /^(?!\.)[\w.-]+\/(?!\.)[\w.-]+$/;
/** For what comes after the answer: nobody waits for it. */
const LAST_LIMITS: TimeLimits = { headersMs: 1_500, firstContentMs: 1_500, idleMs: 1_500, totalMs: 1_500 };

/** The official language models of Replicate: a prediction is made, and its output read from an address of its own. */
export const replicate: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'REPLICATE', 'https://api.replicate.com');
  if (!endpoint) return undefined;
  const { baseUrl, apiKey } = endpoint;
  const parts = { http, clock };
  const headers: Readonly<Record<string, string>> = apiKey ? { authorization: `Bearer ${apiKey}` } : {};
  const service = createService(parts, { name: 'replicate', baseUrl, headers });
  const call = (method: 'GET' | 'POST', url: string, limits: TimeLimits) => ({
    provider: 'replicate',
    request: { method, url, headers },
    limits,
  });

  const predict = async (request: ChatRequest, signal: AbortSignal) => {
    const { request: bare, ...rest } = call('POST', addressOf(baseUrl, request.model), PATIENT_LIMITS);
    const body = JSON.stringify({ input: inputOf(request), stream: true });
    const posted = { ...bare, headers: { ...headers, 'content-type': 'application/json' }, body };
    return dig(await requestJson(parts, { ...rest, request: posted }, signal), 'urls');
  };
  const read = (url: string, signal: AbortSignal) => {
    const { request, ...rest } = call('GET', url, PATIENT_LIMITS);
    const stream = { ...request, headers: { ...headers, accept: 'text/event-stream' } };
    const reading = { read: (body: AsyncIterable<Uint8Array>) => readSse(body, frameOf), decode: decodeEvent };
    return streamEvents(parts, { ...rest, request: stream, ...reading }, signal);
  };
  /** A prediction that nobody reads would go on, and be paid for. */
  const cancel = (url: unknown) =>
    typeof url === 'string'
      ? requestJson(parts, call('POST', url, LAST_LIMITS), new AbortController().signal).catch(() => {})
      : undefined;
  const readUsage = async (url: unknown, signal: AbortSignal) => {
    if (typeof url !== 'string') return [];
    const told = await requestJson(parts, call('GET', url, LAST_LIMITS), signal).catch(() => undefined);
    return usage(dig(told, 'metrics', 'input_token_count'), dig(told, 'metrics', 'output_token_count'));
  };

  return {
    name: 'replicate',

    async models(signal) {
      const collection = await service.tell('v1/collections/language-models', signal);
      return listModels(dig(collection, 'models'), (entry) => ({
        id: `${dig(entry, 'owner')}/${dig(entry, 'name')}`,
        parameters: RANGES,
      }));
    },

    async *stream(request, signal): AsyncGenerator<ProviderEvent> {
      if (signal.aborted) return;
      const urls = await predict(request, signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
      if (signal.aborted) return void (await cancel(dig(urls, 'cancel')));
      const url = dig(urls, 'stream');
      if (typeof url !== 'string') throw cannotStream(request.model);
      let hasEnded = false;
      try {
        for await (const event of read(url, signal)) {
          hasEnded ||= event.type === 'end';
          yield event;
        }
        if (hasEnded) yield* await readUsage(dig(urls, 'get'), signal);
      } finally {
        if (!hasEnded) await cancel(dig(urls, 'cancel'));
      }
    },
  };
};

function addressOf(baseUrl: URL, model: string): string {
  if (MODEL.test(model)) return joinUrl(baseUrl, `v1/models/${model}/predictions`);
  throw new ProviderError(`replicate has no model “${model}”: its models are named owner/model.`, {
    kind: 'not_found',
    provider: 'replicate',
  });
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

function cannotStream(model: string): ProviderError {
  return new ProviderError(`replicate does not stream “${model}”. Choose another model.`, {
    kind: 'bad_request',
    provider: 'replicate',
  });
}
