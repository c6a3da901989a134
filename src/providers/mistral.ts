import type { ProviderFactory } from './provider-parts.ts';
import { createChatCompletions } from './wire/chat-completions/chat-completions.ts';
import type { Quirks } from './wire/chat-completions/quirks.ts';
import { readEndpoint } from './wire/settings/read-endpoint.ts';

/** Its thoughts come as parts of the content, which every reader of Chat Completions here understands. */
const DIALECT: Quirks = {
  // It comes unasked, and to ask for it was an error once.
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

/** Mistral: Chat Completions in a dialect of its own. */
export const mistral: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'MISTRAL', 'https://api.mistral.ai/v1');
  return (
    endpoint &&
    createChatCompletions({ http, clock }, { name: 'mistral', ...endpoint, quirks: DIALECT })
  );
};
