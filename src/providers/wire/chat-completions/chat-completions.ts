import type { ChatRequest, Provider } from '../../../contracts/provider.ts';
import type { Refusal, WireParts } from '../exchange/send.ts';
import { createService } from '../service.ts';
import { bearerHeader } from '../settings/bearer-header.ts';
import { createChunkDecoder } from './decode-chunk.ts';
import type { Quirks } from './quirks.ts';
import { readModels } from './read-models.ts';
import { writeChatBody, writeChatParameters } from './write-chat.ts';

/** An endpoint that speaks OpenAI's Chat Completions. */
interface ChatCompletionsEndpoint {
  /** The provider's name. */
  readonly name: string;
  /** As vendors write it: `https://api.openai.com/v1`. May have a query. */
  readonly baseUrl: URL;
  /** Local servers need no key. */
  readonly apiKey?: string | undefined;
  readonly quirks?: Quirks;
}

const CHAT_PATH = 'chat/completions';
const USAGE_OPTION = { stream_options: { include_usage: true } };

/** A provider for any endpoint that speaks Chat Completions. */
export function createChatCompletions(
  parts: WireParts,
  { name, baseUrl, apiKey, quirks = {} }: ChatCompletionsEndpoint,
): Provider {
  const { keyHeader, modelsPath = 'models', parameters } = quirks;
  const key = keyHeader && apiKey ? { [keyHeader]: apiKey } : bearerHeader(apiKey);
  const service = createService(parts, { name, baseUrl, headers: { ...quirks.headers, ...key } });
  /** Some servers refuse the usage option. After the first refusal it is never sent again. */
  let asksForUsage = !quirks.sendsUsageUnasked;
  /** The path of the API below a bare host: empty on some servers, `v1/` on most. */
  let root = '';

  /** Tries the other root after a 404, except when it was the model that was not found. */
  const switchRoot = (triedRoot: string, path: string, { status, body }: Refusal) => {
    const isBareHost = baseUrl.pathname === '/';
    if (status !== 404 || !isBareHost || /\bmodel\b/i.test(body)) return undefined;

    root = triedRoot === '' ? 'v1/' : '';
    return { path: root + path };
  };

  /**
   * A 422 means that the server does not understand the body, and only this part can be left out.
   */
  const dropUsageOption = (request: ChatRequest, { status, body }: Refusal) => {
    const mayBeTheReason = status === 422 || body.includes('stream_options');
    if (!asksForUsage || !mayBeTheReason) return undefined;

    asksForUsage = false;
    return { body: { ...writeChatBody(request, quirks), ...writeChatParameters(request, quirks) } };
  };

  return {
    name,

    async models(signal) {
      const triedRoot = root;
      const call = {
        path: triedRoot + modelsPath,
        amend: (refusal: Refusal) => switchRoot(triedRoot, modelsPath, refusal),
      };
      const models = readModels(await service.getJson(call, signal));

      return parameters ? models.map((model) => ({ ...model, parameters })) : models;
    },

    stream(request, signal) {
      const triedRoot = root;
      const usageOption = asksForUsage ? USAGE_OPTION : {};
      const call = {
        path: triedRoot + CHAT_PATH,
        body: { ...writeChatBody(request, quirks), ...usageOption },
        optionalBody: writeChatParameters(request, quirks),
        amend: (refusal: Refusal) =>
          switchRoot(triedRoot, CHAT_PATH, refusal) ?? dropUsageOption(request, refusal),
        decode: createChunkDecoder(),
      };

      return service.streamChat(request, call, signal);
    },
  };
}
