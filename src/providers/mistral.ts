import type { ProviderFactory } from './provider-parts.ts';
import { createChatCompletions } from './wire/chat-completions/chat-completions.ts';
import type { Quirks } from './wire/chat-completions/quirks.ts';
import { readEndpoint } from './wire/settings/read-endpoint.ts';

/**
 * The differences from OpenAI. Reasoning needs no quirk: it comes as parts of the content, which
 * the decoder of Chat Completions reads.
 */
const QUIRKS: Quirks = {
  // A request for the usage was once an error.
  sendsUsageUnasked: true,
  parameterNames: { seed: 'random_seed' },
  parameters: {
    temperature: { min: 0, max: 1.5 },
    topP: { min: 0.01, max: 1 },
    presencePenalty: { min: -2, max: 2 },
    frequencyPenalty: { min: -2, max: 2 },
    maxOutputTokens: { min: 1 },
    stop: {},
    seed: { min: 0 },
  },
};

/** Mistral speaks Chat Completions with some names and ranges of its own. */
export const mistral: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'MISTRAL', 'https://api.mistral.ai/v1');
  if (!endpoint) return undefined;

  return createChatCompletions({ http, clock }, { name: 'mistral', ...endpoint, quirks: QUIRKS });
};
