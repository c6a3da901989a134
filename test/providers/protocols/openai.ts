import { openai as factory } from '../../../src/providers/openai.ts';
import { chatCompletions } from './chat-completions.ts';
import type { Protocol } from './protocol.ts';

export const openai: Protocol = {
  ...chatCompletions,
  name: 'openai',
  factory,
  env: (url) => ({ OPENAI_BASE_URL: url, OPENAI_API_KEY: 'sk-test' }),
};
