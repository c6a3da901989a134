import { anthropic as factory } from '../../../src/providers/anthropic/anthropic.ts';
import { namedEvent, type Protocol } from './protocol.ts';

const REASONS = { stop: 'end_turn', length: 'max_tokens', filter: 'refusal' } as const;

function delta(fields: Record<string, unknown>) {
  return namedEvent({ type: 'content_block_delta', index: 0, delta: fields });
}

function error(type: string) {
  return { type: 'error', error: { type, message: 'x' }, request_id: 'req_1' } as const;
}

const messageDelta = (reason: string) =>
  namedEvent({
    type: 'message_delta',
    delta: { stop_reason: reason, stop_sequence: null },
    usage: { output_tokens: 4 },
  });

export const anthropic: Protocol = {
  name: 'anthropic',
  factory,
  env: (url) => ({ ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: 'sk-ant-test' }),
  model: 'claude-test',
  framing: 'sse',
  answerSideRequest: ({ method }) =>
    method === 'GET'
      ? { data: [{ type: 'model', id: 'claude-test' }], has_more: false }
      : undefined,
  head:
    namedEvent({
      type: 'message_start',
      message: {
        id: 'msg_1',
        role: 'assistant',
        content: [],
        usage: { input_tokens: 3, output_tokens: 1 },
      },
    }) +
    namedEvent({
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'text', text: '' },
    }),
  text: (words) => delta({ type: 'text_delta', text: words }),
  reasoning: (words) => delta({ type: 'thinking_delta', thinking: words }),
  end: (reason) =>
    namedEvent({ type: 'content_block_stop', index: 0 }) +
    messageDelta(REASONS[reason]) +
    namedEvent({ type: 'message_stop' }),
  endWithoutEvidence: namedEvent({ type: 'content_block_stop', index: 0 }),
  emptyFrame: namedEvent({ type: 'ping' }),
  errorFrames: [
    [namedEvent(error('overloaded_error')), 'overloaded'],
    [namedEvent(error('rate_limit_error')), 'rate_limit'],
    [namedEvent(error('api_error')), 'server'],
    [namedEvent(error('invalid_request_error')), 'bad_request'],
  ],
  refusals: [
    [400, error('invalid_request_error'), 'bad_request'],
    [
      400,
      {
        type: 'error',
        error: { type: 'invalid_request_error', message: 'prompt is too long: 9 tokens > 8' },
      },
      'context_length',
    ],
    [401, error('authentication_error'), 'auth'],
    [402, error('billing_error'), 'payment'],
    [403, error('permission_error'), 'permission'],
    [404, error('not_found_error'), 'not_found'],
    [413, error('request_too_large'), 'too_large'],
    [429, error('rate_limit_error'), 'rate_limit'],
    [
      429,
      {
        type: 'error',
        error: {
          type: 'rate_limit_error',
          message: 'x',
          details: { error_code: 'enforced_spend_limit_reached' },
        },
      },
      'payment',
    ],
    [500, error('api_error'), 'server'],
    [504, error('timeout_error'), 'server'],
    [529, error('overloaded_error'), 'overloaded'],
  ],
  endReasons: ['stop', 'length', 'filter'],
  unreadableFrame: 'data: oops\n\n',
};
