import type { ChatRequest, Provider } from '../../../contracts/provider.ts';
import type { Refusal, WireParts } from '../exchange/send.ts';
import { createService } from '../service.ts';
import { bearerHeader } from '../settings/bearer-header.ts';
import { decodeCompletionChunk } from './decode-chunk.ts';
import type { Quirks } from './quirks.ts';
import { readModels } from './read-models.ts';
import { writeChatBody, writeChatParameters } from './write-chat.ts';

/** One endpoint that speaks OpenAI's Chat Completions. */
export interface ChatCompletionsEndpoint {
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
export function createChatCompletions(
  parts: WireParts,
  { name, baseUrl, apiKey, quirks = {} }: ChatCompletionsEndpoint,
): Provider {
  const { keyHeader, modelsPath = 'models', parameters } = quirks;
  const key = keyHeader && apiKey ? { [keyHeader]: apiKey } : bearerHeader(apiKey);
  const service = createService(parts, { name, baseUrl, headers: { ...quirks.headers, ...key } });
  /** Servers that do not know the option refuse it; each is asked with it once. */
  let asksForUsage = !quirks.sendsUsageUnasked;
  /** People give a bare host: some servers have their API right there, most at /v1. */
  let root = '';

  /** Looks in the other place. A model that is not found is no reason to. */
  const moveFrom = (asked: string, path: string, { status, body }: Refusal) => {
    if (status !== 404 || baseUrl.pathname !== '/' || /\bmodel\b/i.test(body)) return undefined;
    root = asked === '' ? 'v1/' : '';
    return { path: root + path };
  };
  /** 422: something in the body is not understood, and nothing else in it could be left out. */
  const dropUsage = (chat: ChatRequest, { status, body }: Refusal) => {
    if (!asksForUsage || !(status === 422 || body.includes('stream_options'))) return undefined;
    asksForUsage = false;
    return { body: { ...writeChatBody(chat, quirks), ...writeChatParameters(chat, quirks) } };
  };

  return {
    name,

    async models(signal) {
      const asked = root;
      const amend = (refusal: Refusal) => moveFrom(asked, modelsPath, refusal);
      const models = readModels(await service.getJson({ path: asked + modelsPath, amend }, signal));
      return parameters ? models.map((model) => ({ ...model, parameters })) : models;
    },

    stream(chat, signal) {
      const asked = root;
      const path = 'chat/completions';
      const question = {
        path: asked + path,
        body: { ...writeChatBody(chat, quirks), ...(asksForUsage && ASK_FOR_USAGE) },
        optionalBody: writeChatParameters(chat, quirks),
        amend: (refusal: Refusal) => moveFrom(asked, path, refusal) ?? dropUsage(chat, refusal),
        decode: decodeCompletionChunk,
      };
      return service.streamChat(chat, question, signal);
    },
  };
}
