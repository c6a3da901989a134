import type { ChatRequest, PromptMessage } from '../../../contracts/provider.ts';
import { toDataUrl } from '../body/data-url.ts';
import { alternateRoles } from '../concessions/alternate-roles.ts';
import type { JsonObject } from '../json.ts';
import { fitSampling, writeSampling } from '../sampling.ts';
import type { Quirks } from './quirks.ts';

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
  { needsAlternatingRoles }: Quirks = {},
): JsonObject {
  const turns = needsAlternatingRoles ? alternateRoles(messages) : messages;
  const systemMessages = system ? [{ role: 'system', content: system }] : [];

  return { model, messages: [...systemMessages, ...turns.map(writeMessage)], stream: true };
}

/** The sampling parameters of a request, under the vendor's names and within its ranges. */
export function writeChatParameters({ parameters }: ChatRequest, quirks: Quirks): JsonObject {
  const names = { ...PARAMETER_NAMES, ...quirks.parameterNames };
  return writeSampling(fitSampling(parameters, quirks.parameters), names);
}

function writeMessage({ role, text, images = [] }: PromptMessage): JsonObject {
  if (images.length === 0) return { role, content: text };

  const textParts = text ? [{ type: 'text', text }] : [];
  const imageParts = images.map((image) => ({
    type: 'image_url',
    image_url: { url: toDataUrl(image) },
  }));
  return { role, content: [...textParts, ...imageParts] };
}
