import { replicate as factory } from '../../../src/providers/replicate/replicate.ts';
import { refusalsOf } from '../../helpers/reported-refusals.ts';
import { event, type Protocol, type ReceivedRequest } from './protocol.ts';

const metrics = { input_token_count: 3, output_token_count: 4, predict_time: 0.5 };

/** Puts the prompt into the address of the stream, so that its handler knows the question. */
function answerSideRequest({ method, path, text }: ReceivedRequest, url: string) {
  if (path.endsWith('/cancel')) return { status: 'canceled' };
  if (path.startsWith('/v1/collections/')) return { models: [{ owner: 'org', name: 'test' }] };
  if (path.startsWith('/v1/predictions/')) return { status: 'succeeded', metrics };
  if (method !== 'POST') return undefined;
  const urls = {
    get: `${url}/v1/predictions/x`,
    cancel: `${url}/v1/predictions/x/cancel`,
    stream: `${url}/stream/${encodeURIComponent(JSON.parse(text).input.prompt)}`,
  };
  return { id: 'x', status: 'starting', urls };
}

export const replicate: Protocol = {
  name: 'replicate',
  factory,
  env: (url) => ({ REPLICATE_BASE_URL: url, REPLICATE_API_KEY: 'r8-test' }),
  model: 'org/test',
  framing: 'sse',
  answerSideRequest,
  head: event('', 'logs'),
  text: (words) => event(words, 'output'),
  end: () => event('{}', 'done'),
  endWithoutEvidence: event('finished', 'logs'),
  emptyFrame: event('a line of a log', 'logs'),
  errorFrames: [
    [event({ detail: 'CUDA is out of memory' }, 'error'), 'server'],
    [event('it broke', 'error'), 'server'],
    [event({ reason: 'error' }, 'done'), 'server'],
  ],
  refusals: [
    ...refusalsOf('replicate'),
    [402, { title: 'Insufficient credit', detail: 'x', status: 402 }, 'payment'],
    [404, { detail: 'The requested resource could not be found.', status: 404 }, 'not_found'],
    [
      422,
      { title: 'Input validation failed', detail: '- input: prompt is required', status: 422 },
      'bad_request',
    ],
    [
      429,
      { detail: 'Request was throttled. Expected available in 1 second.', status: 429 },
      'rate_limit',
    ],
  ],
  endReasons: ['stop'],
};
