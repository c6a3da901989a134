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

const NAMES = {
  topK: 'top_k',
  topP: 'top_p',
  typicalP: 'typical_p',
  temperature: 'temperature',
  repetitionPenalty: 'repetition_penalty',
  maxOutputTokens: 'max_new_tokens',
} as const;
const PARAMETERS: ParameterRanges = {
  topK: { min: 1, default: 50 },
  topP: { min: 0, max: 1 },
  typicalP: { min: 0, max: 1 },
  temperature: { min: 0, default: 0.35 },
  repetitionPenalty: { min: 0, default: 1.1111111111111112 },
  maxOutputTokens: { min: 1, default: 1024 },
};

/** Open Assistant's website, run by oneself: each answer takes five calls, and has a chat of its own that is deleted afterwards. */
export const openassistant: ProviderFactory = ({ env, http, clock, log }) => {
  const address = readVariable(env, 'OPENASSISTANT_BASE_URL');
  if (!address) return undefined;
  const api = createOpenAssistantApi(
    { http, clock },
    {
      baseUrl: readWebAddress('OPENASSISTANT_BASE_URL', address, 'http://localhost:3000'),
      cookie: readCookie(readVariable(env, 'OPENASSISTANT_COOKIE')),
    },
  );
  const format = readFormat(readVariable(env, 'OPENASSISTANT_PROMPT_FORMAT'));

  const remove = (chat: string) =>
    api.deleteChat(chat).catch((error: unknown) => {
      log?.warn({ provider: 'openassistant', error: String(error) }, 'a chat was left behind');
    });

  return {
    name: 'openassistant',
    // A new answer makes the server give up the others of the same account.
    concurrency: 1,

    async models(signal) {
      const list = await api.listModels(signal).catch((error: unknown) => {
        if (error instanceof ProviderError && error.kind === 'not_found')
          return [...openAssistantModels.keys()];
        throw error;
      });
      return listModels(list, toModel);
    },

    async *stream(request, signal) {
      if (signal.aborted) return;
      // Not broken off by an abort: a chat whose id never came could not be deleted.
      const creating = api.createChat(new AbortController().signal);
      let chat: string | undefined;
      try {
        chat = await untilAborted(creating, signal);
        if (chat !== undefined)
          yield* answerIn(api, chat, request, writePrompt(request, format), signal);
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        const deleted = creating.then(remove, () => {});
        if (chat !== undefined || !signal.aborted) await deleted;
      }
    },
  };
};

async function* answerIn(
  api: OpenAssistantApi,
  chat: string,
  request: ChatRequest,
  prompt: string,
  signal: AbortSignal,
): AsyncGenerator<ProviderEvent> {
  const question = await api.postQuestion(chat, prompt, signal);
  const answer = await api.orderAnswer(
    chat,
    question,
    { model: request.model, sampling: samplingOf(request.parameters) },
    signal,
  );
  const reader = createAnswerReader();
  try {
    yield* api.streamAnswer(chat, answer, request, reader.decode, signal);
  } catch (error) {
    // An answer that is complete already has no events, and a proxy may have cut them off: the message itself can tell.
    if (!(error instanceof ProviderError) || error.kind !== 'truncated') throw error;
    const message = await api.readMessage(chat, answer, signal).catch(() => undefined);
    if (dig(message, 'state') !== 'complete' || !dig(message, 'content')) throw error;
    yield* reader.finish(message);
  }
}

function samplingOf(parameters: SamplingParameters | undefined) {
  const defaults = Object.entries(NAMES).map(([name, wireName]) => [
    wireName,
    PARAMETERS[name as keyof typeof NAMES]?.default ?? null,
  ]);
  return {
    ...Object.fromEntries(defaults),
    ...writeSampling(fitSampling(parameters, PARAMETERS), NAMES),
  };
}

function toModel(entry: unknown): ListedModel {
  const id = typeof entry === 'string' ? entry : dig(entry, 'name');
  return { id, contextWindow: openAssistantModels.get(String(id)), parameters: PARAMETERS };
}

function readCookie(cookie: string | undefined): string | undefined {
  if (cookie === undefined || /^[\x20-\x7e]+$/.test(cookie)) return cookie;
  throw new ConfigError(
    'OPENASSISTANT_COOKIE holds characters that no cookie has. Copy it again: name=value.',
  );
}

/** The first clients wrapped what they asked in the marks of Llama 2, though the server adds those of its model itself. */
function readFormat(format = 'llama2'): PromptFormat {
  if (format === 'llama2' || format === 'plain') return format;
  throw new ConfigError(
    'OPENASSISTANT_PROMPT_FORMAT is neither llama2 nor plain. Leave it empty for llama2.',
  );
}
