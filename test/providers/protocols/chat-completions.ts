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
  refusals: [
    [400, error('x', { code: 'context_length_exceeded' }), 'context_length'],
    [400, error('x', { code: 'content_policy_violation' }), 'content_filter'],
    [400, { detail: [{ loc: ['body'], msg: 'Field required', type: 'missing' }] }, 'bad_request'],
    [400, error('x', { code: 'string_above_max_length' }), 'bad_request'],
    [401, error('x', { type: 'invalid_request_error', code: 'invalid_api_key' }), 'auth'],
    [403, error('`inputs` tokens + `max_new_tokens` must be <= 9', {}), 'context_length'],
    [
      403,
      error('x', { code: 403, metadata: { reasons: ['violence'], flagged_input: 'secret' } }),
      'content_filter',
    ],
    [404, error('x', { code: 'model_not_found' }), 'not_found'],
    [413, error('Request too large for model', { code: 'request_too_large' }), 'too_large'],
    [429, error('x', { type: 'insufficient_quota', code: 'insufficient_quota' }), 'payment'],
    [429, error('Request too large for gpt-x on tokens per min (TPM)', {}), 'context_length'],
    [
      429,
      { object: 'error', message: 'Service tier capacity exceeded for this model.' },
      'rate_limit',
    ],
    [503, error('Loading model', { code: 503, type: 'unavailable_error' }), 'overloaded'],
  ],
  endReasons: ['stop', 'length', 'filter'],
  unreadableFrame: 'data: oops\n\n',
};
