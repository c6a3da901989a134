import { ConfigError } from '../errors.ts';
import { readVariable } from '../lib/env.ts';
import type { ProviderFactory } from './provider-parts.ts';
import { createChatCompletions } from './wire/chat-completions/create-chat-completions.ts';

const DEFAULT_BASE_URL = 'https://api.openai.com/v1';

/** OpenAI, or whatever speaks its protocol at `OPENAI_BASE_URL`. */
export const openai: ProviderFactory = ({ env, http, clock }) => {
  const apiKey = readVariable(env, 'OPENAI_API_KEY');
  const baseUrl = readVariable(env, 'OPENAI_BASE_URL');
  if (!apiKey && !baseUrl) return undefined;
  // Anything else would be refused by HTTP itself at the first question.
  if (apiKey && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new ConfigError('OPENAI_API_KEY holds characters that no key has. Copy it again, without quotes and spaces.');
  }
  return createChatCompletions({ http, clock }, { name: 'openai', baseUrl: readBaseUrl(baseUrl), apiKey });
};

function readBaseUrl(address = DEFAULT_BASE_URL): URL {
  const url = URL.parse(address);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new ConfigError(
    'OPENAI_BASE_URL is no web address. Write it with http:// or https:// and the path before /chat/completions, for instance http://localhost:11434/v1.',
  );
}
