import type {
  ChatRequest,
  ParameterRanges,
  ProviderEvent,
  SamplingParameters,
} from '../../contracts/provider.ts';
import { ConfigError, ProviderError } from '../../errors.ts';
import { readVariable } from '../../lib/env.ts';
import { untilAborted } from '../../lib/until-aborted.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { dig } from '../wire/json.ts';
import { type ListedModel, listModels } from '../wire/list-models.ts';
import { fitSampling, writeSampling } from '../wire/sampling.ts';
import { readWebAddress } from '../wire/settings/web-address.ts';
import { createAnswerReader } from './answer-reader.ts';
import { createOpenAssistantApi, type OpenAssistantApi } from './api.ts';
import { openAssistantModels } from './models.ts';
import { type PromptFormat, writePrompt } from './prompt.ts';

const PARAMETER_NAMES = {
  topK: 'top_k',
  topP: 'top_p',
  typicalP: 'typical_p',
  temperature: 'temperature',
  repetitionPenalty: 'repetition_penalty',
  maxOutputTokens: 'max_new_tokens',
} as const;
const PARAMETER_RANGES: ParameterRanges = {
  topK: { min: 1, default: 50 },
  topP: { min: 0, max: 1 },
  typicalP: { min: 0, max: 1 },
  temperature: { min: 0, default: 0.35 },
  repetitionPenalty: { min: 0, default: 1.1111111111111112 },
  maxOutputTokens: { min: 1, default: 1024 },
};

/**
 * A self-hosted website of Open Assistant. The public one, https://open-assistant.io, is gone. Each
 * answer takes five calls, and has a chat of its own that is deleted afterwards.
 */
export const openassistant: ProviderFactory = ({ env, http, clock, log }) => {
  const address = readVariable(env, 'OPENASSISTANT_BASE_URL');
  if (!address) return undefined;

  const baseUrl = readWebAddress('OPENASSISTANT_BASE_URL', address, 'http://localhost:3000');
  const cookie = readCookie(readVariable(env, 'OPENASSISTANT_COOKIE'));
  const format = readFormat(readVariable(env, 'OPENASSISTANT_PROMPT_FORMAT'));
  const api = createOpenAssistantApi({ http, clock }, { baseUrl, cookie });

  const deleteChat = (chatId: string) =>
    api.deleteChat(chatId).catch((error: unknown) => {
      const fields = { provider: 'openassistant', error: String(error) };
      log?.warn(fields, 'openassistant: chat could not be deleted');
    });

  return {
    name: 'openassistant',
    takesImages: false,
    // A new answer makes the server give up the other answers of the same account.
    concurrency: 1,

    async models(signal) {
      const list = await api.listModels(signal).catch((error: unknown) => {
        const hasNoModelList = error instanceof ProviderError && error.kind === 'not_found';
        if (hasNoModelList) return [...openAssistantModels.keys()];
        throw error;
      });

      return listModels(list, readModel);
    },

    async *stream(request, signal) {
      if (signal.aborted) return;

      // An abort does not end this call: a chat could not be deleted if its id never arrived.
      const creation = api.createChat(new AbortController().signal);
      let chatId: string | undefined;

      try {
        chatId = await untilAborted(creation, signal);
        if (chatId === undefined) return;

        yield* answerInChat(api, chatId, request, writePrompt(request, format), signal);
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        const deletion = creation.then(deleteChat, () => {});
        if (chatId !== undefined || !signal.aborted) await deletion;
      }
    },
  };
};

async function* answerInChat(
  api: OpenAssistantApi,
  chatId: string,
  request: ChatRequest,
  prompt: string,
  signal: AbortSignal,
): AsyncGenerator<ProviderEvent> {
  const order = { model: request.model, sampling: writeParameters(request.parameters) };
  const questionId = await api.postQuestion(chatId, prompt, signal);
  const answerId = await api.orderAnswer(chatId, questionId, order, signal);
  const reader = createAnswerReader();

  try {
    yield* api.streamAnswer(chatId, answerId, request, reader.decode, signal);
  } catch (error) {
    // The events may be cut off: an answer that was complete before has none, and a proxy may end
    // them. The stored message then shows whether the answer is complete.
    if (!(error instanceof ProviderError) || error.kind !== 'truncated') throw error;

    const message = await api.readMessage(chatId, answerId, signal).catch(() => undefined);
    if (dig(message, 'state') !== 'complete' || !dig(message, 'content')) throw error;

    yield* reader.finish(message);
  }
}

/**
 * Writes every parameter of the protocol: its value, its default, or `null`. The server takes
 * `null` for all of them but the last.
 */
function writeParameters(parameters: SamplingParameters | undefined) {
  const defaults = Object.entries(PARAMETER_NAMES).map(([name, wireName]) => [
    wireName,
    PARAMETER_RANGES[name as keyof typeof PARAMETER_NAMES]?.default ?? null,
  ]);

  return {
    ...Object.fromEntries(defaults),
    ...writeSampling(fitSampling(parameters, PARAMETER_RANGES), PARAMETER_NAMES),
  };
}

/** The server lists objects with a name. The models of the public service are plain ids. */
function readModel(entry: unknown): ListedModel {
  const id = typeof entry === 'string' ? entry : dig(entry, 'name');
  const contextWindow = openAssistantModels.get(String(id));

  return { id, contextWindow, parameters: PARAMETER_RANGES };
}

function readCookie(cookie: string | undefined): string | undefined {
  if (cookie === undefined || /^[\x20-\x7e]+$/.test(cookie)) return cookie;

  throw new ConfigError(
    'OPENASSISTANT_COOKIE holds characters that no cookie has. Copy it again: name=value.',
  );
}

/**
 * The first clients wrapped the prompt in the marks of Llama 2, though the server adds the marks of
 * its model itself. So that is the default.
 */
function readFormat(format = 'llama2'): PromptFormat {
  if (format === 'llama2' || format === 'plain') return format;

  throw new ConfigError(
    'OPENASSISTANT_PROMPT_FORMAT is neither llama2 nor plain. Leave it empty for llama2.',
  );
}
