import type { ChatRequest, PromptAudio, PromptMessage } from '../../../contracts/provider.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { describeAudio } from '../../../texts/describe-media.ts';
import { toBase64, toDataUrl } from '../body/data-url.ts';
import { alternateRoles } from '../concessions/alternate-roles.ts';
import { hashCacheKey } from '../find-cache-prefix.ts';
import type { JsonObject } from '../json.ts';
import { fitSampling, writeSampling } from '../sampling.ts';
import type { Quirks } from './quirks.ts';

const OPENAI_AUDIO_FORMATS: readonly string[] = ['wav', 'mp3'];
const AUDIO_FORMATS: Readonly<Record<string, string>> = {
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/wave': 'wav',
  'audio/vnd.wave': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/ogg': 'ogg',
  'audio/opus': 'ogg',
  'audio/flac': 'flac',
  'audio/x-flac': 'flac',
  'audio/mp4': 'm4a',
  'audio/m4a': 'm4a',
  'audio/x-m4a': 'm4a',
  'audio/aac': 'aac',
};

const PARAMETER_NAMES = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  maxOutputTokens: 'max_tokens',
  stop: 'stop',
  seed: 'seed',
  reasoningEffort: 'reasoning_effort',
} as const;

/** The body of a request, without its sampling parameters. */
export function writeChatBody(
  { model, system, messages }: ChatRequest,
  { needsAlternatingRoles, audioFormats = OPENAI_AUDIO_FORMATS }: Quirks = {},
): JsonObject {
  const turns = needsAlternatingRoles ? alternateRoles(messages) : messages;
  const systemMessages = system ? [{ role: 'system', content: system }] : [];

  return {
    model,
    messages: [...systemMessages, ...turns.map((turn) => writeMessage(turn, audioFormats))],
    stream: true,
  };
}

/** The parts that the answer does not need: the sampling parameters, under the vendor's names and within its ranges. */
export function writeChatParameters(
  { parameters, cacheKey }: ChatRequest,
  quirks: Quirks,
): JsonObject {
  const names = { ...PARAMETER_NAMES, ...quirks.parameterNames };
  return {
    ...writeSampling(fitSampling(parameters, quirks.parameters), names),
    ...omitUndefined({
      prompt_cache_key: quirks.takesCacheKey ? hashCacheKey(cacheKey) : undefined,
    }),
  };
}

function writeMessage(message: PromptMessage, audioFormats: readonly string[]): JsonObject {
  const { role, images = [], audio = [] } = message;
  const audible = audio.flatMap((recording) => {
    const format = AUDIO_FORMATS[baseType(recording)];
    return format && audioFormats.includes(format) ? { recording, format } : [];
  });
  const isHeard = new Set(audible.map(({ recording }) => recording));
  const { text } = describeAudio({
    ...message,
    audio: audio.filter((recording) => !isHeard.has(recording)),
  });
  if (images.length === 0 && audible.length === 0) return { role, content: text };

  const textParts = text ? [{ type: 'text', text }] : [];
  const imageParts = images.map((image) => ({
    type: 'image_url',
    image_url: { url: toDataUrl(image) },
  }));
  const audioParts = audible.map(({ recording, format }) => ({
    type: 'input_audio',
    input_audio: { data: toBase64(recording), format },
  }));
  return { role, content: [...textParts, ...imageParts, ...audioParts] };
}

function baseType({ mime }: PromptAudio): string {
  return mime.toLowerCase().split(';')[0]?.trim() ?? '';
}
