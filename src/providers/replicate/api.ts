import type { ChatRequest, ProviderEvent } from '../../contracts/provider.ts';
import { ProviderError } from '../../errors.ts';
import { reportedError } from '../wire/body/read-frame.ts';
import { readSse } from '../wire/body/read-sse.ts';
import { joinUrl } from '../wire/exchange/join-url.ts';
import { requestText } from '../wire/exchange/request-text.ts';
import type { WireCall, WireParts } from '../wire/exchange/send.ts';
import { streamEvents } from '../wire/exchange/stream-events.ts';
import {
  PATIENT_LIMITS,
  SHORT_CALL_LIMITS,
  type TimeLimits,
  timeLimitsFor,
} from '../wire/exchange/time-limits.ts';
import { dig, type JsonObject, parseJson } from '../wire/json.ts';
import { bearerHeader } from '../wire/settings/bearer-header.ts';
import type { Endpoint } from '../wire/settings/read-endpoint.ts';
import { WireFault } from '../wire/wire-fault.ts';
import { decodeReplicateEvent, toFrame } from './decode-event.ts';

/** The calls about one prediction. All but the first go to addresses that the service tells. */
export interface ReplicateApi {
  createPrediction(
    path: string,
    body: JsonObject,
    request: ChatRequest,
    signal: AbortSignal,
  ): Promise<unknown>;
  streamOutput(
    url: string,
    request: ChatRequest,
    signal: AbortSignal,
  ): AsyncIterable<ProviderEvent>;
  /** The prediction as it is now. Rejects where it failed. */
  readPrediction(prediction: unknown, signal: AbortSignal, limits?: TimeLimits): Promise<unknown>;
  /** One that nobody reads would go on, and be paid for. Never rejects. */
  cancelPrediction(prediction: unknown): Promise<void>;
}

/** For what comes after the answer: somebody waits for it. */
export const FOLLOW_UP_LIMITS: TimeLimits = {
  headersMs: 1_500,
  firstContentMs: 1_500,
  idleMs: 1_500,
  totalMs: 1_500,
};
const FAILED: readonly unknown[] = ['failed', 'canceled', 'aborted'];

export function createReplicateApi(parts: WireParts, { baseUrl, apiKey }: Endpoint): ReplicateApi {
  const call = (
    method: 'GET' | 'POST',
    url: string,
    limits: TimeLimits,
    accept = 'application/json',
  ) => ({
    provider: 'replicate',
    request: { method, url, headers: { ...bearerHeader(apiKey), accept } },
    limits,
  });
  const limitsFor = (request: ChatRequest) => timeLimitsFor(baseUrl, request, PATIENT_LIMITS);

  return {
    createPrediction(path, body, request, signal) {
      const { request: bare, ...rest } = call('POST', joinUrl(baseUrl, path), limitsFor(request));
      const headers = { ...bare.headers, 'content-type': 'application/json' };
      const posted: WireCall = {
        ...rest,
        request: { ...bare, headers, body: JSON.stringify(body) },
      };
      return requestText(parts, posted, signal, readPrediction);
    },

    streamOutput(url, request, signal) {
      const reading = {
        read: (body: AsyncIterable<Uint8Array>) => readSse(body, toFrame),
        decode: decodeReplicateEvent,
      };
      return streamEvents(
        parts,
        { ...call('GET', url, limitsFor(request), 'text/event-stream'), ...reading },
        signal,
      );
    },

    async readPrediction(prediction, signal, limits = SHORT_CALL_LIMITS) {
      const url = predictionUrl(prediction, 'get');
      if (url === undefined) throw lostPrediction();
      return requestText(parts, call('GET', url, limits), signal, readPrediction);
    },

    async cancelPrediction(prediction) {
      const { signal } = new AbortController();
      const url = predictionUrl(prediction, 'cancel');
      if (url)
        await requestText(parts, call('POST', url, FOLLOW_UP_LIMITS), signal, () => {}).catch(
          () => {},
        );
    },
  };
}

function readPrediction(text: string): unknown {
  const prediction = parseJson(text);
  if (prediction === undefined) throw new WireFault('sent something that is not JSON');
  if (!FAILED.includes(dig(prediction, 'status'))) return prediction;
  throw reportedError({ error: dig(prediction, 'error') || 'the prediction failed' });
}

/** One of the addresses where a prediction goes on; not every model has all of them. */
export function predictionUrl(
  prediction: unknown,
  name: 'get' | 'stream' | 'cancel',
): string | undefined {
  const url = dig(prediction, 'urls', name);
  return typeof url === 'string' && URL.canParse(url) ? url : undefined;
}

function lostPrediction(): ProviderError {
  return new ProviderError(
    'replicate made a prediction, and did not tell where it is. Check REPLICATE_BASE_URL.',
    {
      kind: 'protocol',
      provider: 'replicate',
    },
  );
}
