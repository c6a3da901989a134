import { openassistant as factory } from '../../../src/providers/openassistant/openassistant.ts';
import { event, finished, pending, token } from '../../helpers/openassistant-server.ts';
import type { Asked, Protocol } from './protocol.ts';

/** All steps but the events go well. */
function tell({ method, path }: Asked) {
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
  tellsUsage: false,
  tell,
  head: pending,
  text: token,
  thought: (thought) => event('plugin_intermediate', { current_plugin_thought: thought }),
  end: () => finished(''),
  cutEnd: pending,
  nothing: event('safe_prompt', { safe_prompt: 'x' }),
  errors: [
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
  ends: ['stop'],
  garbage: 'data: oops\r\n\r\n',
};
