import type { ChatRequest, ProviderEvent } from '../../contracts/provider.ts';
import { ProviderError } from '../../errors.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { requestJson, requestText } from '../wire/exchange/request-text.ts';
import type { WireCall, WireParts } from '../wire/exchange/send.ts';
import { type StreamCall, streamEvents } from '../wire/exchange/stream-events.ts';
import { SHORT_CALL_LIMITS, timeLimitsFor } from '../wire/exchange/time-limits.ts';
import { dig, type JsonObject, parseJson } from '../wire/json.ts';
import { joinWebAddress } from '../wire/settings/web-address.ts';
import { WireFault } from '../wire/wire-fault.ts';

/** The calls that one answer takes, in their order. The ids are those of the server. */
export interface OpenAssistantApi {
  listModels(signal: AbortSignal): Promise<unknown>;
  /** Gives the id of a new chat. */
  createChat(signal: AbortSignal): Promise<string>;
  /** Posts a question into a chat. Gives the id of the question. */
  postQuestion(chatId: string, text: string, signal: AbortSignal): Promise<string>;
  /** Puts a question into the queue for an answer. Gives the id of the answer. */
  orderAnswer(
    chatId: string,
    questionId: string,
    order: AnswerOrder,
    signal: AbortSignal,
  ): Promise<string>;
  /** The events of an answer while it is written. */
  streamAnswer(
    chatId: string,
    answerId: string,
    request: ChatRequest,
    decode: StreamCall['decode'],
    signal: AbortSignal,
  ): AsyncIterable<ProviderEvent>;
  /** The state and the text of an answer, as the server keeps it. */
  readMessage(chatId: string, answerId: string, signal: AbortSignal): Promise<unknown>;
  deleteChat(chatId: string): Promise<void>;
}

/** The options for the answer to one question. */
interface AnswerOrder {
  readonly model: string;
  /** The sampling parameters under the names of the protocol. */
  readonly sampling: JsonObject;
}

/** The address of the server, and the way in. */
interface ApiOptions {
  readonly baseUrl: URL;
  /** The cookie of a session that a person began in a browser. */
  readonly cookie: string | undefined;
}

const LOG_IN = 'Log in to it, and copy its cookie to OPENASSISTANT_COOKIE.';
const CURES = {
  auth: LOG_IN,
  permission: LOG_IN,
  not_found: 'Check OPENASSISTANT_BASE_URL, and that its chat is switched on.',
};
/** Short, since the person who stopped an answer waits until its chat is deleted. */
const DELETE_LIMITS = { headersMs: 5_000, firstContentMs: 5_000, idleMs: 5_000, totalMs: 5_000 };

/** The calls to the website of one Open Assistant server. */
export function createOpenAssistantApi(
  parts: WireParts,
  { baseUrl, cookie }: ApiOptions,
): OpenAssistantApi {
  const toCall = (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    query = {},
    body?: JsonObject,
  ): WireCall => ({
    provider: 'openassistant',
    request: omitUndefined({
      method,
      url: joinWebAddress(baseUrl, path, query),
      headers: omitUndefined({ cookie, 'content-type': body && 'application/json' }),
      body: body && JSON.stringify(body),
    }),
    limits: SHORT_CALL_LIMITS,
    cures: CURES,
  });

  const create = (path: string, body: JsonObject | undefined, signal: AbortSignal) =>
    requestText(parts, toCall('POST', path, {}, body), signal, parseId);

  return {
    listModels: (signal) => requestJson(parts, toCall('GET', 'api/chat/models'), signal),

    createChat: (signal) => create('api/chat', undefined, signal),

    postQuestion(chatId, text, signal) {
      const body = { chat_id: chatId, parent_id: null, content: text };
      return create('api/chat/prompter_message', body, signal);
    },

    async orderAnswer(chatId, questionId, { model, sampling }, signal) {
      const body = {
        chat_id: chatId,
        parent_id: questionId,
        model_config_name: model,
        sampling_parameters: sampling,
        plugins: [],
      };

      try {
        return await create('api/chat/assistant_message', body, signal);
      } catch (error) {
        throw refusesModel(error) ? createRefusedModelError(model, error) : error;
      }
    },

    streamAnswer(chatId, answerId, request, decode, signal) {
      const call = toCall('GET', 'api/chat/events', { chat_id: chatId, message_id: answerId });
      const limits = timeLimitsFor(baseUrl, request);
      return streamEvents(parts, { ...call, limits, decode }, signal);
    },

    readMessage(chatId, answerId, signal) {
      const call = toCall('GET', 'api/chat/message', { chat_id: chatId, message_id: answerId });
      return requestJson(parts, call, signal);
    },

    deleteChat(chatId) {
      const call = toCall('DELETE', 'api/chat', { chat_id: chatId });
      // A signal of its own: the chat must be deleted after an abort too.
      const { signal } = new AbortController();
      return requestText(parts, { ...call, limits: DELETE_LIMITS }, signal, () => {});
    },
  };
}

/** @throws A `WireFault` when the text is not a JSON object with an id. */
function parseId(text: string): string {
  const json = parseJson(text);
  const id = dig(json, 'id');
  if (typeof id === 'string') return id;

  if (json === undefined) throw new WireFault('sent something that is not JSON');
  throw new WireFault('reported an error', text);
}

/** The other parts of the body are always the same, and servers accept them. */
function refusesModel(error: unknown): error is ProviderError {
  return error instanceof ProviderError && error.status === 422;
}

function createRefusedModelError(
  model: string,
  { provider, status = 422 }: ProviderError,
): ProviderError {
  const problem = `${provider} does not take the model “${model}” with its sampling parameters`;

  return new ProviderError(`${problem} (${status}). Choose another one.`, {
    kind: 'not_found',
    provider,
    status,
  });
}
