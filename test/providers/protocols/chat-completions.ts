import { refusalsOf } from '../../helpers/reported-refusals.ts';
import { event, type Protocol } from './protocol.ts';

const REASONS = { stop: 'stop', length: 'length', filter: 'content_filter' } as const;

const identity = {
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1_700_000_000,
  model: 'test-model',
};

function chunk(delta: unknown, finishReason: string | null = null) {
  return event({
    ...identity,
    choices: [{ index: 0, delta, finish_reason: finishReason }],
    usage: null,
  });
}

function error(message: string, fields: Readonly<Record<string, unknown>>) {
  return { error: { message, type: null, param: null, code: null, ...fields } };
}

const usage = event({
  ...identity,
  choices: [],
  usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
});

/** The protocol of OpenAI and of the servers that follow it. */
export const chatCompletions: Omit<Protocol, 'name' | 'factory' | 'env'> = {
  model: 'test-model',
  framing: 'sse',
  answerSideRequest: ({ method }) =>
    method === 'GET' ? { object: 'list', data: [{ id: 'test-model' }] } : undefined,
  head: chunk({ role: 'assistant', content: '' }),
  text: (content) => chunk({ content }),
  reasoning: (thought) => chunk({ content: null, reasoning_content: thought }),
  end: (reason) => `${chunk({}, REASONS[reason])}${usage}${event('[DONE]')}`,
  endWithoutEvidence: chunk({}),
  emptyFrame: event({ ...identity, choices: [] }),
  errorFrames: [
    [event(error('x', { type: 'server_error' })), 'server'],
    [event(error('x', { code: 429 })), 'rate_limit'],
    [event({ object: 'error', message: 'x', code: 503 }), 'overloaded'],
    [event(error('x', { code: 'context_length_exceeded' }), 'error'), 'context_length'],
    [
      event({
        ...error('x', { code: 502 }),
        choices: [{ delta: { content: '' }, finish_reason: 'error' }],
      }),
      'server',
    ],
  ],
  refusals: refusalsOf('openai', 'azure', 'groq', 'deepseek', 'vllm', 'llamacpp', 'lmstudio'),
  endReasons: ['stop', 'length', 'filter'],
  unreadableFrame: 'data: oops\n\n',
};
