import { ollama as factory } from '../../../src/providers/ollama/ollama.ts';
import { refusalsOf } from '../../helpers/reported-refusals.ts';
import { line, type Protocol } from './protocol.ts';

const base = { model: 'llama-test', created_at: '2026-01-01T00:00:00Z' } as const;

function say(fields: Record<string, unknown>) {
  return line({ ...base, message: { role: 'assistant', content: '', ...fields }, done: false });
}

export const ollama: Protocol = {
  name: 'ollama',
  factory,
  env: (url) => ({ OLLAMA_BASE_URL: url }),
  model: 'llama-test',
  framing: 'lines',
  answerSideRequest({ path }) {
    if (path === '/api/tags') return { models: [{ name: 'llama-test', model: 'llama-test' }] };
    return path === '/api/show' ? { capabilities: ['completion'] } : undefined;
  },
  head: '',
  text: (content) => say({ content }),
  reasoning: (thinking) => say({ thinking }),
  end: (reason) =>
    line({
      ...base,
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason: reason,
      prompt_eval_count: 3,
      eval_count: 4,
    }),
  endWithoutEvidence: say({}),
  emptyFrame: say({}),
  errorFrames: [
    [line({ error: 'model runner has unexpectedly stopped' }), 'server'],
    [
      line({
        error: 'the prompt is too long: it exceeds the available context size (4096 tokens)',
      }),
      'context_length',
    ],
  ],
  refusals: refusalsOf('ollama'),
  endReasons: ['stop', 'length'],
  unreadableFrame: 'oops\n',
};
