import type { ChatRequest, ProviderEvent } from '../../contracts/provider.ts';
import type { HttpRequest } from './exchange/http.ts';
import { joinUrl } from './exchange/join-url.ts';
import { omitRefusedParameters } from './exchange/omit-refused-parameters.ts';
import { requestJson } from './exchange/request-text.ts';
import type { Refusal, WireCall, WireParts } from './exchange/send.ts';
import { type StreamCall, streamEvents } from './exchange/stream-events.ts';
import { SHORT_CALL_LIMITS, timeLimitsFor } from './exchange/time-limits.ts';
import type { Cures } from './failures/classify-failure.ts';
import type { JsonObject } from './json.ts';

/** One back end, and what all calls to it have in common. */
export interface ServiceOptions {
  /** The provider's name. */
  readonly name: string;
  readonly baseUrl: URL;
  /** Sent with every call: the key. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cures?: Cures;
}

type Asked = Pick<ChatRequest, 'model' | 'limits'>;

/** What is sent to a path below the address of the service: with a `body` it is posted. */
export interface ServiceCall {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
  /** What to send instead, at once and once, where the refusal shows that the server does not understand the first. */
  readonly amend?: (refusal: Refusal) => Amendment | undefined;
}

export type Amendment = Partial<Pick<ServiceCall, 'path' | 'body'>>;

/** A question in the words of the protocol, and how its answer is read. */
export interface ChatCall extends ServiceCall, Pick<StreamCall, 'decode' | 'read' | 'atEnd'> {
  readonly body: JsonObject;
  /** Parts of the body that the answer does not need: one that the back end does not know by name is left out, at once and once. */
  readonly optionalBody?: JsonObject;
}

export interface Service {
  /** The JSON that tells about models: quickly or not at all. */
  getJson(request: ServiceCall, signal: AbortSignal): Promise<unknown>;
  /** Has `chat` answered, which `question` says. */
  streamChat(chat: Asked, question: ChatCall, signal: AbortSignal): AsyncIterable<ProviderEvent>;
}

/** What most protocols answer with; the others have a `read` of their own. */
const SSE = { accept: 'text/event-stream' };

export function createService(
  parts: WireParts,
  { name, baseUrl, headers, cures }: ServiceOptions,
): Service {
  const toCall = (
    request: ServiceCall,
    more?: HttpRequest['headers'],
  ): Omit<WireCall, 'limits'> => {
    const { query, body, amend } = request;
    const target = (sent: ServiceCall) => ({
      url: joinUrl(baseUrl, sent.path, query),
      ...(sent.body && { body: JSON.stringify(sent.body) }),
    });
    return {
      provider: name,
      cures,
      request: {
        method: body ? 'POST' : 'GET',
        headers: { ...more, ...headers, ...(body && { 'content-type': 'application/json' }) },
        ...target(request),
      },
      amend(refusal) {
        const amended = amend?.(refusal);
        return amended && target({ ...request, ...amended });
      },
    };
  };

  return {
    getJson: (request, signal) =>
      requestJson(parts, { ...toCall(request), limits: SHORT_CALL_LIMITS }, signal),

    streamChat(chat, { path, query = {}, body, optionalBody = {}, amend, ...reading }, signal) {
      const request: ServiceCall = {
        path,
        query,
        body: { ...body, ...optionalBody },
        amend: (refusal) => omitRefusedParameters(body, optionalBody, refusal) ?? amend?.(refusal),
      };
      const call = toCall(request, reading.read ? {} : SSE);
      return streamEvents(
        parts,
        { ...call, limits: timeLimitsFor(baseUrl, chat), ...reading },
        signal,
      );
    },
  };
}
