import type { ChatRequest, ProviderEvent } from '../../contracts/provider.ts';
import { createExpiringMap } from '../../lib/expiring-map.ts';
import { flattenBatches } from '../../lib/flatten-batches.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { concedeBody } from './concessions/concede-body.ts';
import { concedeRequest } from './concessions/concede-request.ts';
import type { Concessions } from './concessions/concessions.ts';
import { streamWithConcessions } from './concessions/stream-with-concessions.ts';
import { joinUrl } from './exchange/join-url.ts';
import { requestJson } from './exchange/request-text.ts';
import type { Refusal, WireCall, WireParts } from './exchange/send.ts';
import { type StreamCall, streamBatches } from './exchange/stream-events.ts';
import { SHORT_CALL_LIMITS, timeLimitsFor, timeLimitsOfRest } from './exchange/time-limits.ts';
import type { Cures } from './failures/write-cure.ts';
import type { JsonObject } from './json.ts';

/** One back end, and what all calls to it have in common. */
interface ServiceOptions {
  /** The provider's name. */
  readonly name: string;
  readonly baseUrl: URL;
  /** Sent with every call, to carry the key. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cures?: Cures;
}

/**
 * A call to a path below the address of the service. A call with a `body` is a POST, one without a
 * GET.
 */
interface ServiceCall {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
}

/** A prompt in the words of the protocol, and how to read its answer. */
export interface ChatCall
  extends ServiceCall,
    Pick<StreamCall, 'decode' | 'createCutter' | 'atEnd'> {
  readonly body: JsonObject;
  /**
   * Parts of the body that the answer does not need. A concession leaves out those that a refusal
   * names.
   */
  readonly optionalBody?: JsonObject;
  /**
   * Adapts the provider itself to a refusal that no concession cures, such as one of a wrong path,
   * before the call is written anew. `true`: the next call will be another one.
   */
  readonly adapt?: (refusal: Refusal) => boolean;
}

/**
 * Writes a call. Refusals may ask for concessions, so it may be called several times for one answer.
 * `request` already has those concessions that concern it, and `isStreamed` is one of them.
 */
export type WriteChatCall = (request: ChatRequest, isStreamed: boolean) => ChatCall;

/** The two kinds of call that a provider makes. */
export interface Service {
  /** The JSON that answers a short call, such as the list of models. */
  getJson(call: ServiceCall & Pick<WireCall, 'onRefusal'>, signal: AbortSignal): Promise<unknown>;
  /** The events of the answer to `request`, within the time limits that `request` gives. */
  streamChat(
    request: ChatRequest,
    write: WriteChatCall,
    signal: AbortSignal,
  ): AsyncIterable<ProviderEvent>;
}

/** Most protocols answer with server-sent events. The others have a cutter of their own. */
const ACCEPT_EVENTS = { accept: 'text/event-stream' };
const JSON_CONTENT = { 'content-type': 'application/json' };
const MAX_LEARNT_MODELS = 1_000;

/** The calls to one back end, with its address, key and cures. */
export function createService(
  parts: WireParts,
  { name, baseUrl, headers, cures }: ServiceOptions,
): Service {
  const { clock } = parts;
  const learnt = createExpiringMap<string, Concessions>({ clock, maxEntries: MAX_LEARNT_MODELS });

  const toWireCall = (
    { path, query, body }: ServiceCall,
    extraHeaders?: Readonly<Record<string, string>>,
  ): Omit<WireCall, 'limits'> => ({
    provider: name,
    cures,
    request: omitUndefined({
      method: body ? ('POST' as const) : ('GET' as const),
      headers: { ...extraHeaders, ...headers, ...(body ? JSON_CONTENT : {}) },
      url: joinUrl(baseUrl, path, query),
      body: body && JSON.stringify(body),
    }),
  });

  const writeConceding = (
    request: ChatRequest,
    write: WriteChatCall,
    concessions: Concessions,
    elapsedMs: number,
  ) => {
    const isStreamed = !concessions.isWhole;
    const call = write(concedeRequest(request, concessions), isStreamed);
    const { path, query = {}, body: neededBody, optionalBody = {}, adapt, ...reading } = call;
    const body = { ...neededBody, ...optionalBody };

    const sentCall = { path, query, body: concedeBody(body, concessions) };
    const wireCall = toWireCall(sentCall, reading.createCutter || !isStreamed ? {} : ACCEPT_EVENTS);
    const limits = timeLimitsOfRest(timeLimitsFor(baseUrl, request), isStreamed, elapsedMs);
    return { wireCall: { ...wireCall, limits, ...reading }, body, optionalBody, adapt };
  };

  return {
    getJson: ({ onRefusal, ...call }, signal) =>
      requestJson(
        parts,
        { ...toWireCall(call), ...omitUndefined({ onRefusal }), limits: SHORT_CALL_LIMITS },
        signal,
      ),

    streamChat(request, write, signal) {
      const concessionParts = {
        clock,
        learnt,
        write: (concessions: Concessions, elapsedMs: number) =>
          writeConceding(request, write, concessions, elapsedMs),
        stream: (call: StreamCall) => streamBatches(parts, call, signal),
      };
      return flattenBatches(() => streamWithConcessions(concessionParts, request), signal);
    },
  };
}
