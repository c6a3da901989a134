import type { ChatRequest, ProviderEvent } from '../../contracts/provider.ts';
import { ProviderError } from '../../errors.ts';
import { reportedError } from '../wire/body/read-frame.ts';
import { createSseCutter } from '../wire/body/sse-cutter.ts';
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

/** The calls about one prediction. All but the first go to addresses that the service gave. */
export interface ReplicateApi {
  /** Starts a prediction. Gives it as the service describes it. */
  createPrediction(
    path: string,
    body: JsonObject,
    request: ChatRequest,
    signal: AbortSignal,
  ): Promise<unknown>;
  /** The output of a prediction, from its stream address. */
  streamOutput(
    url: string,
    request: ChatRequest,
    signal: AbortSignal,
  ): AsyncIterable<ProviderEvent>;
  /** The current state of a prediction. Rejects when the prediction failed. */
  readPrediction(prediction: unknown, signal: AbortSignal, limits?: TimeLimits): Promise<unknown>;
  /** Cancels a prediction, which would otherwise go on and cost money. Never rejects. */
  cancelPrediction(prediction: unknown): Promise<void>;
}

/** For calls after the answer, which hold up its reader. */
export const FOLLOW_UP_LIMITS: TimeLimits = {
  headersMs: 1_500,
  firstContentMs: 1_500,
  idleMs: 1_500,
  totalMs: 1_500,
};
const FAILED_STATUSES: readonly unknown[] = ['failed', 'canceled', 'aborted'];

/** The calls to Replicate's API at one endpoint. */
export function createReplicateApi(parts: WireParts, { baseUrl, apiKey }: Endpoint): ReplicateApi {
  const toCall = (
    method: 'GET' | 'POST',
    url: string,
    limits: TimeLimits,
    accept = 'application/json',
  ): WireCall => ({
    provider: 'replicate',
    request: { method, url, headers: { ...bearerHeader(apiKey), accept } },
    limits,
  });

  const limitsFor = (request: ChatRequest) => timeLimitsFor(baseUrl, request, PATIENT_LIMITS);

  return {
    createPrediction(path, body, request, signal) {
      const call = toCall('POST', joinUrl(baseUrl, path), limitsFor(request));
      const headers = { ...call.request.headers, 'content-type': 'application/json' };
      const withBody = { ...call.request, headers, body: JSON.stringify(body) };

      return requestText(parts, { ...call, request: withBody }, signal, parsePrediction);
    },

    streamOutput(url, request, signal) {
      const call = {
        ...toCall('GET', url, limitsFor(request), 'text/event-stream'),
        createCutter: () => createSseCutter(toFrame),
        decode: decodeReplicateEvent,
      };

      return streamEvents(parts, call, signal);
    },

    async readPrediction(prediction, signal, limits = SHORT_CALL_LIMITS) {
      const url = predictionUrl(prediction, 'get');
      if (url === undefined) throw createLostPredictionError();

      return requestText(parts, toCall('GET', url, limits), signal, parsePrediction);
    },

    async cancelPrediction(prediction) {
      const url = predictionUrl(prediction, 'cancel');
      if (url === undefined) return;

      const { signal } = new AbortController();
      const call = toCall('POST', url, FOLLOW_UP_LIMITS);
      await requestText(parts, call, signal, () => {}).catch(() => {});
    },
  };
}

/** @throws A `WireFault` when the text is not JSON or the prediction failed. */
function parsePrediction(text: string): unknown {
  const prediction = parseJson(text);

  if (prediction === undefined) throw new WireFault('sent something that is not JSON');
  if (!FAILED_STATUSES.includes(dig(prediction, 'status'))) return prediction;

  throw reportedError({ error: dig(prediction, 'error') || 'the prediction failed' });
}

/** One of the addresses at which a prediction goes on. Not every model has all of them. */
export function predictionUrl(
  prediction: unknown,
  name: 'get' | 'stream' | 'cancel',
): string | undefined {
  const url = dig(prediction, 'urls', name);
  return typeof url === 'string' && URL.canParse(url) ? url : undefined;
}

function createLostPredictionError(): ProviderError {
  return new ProviderError(
    'replicate made a prediction, and did not say where it is. Check REPLICATE_BASE_URL.',
    { kind: 'protocol', provider: 'replicate' },
  );
}
