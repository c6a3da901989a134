import type {
  ChatRequest,
  ParameterRanges,
  PromptMessage,
  SamplingParameters,
} from '../../contracts/provider.ts';
import { readVariable } from '../../lib/env.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { describeAudio } from '../../texts/describe-media.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { toBase64 } from '../wire/body/data-url.ts';
import { findCachePrefix } from '../wire/find-cache-prefix.ts';
import { dig, type JsonObject } from '../wire/json.ts';
import { listModels } from '../wire/list-models.ts';
import { fitSampling, writeSampling } from '../wire/sampling.ts';
import { createService } from '../wire/service.ts';
import { readEndpoint } from '../wire/settings/read-endpoint.ts';
import { createAnthropicDecoder } from './decoder.ts';

const DEFAULT_VERSION = '2023-06-01';
/** This version and later ones refuse sampling parameters, even at their default values. */
const FIRST_VERSION_WITHOUT_SAMPLING = '2026-10-21';

const PARAMETER_NAMES = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  stop: 'stop_sequences',
} as const;
const PARAMETER_RANGES: ParameterRanges = {
  maxOutputTokens: { min: 1 },
  stop: {},
  reasoningEffort: {},
};
const PARAMETER_RANGES_WITH_SAMPLING: ParameterRanges = {
  ...PARAMETER_RANGES,
  temperature: { min: 0, max: 1, default: 1 },
  topP: { min: 0, max: 1 },
  topK: { min: 0 },
};

/** The protocol requires a number. All models that are still served can write this many tokens. */
const DEFAULT_ANSWER_TOKENS = 8_192;
/** Asks the service to remember everything up to this block for five minutes. */
const CACHE_MARK = { cache_control: { type: 'ephemeral' } };
/** The API refuses a smaller budget (platform.claude.com/docs, extended thinking). */
const MIN_THINKING_TOKENS = 1_024;
const THINKING_TOKENS = { low: 2_048, medium: 8_192, high: 24_576 } as const;

/** Anthropic's Messages API, in the version that `ANTHROPIC_VERSION` names. */
export const anthropic: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'ANTHROPIC', 'https://api.anthropic.com');
  if (!endpoint) return undefined;

  const { baseUrl, apiKey } = endpoint;
  const version = readVariable(env, 'ANTHROPIC_VERSION') ?? DEFAULT_VERSION;
  const takesSampling = version < FIRST_VERSION_WITHOUT_SAMPLING;
  const parameters = takesSampling ? PARAMETER_RANGES_WITH_SAMPLING : PARAMETER_RANGES;
  const headers = omitUndefined({ 'anthropic-version': version, 'x-api-key': apiKey });
  const service = createService({ http, clock }, { name: 'anthropic', baseUrl, headers });

  return {
    name: 'anthropic',

    async models(signal) {
      const list = await service.getJson({ path: 'v1/models', query: { limit: '1000' } }, signal);

      return listModels(list, (entry) => ({
        id: dig(entry, 'id'),
        contextWindow: dig(entry, 'max_input_tokens'),
        images: dig(entry, 'capabilities', 'image_input', 'supported'),
        reasoning: dig(entry, 'capabilities', 'thinking', 'supported'),
        endsOn: dig(entry, 'retires_at'),
        parameters,
      }));
    },

    stream(request, signal) {
      const sampling = fitSampling(request.parameters, parameters);
      const thinking = takesSampling
        ? thinkingByBudget(sampling, request.mostTokens)
        : thinkingByEffort(sampling);
      const write = (conceded: ChatRequest) => ({
        path: 'v1/messages',
        body: writeBody(conceded, thinking.tokens),
        optionalBody: { ...thinking.body, ...writeParameters(sampling, thinking.tokens > 0) },
        decode: createAnthropicDecoder(),
      });

      return service.streamChat(request, write, signal);
    },
  };
};

function writeBody(request: ChatRequest, thinkingTokens: number): JsonObject {
  const { model, system, messages, parameters, mostTokens = Infinity } = request;
  const answerTokens = parameters?.maxOutputTokens ?? DEFAULT_ANSWER_TOKENS;
  const { marksSystem, messageIndex } = findCachePrefix(request);
  const systemText = system || undefined;
  return omitUndefined({
    model,
    max_tokens: Math.min(answerTokens + thinkingTokens, mostTokens),
    system: marksSystem ? [{ type: 'text', text: system, ...CACHE_MARK }] : systemText,
    messages: messages.map((message, index) =>
      writeMessage(describeAudio(message), index === messageIndex),
    ),
    stream: true,
  });
}

function writeMessage({ role, text, images = [] }: PromptMessage, isMarked: boolean): JsonObject {
  // Only answers are marked, and they have no images.
  if (isMarked) return { role, content: [{ type: 'text', text, ...CACHE_MARK }] };
  if (images.length === 0) return { role, content: text };

  const imageBlocks = images.map((image) => ({
    type: 'image',
    source: { type: 'base64', media_type: image.mime, data: toBase64(image) },
  }));
  // The API refuses an empty text block.
  const textBlocks = text ? [{ type: 'text', text }] : [];
  return { role, content: [...imageBlocks, ...textBlocks] };
}

interface Thinking {
  /** The part of the request body that asks for thinking. */
  readonly body: JsonObject;
  /** The number of tokens for thinking, which count as part of the answer. */
  readonly tokens: number;
}

const NO_THINKING: Thinking = { body: {}, tokens: 0 };

/** Half of what may be written at most is left for the answer itself. */
function thinkingByBudget(
  { reasoningEffort = 'none' }: SamplingParameters,
  mostTokens = Infinity,
): Thinking {
  if (reasoningEffort === 'none') return NO_THINKING;

  const tokens = Math.min(THINKING_TOKENS[reasoningEffort], Math.floor(mostTokens / 2));
  if (tokens < MIN_THINKING_TOKENS) return NO_THINKING;
  return { body: { thinking: { type: 'enabled', budget_tokens: tokens } }, tokens };
}

function thinkingByEffort({ reasoningEffort }: SamplingParameters): Thinking {
  if (reasoningEffort === undefined) return NO_THINKING;
  if (reasoningEffort === 'none') return { body: { thinking: { type: 'disabled' } }, tokens: 0 };

  return {
    body: {
      thinking: { type: 'adaptive', display: 'summarized' },
      output_config: { effort: reasoningEffort },
    },
    tokens: THINKING_TOKENS[reasoningEffort],
  };
}

/**
 * A model that thinks refuses sampling parameters. Newer models refuse `temperature` together with
 * `top_p`.
 */
function writeParameters(sampling: SamplingParameters, isThinking: boolean): JsonObject {
  const { temperature, topP, topK, ...others } = sampling;
  if (isThinking) return writeSampling(others, PARAMETER_NAMES);

  const compatibleSampling = temperature === undefined ? { topP, topK } : { temperature, topK };
  return writeSampling({ ...others, ...omitUndefined(compatibleSampling) }, PARAMETER_NAMES);
}
