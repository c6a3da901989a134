import type { ChatRequest, ProviderEvent } from '../../contracts/provider.ts';
import { ProviderError } from '../../errors.ts';
import { requestJson, requestText } from '../wire/exchange/request-text.ts';
import type { WireCall, WireParts } from '../wire/exchange/send.ts';
import { type StreamCall, streamEvents } from '../wire/exchange/stream-events.ts';
import { SHORT_CALL_LIMITS, timeLimitsFor } from '../wire/exchange/time-limits.ts';
import { dig, type JsonObject, parseJson } from '../wire/json.ts';
import { joinWebAddress } from '../wire/settings/web-address.ts';
import { WireFault } from '../wire/wire-fault.ts';

/** The calls that one answer takes, in their order. What they give are ids. */
export interface OpenAssistantApi {
  listModels(signal: AbortSignal): Promise<unknown>;
  createChat(signal: AbortSignal): Promise<string>;
  postQuestion(chat: string, text: string, signal: AbortSignal): Promise<string>;
  /** Has a question answered. */
  orderAnswer(
    chat: string,
    question: string,
    order: AnswerOrder,
    signal: AbortSignal,
  ): Promise<string>;
  streamAnswer(
    chat: string,
    answer: string,
    request: ChatRequest,
    decode: StreamCall['decode'],
    signal: AbortSignal,
  ): AsyncIterable<ProviderEvent>;
  readMessage(chat: string, answer: string, signal: AbortSignal): Promise<unknown>;
  deleteChat(chat: string): Promise<void>;
}

export interface AnswerOrder {
  readonly model: string;
  readonly sampling: JsonObject;
}

export interface ApiOptions {
  readonly baseUrl: URL;
  readonly cookie: string | undefined;
}

const LOG_IN = 'Log in to it, and copy its cookie to OPENASSISTANT_COOKIE.';
const CURES = {
  auth: LOG_IN,
  permission: LOG_IN,
  not_found: 'Check OPENASSISTANT_BASE_URL, and that its chat is switched on.',
};
/** Whoever stopped an answer waits for it. */
const DELETE_LIMITS = { headersMs: 5_000, firstContentMs: 5_000, idleMs: 5_000, totalMs: 5_000 };

export function createOpenAssistantApi(
  parts: WireParts,
  { baseUrl, cookie }: ApiOptions,
): OpenAssistantApi {
  const call = (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    query = {},
    body?: JsonObject,
  ): WireCall => ({
    provider: 'openassistant',
    request: {
      method,
      url: joinWebAddress(baseUrl, path, query),
      headers: { ...(cookie && { cookie }), ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    },
    limits: SHORT_CALL_LIMITS,
    cures: CURES,
  });
  const create = (path: string, body: JsonObject | undefined, signal: AbortSignal) =>
    requestText(parts, call('POST', path, {}, body), signal, readId);

  return {
    listModels: (signal) => requestJson(parts, call('GET', 'api/chat/models'), signal),
    createChat: (signal) => create('api/chat', undefined, signal),
    postQuestion: (chat, text, signal) =>
      create(
        'api/chat/prompter_message',
        { chat_id: chat, parent_id: null, content: text },
        signal,
      ),

    async orderAnswer(chat, question, { model, sampling }, signal) {
      const body = {
        chat_id: chat,
        parent_id: question,
        model_config_name: model,
        sampling_parameters: sampling,
      };
      try {
        return await create('api/chat/assistant_message', { ...body, plugins: [] }, signal);
      } catch (error) {
        throw refusesModel(error) ? unknownModel(model, error) : error;
      }
    },

    streamAnswer: (chat, answer, request, decode, signal) =>
      streamEvents(
        parts,
        {
          ...call('GET', 'api/chat/events', { chat_id: chat, message_id: answer }),
          limits: timeLimitsFor(baseUrl, request),
          decode,
        },
        signal,
      ),

    readMessage: (chat, answer, signal) =>
      requestJson(
        parts,
        call('GET', 'api/chat/message', { chat_id: chat, message_id: answer }),
        signal,
      ),

    // An abort must not keep it from being deleted.
    deleteChat: (chat) =>
      requestText(
        parts,
        { ...call('DELETE', 'api/chat', { chat_id: chat }), limits: DELETE_LIMITS },
        new AbortController().signal,
        () => {},
      ),
  };
}

function readId(text: string): string {
  const json = parseJson(text);
  const id = dig(json, 'id');
  if (typeof id === 'string') return id;
  throw json === undefined
    ? new WireFault('sent something that is not JSON')
    : new WireFault('reported an error', text);
}

/** The rest of the request is always the same, and was accepted. */
function refusesModel(error: unknown): error is ProviderError {
  return error instanceof ProviderError && error.status === 422;
}

function unknownModel(model: string, { provider, status = 422 }: ProviderError): ProviderError {
  const problem = `${provider} does not take the model “${model}” with its sampling parameters`;
  return new ProviderError(`${problem} (${status}). Choose another one.`, {
    kind: 'not_found',
    provider,
    status,
  });
}
