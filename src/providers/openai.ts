import type { ProviderFactory } from './provider-parts.ts';
import { createChatCompletions } from './wire/chat-completions/chat-completions.ts';
import { readEndpoint } from './wire/settings/read-endpoint.ts';

const OPENAI_HOST = 'api.openai.com';
/** OpenAI's newer models refuse `max_tokens`, the name that every other server knows. */
const OPENAI_QUIRKS = {
  parameterNames: { maxOutputTokens: 'max_completion_tokens' },
  takesCacheKey: true,
  // They answer in the Responses API only (platform.openai.com, models): `openai_responses` has them.
  otherModels: /^(?:o\d-pro|gpt-[\d.]+-pro)(?:-|$)|codex/,
};

/** OpenAI, or any server that speaks Chat Completions at `OPENAI_BASE_URL`. */
export const openai: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'OPENAI', `https://${OPENAI_HOST}/v1`);
  if (!endpoint) return undefined;

  const quirks = endpoint.baseUrl.hostname === OPENAI_HOST ? OPENAI_QUIRKS : {};
  return createChatCompletions({ http, clock }, { name: 'openai', ...endpoint, quirks });
};
