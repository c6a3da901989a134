import { cohere as factory } from '../../../src/providers/cohere/cohere.ts';
import { refusalsOf } from '../../helpers/reported-refusals.ts';
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
  refusals: refusalsOf('cohere'),
  endReasons: ['stop', 'length', 'filter'],
  unreadableFrame: 'data: oops\n\n',
};
