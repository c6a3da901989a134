import type { ProviderEvent } from '../../contracts/provider.ts';
import type { Cures } from './classify.ts';
import { joinUrl } from './join-url.ts';
import type { JsonObject } from './json.ts';
import { leaveOutRefused } from './leave-out-refused.ts';
import { requestJson } from './request-json.ts';
import type { Refusal, WireParts } from './send.ts';
import { type StreamCall, streamEvents } from './stream-events.ts';
import { LIST_LIMITS, timeLimitsFor } from './time-limits.ts';

/** One back end, and what all calls to it have in common. */
export interface ServiceOptions {
  /** The provider's name. */
  readonly name: string;
  readonly baseUrl: URL;
  /** Sent with every call: the key. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cures?: Cures;
}

/** A question, in the words of the protocol. */
export interface Question extends Pick<StreamCall, 'decode' | 'read' | 'atEnd'> {
  readonly model: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body: JsonObject;
  /** Parts of the body that the answer does not need: one that the back end does not know by name is left out, at once and once. */
  readonly optional?: JsonObject;
}

export interface Service {
  /** The JSON at `path`, which tells about models: quickly or not at all. With a `body` it is posted. */
  tell(path: string, signal: AbortSignal, options?: Pick<Question, 'query'> & { body?: JsonObject }): Promise<unknown>;
  ask(question: Question, signal: AbortSignal): AsyncIterable<ProviderEvent>;
}

export function createService(parts: WireParts, { name, baseUrl, headers, cures }: ServiceOptions): Service {
  return {
    tell(path, signal, { query, body } = {}) {
      const url = joinUrl(baseUrl, path, query);
      const posted = body && { body: JSON.stringify(body) };
      const request = posted
        ? ({ method: 'POST', url, headers: { ...headers, 'content-type': 'application/json' }, ...posted } as const)
        : ({ method: 'GET', url, headers } as const);
      return requestJson(parts, { provider: name, request, limits: LIST_LIMITS, cures }, signal);
    },

    ask({ model, path, query, body, optional = {}, ...reading }, signal) {
      const request = {
        method: 'POST',
        url: joinUrl(baseUrl, path, query),
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ ...body, ...optional }),
      } as const;
      const amend = (refusal: Refusal) => leaveOutRefused(body, optional, refusal);
      return streamEvents(
        parts,
        { provider: name, request, limits: timeLimitsFor(baseUrl, model), cures, amend, ...reading },
        signal,
      );
    },
  };
}
