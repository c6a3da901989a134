import type { ChatRequest, Provider } from '../../../contracts/provider.ts';
import type { TimeLimits } from '../create-watch.ts';
import { requestJson } from '../request-json.ts';
import type { WireParts } from '../send.ts';
import { streamEvents } from '../stream-events.ts';
import { decodeChunk } from './decode-chunk.ts';
import { readModels } from './read-models.ts';

/** One endpoint that speaks OpenAI's Chat Completions. */
export interface Endpoint {
  /** The provider's name. */
  readonly name: string;
  /** As vendors write it: `https://api.openai.com/v1`. May have a query. */
  readonly baseUrl: URL;
  /** Local servers need none. */
  readonly apiKey?: string | undefined;
}

const LIST_LIMITS: TimeLimits = { headersMs: 30_000, firstContentMs: 30_000, idleMs: 30_000, totalMs: 30_000 };
const ANSWER_LIMITS: TimeLimits = { headersMs: 30_000, firstContentMs: 60_000, idleMs: 60_000, totalMs: 600_000 };
/** Local servers load the model first, and reasoning models think: for minutes, without a sign. */
const PATIENT_LIMITS: TimeLimits = { ...ANSWER_LIMITS, headersMs: 300_000, firstContentMs: 300_000 };

const LOCAL_HOST =
  /^(localhost|.*\.(local|internal)|[^.]+|127\..*|10\..*|192\.168\..*|172\.(1[6-9]|2\d|3[01])\..*|\[.*])$/;
const REASONING_MODEL = /(^|\/)(o\d|gpt-[5-9])|reason|think|deepseek-r|qwq/i;

/** A provider over any such endpoint. */
export function createChatCompletions(parts: WireParts, { name, baseUrl, apiKey }: Endpoint): Provider {
  /** Servers that do not know the option refuse it; each is asked with it once. */
  let asksForUsage = true;

  const request = (method: 'GET' | 'POST', path: string, body?: string) => ({
    method,
    url: join(baseUrl, path),
    headers: {
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
      ...(body !== undefined && { 'content-type': 'application/json', accept: 'text/event-stream' }),
    },
    ...(body !== undefined && { body }),
  });
  const amend = (chat: ChatRequest) => (refusal: string) => {
    if (!asksForUsage || !refusal.includes('stream_options')) return undefined;
    asksForUsage = false;
    return bodyOf(chat, asksForUsage);
  };

  return {
    name,

    async models(signal) {
      const call = { provider: name, request: request('GET', 'models'), limits: LIST_LIMITS };
      return readModels(await requestJson(parts, call, signal));
    },

    stream: (chat, signal) =>
      streamEvents(
        parts,
        {
          provider: name,
          request: request('POST', 'chat/completions', bodyOf(chat, asksForUsage)),
          limits:
            LOCAL_HOST.test(baseUrl.hostname) || REASONING_MODEL.test(chat.model) ? PATIENT_LIMITS : ANSWER_LIMITS,
          decode: decodeChunk,
          amend: amend(chat),
        },
        signal,
      ),
  };
}

function bodyOf({ model, system, messages }: ChatRequest, asksForUsage: boolean): string {
  return JSON.stringify({
    model,
    messages: [
      ...(system ? [{ role: 'system', content: system }] : []),
      ...messages.map(({ role, text }) => ({ role, content: text })),
    ],
    stream: true,
    ...(asksForUsage && { stream_options: { include_usage: true } }),
  });
}

function join(baseUrl: URL, path: string): string {
  const url = new URL(baseUrl);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  return url.href;
}
