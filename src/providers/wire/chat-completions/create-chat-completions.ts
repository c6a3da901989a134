import type { ChatRequest, Provider } from '../../../contracts/provider.ts';
import { leaveOutRefused } from '../leave-out-refused.ts';
import { requestJson } from '../request-json.ts';
import type { Refusal, WireParts } from '../send.ts';
import { streamEvents } from '../stream-events.ts';
import { LIST_LIMITS, timeLimitsFor } from '../time-limits.ts';
import { decodeChunk } from './decode-chunk.ts';
import type { Quirks } from './quirks.ts';
import { readModels } from './read-models.ts';
import { writeChat, writeParameters } from './write-chat.ts';

/** One endpoint that speaks OpenAI's Chat Completions. */
export interface Endpoint {
  /** The provider's name. */
  readonly name: string;
  /** As vendors write it: `https://api.openai.com/v1`. May have a query. */
  readonly baseUrl: URL;
  /** Local servers need none. */
  readonly apiKey?: string | undefined;
  readonly quirks?: Quirks;
}

const ASK_FOR_USAGE = { stream_options: { include_usage: true } };

/** A provider over any such endpoint. */
export function createChatCompletions(parts: WireParts, { name, baseUrl, apiKey, quirks = {} }: Endpoint): Provider {
  const { keyHeader, modelsPath = 'models', parameters } = quirks;
  /** Servers that do not know the option refuse it; each is asked with it once. */
  let asksForUsage = !quirks.tellsUsage;
  let base = baseUrl;

  const request = (method: 'GET' | 'POST', path: string, body?: string) => ({
    method,
    url: join(base, path),
    headers: {
      ...quirks.headers,
      ...(apiKey !== undefined && (keyHeader ? { [keyHeader]: apiKey } : { authorization: `Bearer ${apiKey}` })),
      ...(body !== undefined && { 'content-type': 'application/json', accept: 'text/event-stream' }),
    },
    ...(body !== undefined && { body }),
  });
  /** People give a bare host: some servers have their API right there, most at /v1. A model that is not found is no reason to look. */
  const moveBase = (path: string, { status, body }: Refusal) => {
    if (status !== 404 || baseUrl.pathname !== '/' || /\bmodel\b/i.test(body)) return undefined;
    base = base === baseUrl ? new URL(join(baseUrl, 'v1')) : baseUrl;
    return { url: join(base, path) };
  };
  const bodyOf = (chat: ChatRequest) => ({ ...writeChat(chat, quirks), ...(asksForUsage && ASK_FOR_USAGE) });
  const dropUsage = (chat: ChatRequest, { status, body }: Refusal) => {
    // 422: something in the body is not understood, and nothing else in it could be left out.
    if (!asksForUsage || !(status === 422 || body.includes('stream_options'))) return undefined;
    asksForUsage = false;
    return { body: JSON.stringify({ ...bodyOf(chat), ...writeParameters(chat, quirks) }) };
  };

  return {
    name,

    async models(signal) {
      const amend = (refusal: Refusal) => moveBase(modelsPath, refusal);
      const call = { provider: name, request: request('GET', modelsPath), limits: LIST_LIMITS, amend };
      const models = readModels(await requestJson(parts, call, signal));
      return parameters ? models.map((model) => ({ ...model, parameters })) : models;
    },

    stream(chat, signal) {
      const body = bodyOf(chat);
      const optional = writeParameters(chat, quirks);
      const call = {
        provider: name,
        request: request('POST', 'chat/completions', JSON.stringify({ ...body, ...optional })),
        limits: timeLimitsFor(baseUrl, chat.model),
        decode: decodeChunk,
        amend: (refusal: Refusal) =>
          moveBase('chat/completions', refusal) ?? leaveOutRefused(body, optional, refusal) ?? dropUsage(chat, refusal),
      };
      return streamEvents(parts, call, signal);
    },
  };
}

function join(baseUrl: URL, path: string): string {
  const url = new URL(baseUrl);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  return url.href;
}
