import { openassistant as factory } from '../../../src/providers/openassistant/openassistant.ts';
import { event, finalEvent, pendingEvent, tokenEvent } from '../../helpers/openassistant-server.ts';
import type { Protocol, ReceivedRequest } from './protocol.ts';

/** Every step succeeds. The events are the stream. */
function answerSideRequest({ method, path }: ReceivedRequest) {
  if (path.endsWith('/events')) return undefined;
  if (path.endsWith('/models')) return [{ name: 'OA_test' }];
  return method === 'GET' ? { state: 'pending', content: '' } : { id: path };
}

export const openassistant: Protocol = {
  name: 'openassistant',
  factory,
  env: (url) => ({ OPENASSISTANT_BASE_URL: url, OPENASSISTANT_COOKIE: 'session=1' }),
  model: 'OA_test',
  framing: 'sse',
  sendsUsage: false,
  endsWithWholeText: true,
  answerSideRequest,
  head: pendingEvent,
  text: tokenEvent,
  reasoning: (thought) => event('plugin_intermediate', { current_plugin_thought: thought }),
  end: () => finalEvent(''),
  endWithoutEvidence: pendingEvent,
  emptyFrame: event('safe_prompt', { safe_prompt: 'x' }),
  errorFrames: [
    [event('error', { error: 'Timeout', message: null }), 'server'],
    [
      event('error', {
        error: 'Aborted due to worker error.',
        message: { state: 'aborted_by_worker' },
      }),
      'server',
    ],
    ['event: error\r\ndata: {"error":{"message":"x","code":503}}\r\n\r\n', 'overloaded'],
  ],
  refusals: [
    [400, { message: 'Parent message is not complete' }, 'bad_request'],
    [413, { message: 'x' }, 'too_large'],
    [429, { message: 'x' }, 'rate_limit'],
    [503, { message: 'The server is currently busy. Please try again later.' }, 'overloaded'],
  ],
  endReasons: ['stop'],
  unreadableFrame: 'data: oops\r\n\r\n',
};
