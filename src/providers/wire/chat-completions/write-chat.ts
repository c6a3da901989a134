import type { ChatRequest, PromptMessage } from '../../../contracts/provider.ts';
import { dataUrl } from '../body/data-url.ts';
import type { JsonObject } from '../json.ts';
import { fitSampling, nameSampling } from '../sampling.ts';
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
export function writeChat(
  { model, system, messages }: ChatRequest,
  { alternatesRoles }: Quirks = {},
): JsonObject {
  const said = alternatesRoles ? alternateRoles(messages) : messages;
  return {
    model,
    messages: [...(system ? [{ role: 'system', content: system }] : []), ...said.map(writeMessage)],
    stream: true,
  };
}

/** The sampling parameters of a question, in the words of the vendor. */
export function writeParameters({ parameters }: ChatRequest, quirks: Quirks): JsonObject {
  return nameSampling(fitSampling(parameters, quirks.parameters), {
    ...NAMES,
    ...quirks.parameterNames,
  });
}

function writeMessage({ role, text, images = [] }: PromptMessage): JsonObject {
  if (images.length === 0) return { role, content: text };
  const pictures = images.map((image) => ({
    type: 'image_url',
    image_url: { url: dataUrl(image) },
  }));
  return { role, content: [...(text ? [{ type: 'text', text }] : []), ...pictures] };
}
