import { cohere as factory } from '../../../src/providers/cohere/cohere.ts';
import { namedEvent, type Protocol } from './protocol.ts';

const REASONS = { stop: 'COMPLETE', length: 'MAX_TOKENS', filter: 'ERROR_TOXIC' } as const;

function delta(content: Readonly<Record<string, unknown>>) {
  return namedEvent({ type: 'content-delta', index: 0, delta: { message: { content } } });
}

function ended(fields: Readonly<Record<string, unknown>>) {
  return namedEvent({ type: 'message-end', delta: fields });
}

const usage = {
  billed_units: { input_tokens: 1, output_tokens: 1 },
  tokens: { input_tokens: 3, output_tokens: 4 },
};

export const cohere: Protocol = {
  name: 'cohere',
  factory,
  env: (url) => ({ COHERE_BASE_URL: url, COHERE_API_KEY: 'cohere-key' }),
  model: 'command-test',
  framing: 'sse',
  answerSideRequest: ({ method }) =>
    method === 'GET' ? { models: [{ name: 'command-test', endpoints: ['chat'] }] } : undefined,
  head:
    namedEvent({ type: 'message-start', id: 'x', delta: { message: { role: 'assistant' } } }) +
    namedEvent({
      type: 'content-start',
      index: 0,
      delta: { message: { content: { type: 'text', text: '' } } },
    }),
  text: (text) => delta({ text }),
  reasoning: (thinking) => delta({ thinking }),
  end: (reason) =>
    namedEvent({ type: 'content-end', index: 0 }) +
    ended({ finish_reason: REASONS[reason], usage }),
  endWithoutEvidence: namedEvent({ type: 'content-end', index: 0 }),
  emptyFrame: namedEvent({ type: 'citation-end', index: 0 }),
  errorFrames: [
    [ended({ finish_reason: 'ERROR', error: 'something broke', usage }), 'server'],
    [ended({ finish_reason: 'TIMEOUT' }), 'server'],
  ],
  refusals: [
    [
      400,
      { id: 'x', message: 'invalid request: message must be at least 1 token long' },
      'bad_request',
    ],
    [401, { message: 'invalid api token' }, 'auth'],
    [404, { message: "model 'x' not found" }, 'not_found'],
    [422, { message: 'x' }, 'bad_request'],
    [
      429,
      { message: 'You are using a Trial key, which is limited to 10 API calls a minute.' },
      'rate_limit',
    ],
    [498, { message: 'invalid token' }, 'auth'],
    [499, { message: 'request cancelled' }, 'server'],
    [501, { message: 'not implemented' }, 'bad_request'],
    [503, { message: 'x' }, 'overloaded'],
  ],
  endReasons: ['stop', 'length', 'filter'],
  unreadableFrame: 'data: oops\n\n',
};
