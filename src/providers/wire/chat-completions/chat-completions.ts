import type { ChatRequest, ModelInfo, Provider } from '../../../contracts/provider.ts';
import type { Refusal, WireParts } from '../exchange/send.ts';
import { createService } from '../service.ts';
import { bearerHeader } from '../settings/bearer-header.ts';
import { createChunkDecoder } from './chunk-decoder.ts';
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
  const { keyHeader, modelsPath = 'models', detailsPath, otherModels, parameters } = quirks;
  const key = keyHeader && apiKey ? { [keyHeader]: apiKey } : bearerHeader(apiKey);
  const service = createService(parts, { name, baseUrl, headers: { ...quirks.headers, ...key } });
  /** The path of the API below a bare host: empty on some servers, `v1/` on most. */
  let root = '';

  /**
   * Takes the other root after a 404, except when it was the model that was not found. Gives `true`
   * if the next call has another path.
   */
  const switchRoot = (triedRoot: string, { status, body }: Refusal): boolean => {
    const isBareHost = baseUrl.pathname === '/';
    if (status !== 404 || !isBareHost || /\bmodel\b/i.test(body)) return false;

    root = triedRoot === '' ? 'v1/' : '';
    return true;
  };

  const readModelList = async (signal: AbortSignal): Promise<unknown> => {
    const triedRoot = root;
    let hasOtherRoot = false;
    const onRefusal = (refusal: Refusal) => {
      hasOtherRoot = switchRoot(triedRoot, refusal);
    };
    try {
      return await service.getJson({ path: triedRoot + modelsPath, onRefusal }, signal);
    } catch (error) {
      if (!hasOtherRoot || signal.aborted) throw error;
      return service.getJson({ path: root + modelsPath }, signal);
    }
  };

  const readDetails = async (signal: AbortSignal): Promise<readonly ModelInfo[]> => {
    if (!detailsPath) return [];
    const list = await service.getJson({ path: detailsPath }, signal).catch(() => undefined);
    return readModels(list);
  };

  return {
    name,

    async models(signal) {
      const [list, details] = await Promise.all([readModelList(signal), readDetails(signal)]);
      const detailsById = new Map(details.map((info) => [info.id, info]));
      const models = readModels(list)
        .filter(({ id }) => !otherModels?.test(id))
        .map((model) => ({ ...model, ...detailsById.get(model.id) }));
      return parameters ? models.map((model) => ({ ...model, parameters })) : models;
    },

    stream(request, signal) {
      let hasSwitched = false;
      const write = (conceded: ChatRequest) => {
        const triedRoot = root;
        return {
          path: triedRoot + CHAT_PATH,
          body: writeChatBody(conceded, quirks),
          optionalBody: {
            ...(quirks.sendsUsageUnasked ? {} : USAGE_OPTION),
            ...writeChatParameters(conceded, quirks),
          },
          adapt(refusal: Refusal) {
            if (hasSwitched) return false;
            hasSwitched = switchRoot(triedRoot, refusal);
            return hasSwitched;
          },
          decode: createChunkDecoder(),
        };
      };

      return service.streamChat(request, write, signal);
    },
  };
}
