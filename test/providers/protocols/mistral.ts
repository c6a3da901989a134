import { mistral as factory } from '../../../src/providers/mistral.ts';
import { refusalsOf } from '../../helpers/reported-refusals.ts';
import { chatCompletions } from './chat-completions.ts';
import { event, type Protocol } from './protocol.ts';

function part(content: unknown) {
  return event({ id: '1', choices: [{ index: 0, delta: { content }, finish_reason: null }] });
}

export const mistral: Protocol = {
  ...chatCompletions,
  refusals: refusalsOf('mistral'),
  name: 'mistral',
  factory,
  env: (url) => ({ MISTRAL_BASE_URL: url, MISTRAL_API_KEY: 'mistral-key' }),
  reasoning: (text) => part([{ type: 'thinking', thinking: [{ type: 'text', text }] }]),
  text: (text) => part([{ type: 'text', text }]),
};
