import { vitalentum as factory } from '../../../src/providers/vitalentum.ts';
import { chatCompletions } from './chat-completions.ts';
import type { Protocol } from './protocol.ts';

export const vitalentum: Protocol = {
  ...chatCompletions,
  name: 'vitalentum',
  factory,
  env: (url) => ({ VITALENTUM_BASE_URL: url }),
  model: 'gpt-3.5-turbo',
  answerSideRequest: () => undefined,
};
