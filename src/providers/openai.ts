import type { ProviderFactory } from './provider-parts.ts';
import { createChatCompletions } from './wire/chat-completions/chat-completions.ts';
import { readEndpoint } from './wire/settings/read-endpoint.ts';

const OWN_HOST = 'api.openai.com';
/** Its newer models refuse the name that everybody else knows. */
const OWN_QUIRKS = { parameterNames: { maxOutputTokens: 'max_completion_tokens' } };

/** OpenAI, or whatever speaks its protocol at `OPENAI_BASE_URL`. */
export const openai: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'OPENAI', `https://${OWN_HOST}/v1`);
  if (!endpoint) return undefined;
  const quirks = endpoint.baseUrl.hostname === OWN_HOST ? OWN_QUIRKS : {};
  return createChatCompletions({ http, clock }, { name: 'openai', ...endpoint, quirks });
};
