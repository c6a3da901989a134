import type { ChatRequest, PromptMessage } from '../../../contracts/provider.ts';
import { toDataUrl } from '../body/data-url.ts';
import type { JsonObject } from '../json.ts';
import { fitSampling, writeSampling } from '../sampling.ts';
import { alternateRoles } from './alternate-roles.ts';
import type { Quirks } from './quirks.ts';

const NAMES = {
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

/** The body of a question, without what may be left out of it. */
export function writeChatBody(
  { model, system, messages }: ChatRequest,
  { needsAlternatingRoles: alternatesRoles }: Quirks = {},
): JsonObject {
  const said = alternatesRoles ? alternateRoles(messages) : messages;
  return {
    model,
    messages: [...(system ? [{ role: 'system', content: system }] : []), ...said.map(writeMessage)],
    stream: true,
  };
}

/** The sampling parameters of a question, in the words of the vendor. */
export function writeChatParameters({ parameters }: ChatRequest, quirks: Quirks): JsonObject {
  return writeSampling(fitSampling(parameters, quirks.parameters), {
    ...NAMES,
    ...quirks.parameterNames,
  });
}

function writeMessage({ role, text, images = [] }: PromptMessage): JsonObject {
  if (images.length === 0) return { role, content: text };
  const pictures = images.map((image) => ({
    type: 'image_url',
    image_url: { url: toDataUrl(image) },
  }));
  return { role, content: [...(text ? [{ type: 'text', text }] : []), ...pictures] };
}
