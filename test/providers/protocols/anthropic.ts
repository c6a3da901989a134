import { anthropic as factory } from '../../../src/providers/anthropic/anthropic.ts';
import { refusalsOf } from '../../helpers/reported-refusals.ts';
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
  refusals: refusalsOf('anthropic', 'minimax'),
  endReasons: ['stop', 'length', 'filter'],
  unreadableFrame: 'data: oops\n\n',
};
