import type { ChatRequest, ProviderEvent } from '../../contracts/provider.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import type { HttpRequest } from './exchange/http.ts';
import { joinUrl } from './exchange/join-url.ts';
import { omitRefusedParameters } from './exchange/omit-refused-parameters.ts';
import { requestJson } from './exchange/request-text.ts';
import type { Refusal, WireCall, WireParts } from './exchange/send.ts';
import { type StreamCall, streamEvents } from './exchange/stream-events.ts';
import { SHORT_CALL_LIMITS, timeLimitsFor } from './exchange/time-limits.ts';
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
  /**
   * Changes the call when its refusal shows that the server does not understand it. The changed
   * call is sent once, without a wait. `undefined`: the refusal has another reason.
   */
  readonly amend?: (refusal: Refusal) => Amendment | undefined;
}

/** The parts of a call that are different at the second attempt. */
type Amendment = Partial<Pick<ServiceCall, 'path' | 'body'>>;

/** A prompt in the words of the protocol, and how to read its answer. */
export interface ChatCall extends ServiceCall, Pick<StreamCall, 'decode' | 'read' | 'atEnd'> {
  readonly body: JsonObject;
  /**
   * Parts of the body that the answer does not need. When a refusal names one of them, the call is
   * sent once more without it.
   */
  readonly optionalBody?: JsonObject;
}

/** The two kinds of call that a provider makes. */
export interface Service {
  /** The JSON that answers a short call, such as the list of models. */
  getJson(call: ServiceCall, signal: AbortSignal): Promise<unknown>;
  /** The events of the answer to `call`, within the time limits that `request` gives. */
  streamChat(
    request: Pick<ChatRequest, 'model' | 'limits'>,
    call: ChatCall,
    signal: AbortSignal,
  ): AsyncIterable<ProviderEvent>;
}

/** Most protocols answer with server-sent events. The others have a `read` of their own. */
const ACCEPT_EVENTS = { accept: 'text/event-stream' };
const JSON_CONTENT = { 'content-type': 'application/json' };

/** The calls to one back end, with its address, key and cures. */
export function createService(
  parts: WireParts,
  { name, baseUrl, headers, cures }: ServiceOptions,
): Service {
  const writeTarget = ({ path, query, body }: ServiceCall) =>
    omitUndefined({
      url: joinUrl(baseUrl, path, query),
      body: body && JSON.stringify(body),
    });

  const toWireCall = (
    call: ServiceCall,
    extraHeaders?: HttpRequest['headers'],
  ): Omit<WireCall, 'limits'> => {
    const contentHeaders = call.body ? JSON_CONTENT : {};

    return {
      provider: name,
      cures,
      request: {
        method: call.body ? 'POST' : 'GET',
        headers: { ...extraHeaders, ...headers, ...contentHeaders },
        ...writeTarget(call),
      },
      amend(refusal) {
        const amendment = call.amend?.(refusal);
        return amendment && writeTarget({ ...call, ...amendment });
      },
    };
  };

  return {
    getJson: (call, signal) =>
      requestJson(parts, { ...toWireCall(call), limits: SHORT_CALL_LIMITS }, signal),

    streamChat(request, { path, query = {}, body, optionalBody = {}, amend, ...reading }, signal) {
      const call: ServiceCall = {
        path,
        query,
        body: { ...body, ...optionalBody },
        amend: (refusal) => omitRefusedParameters(body, optionalBody, refusal) ?? amend?.(refusal),
      };
      const wireCall = toWireCall(call, reading.read ? {} : ACCEPT_EVENTS);
      const limits = timeLimitsFor(baseUrl, request);

      return streamEvents(parts, { ...wireCall, limits, ...reading }, signal);
    },
  };
}
