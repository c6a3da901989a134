import type { Provider } from '../../../src/contracts/provider.ts';
import type { ProviderFactory } from '../../../src/providers/provider-parts.ts';
import { createAnswerReaderFor } from '../../../src/providers/vercel/answer-reader.ts';
import type { Variant } from '../../../src/providers/vercel/variants.ts';
import { createService } from '../../../src/providers/wire/service.ts';
import { line, type Protocol } from './protocol.ts';

/** A provider that only reads answers, since each token takes a thread and a real clock. */
function createReaderOnly(body: Variant['bodyKind']): ProviderFactory {
  return ({ env, http, clock }) => {
    const baseUrl = new URL(env.VERCEL_BASE_URL ?? '');
    const service = createService({ http, clock }, { name: 'vercel', baseUrl });
    const call = { path: 'api/generate', body: {}, ...createAnswerReaderFor(body) };
    const stream: Provider['stream'] = (request, signal) =>
      service.streamChat(request, () => call, signal);
    return { name: 'vercel', models: async () => [], stream };
  };
}

const common = {
  env: (url: string) => ({ VERCEL_BASE_URL: url }),
  model: 'openai:gpt-3.5-turbo',
  endsWithBody: true,
  answerSideRequest: () => undefined,
  head: '',
  end: () => '',
  endWithoutEvidence: '',
  refusals: [],
  endReasons: [],
} as const;

export const vercelPrompt: Protocol = {
  ...common,
  name: 'vercel, prompt',
  factory: createReaderOnly('prompt'),
  framing: 'lines',
  text: line,
  emptyFrame: '\n',
  errorFrames: [
    [line('Internal Server Error'), 'server'],
    ['Internal Server Error', 'server'],
    [line({ message: 'x' }), 'server'],
    [line({ error: { message: 'x', code: 'rate_limit_exceeded' } }), 'rate_limit'],
  ],
  unreadableFrame: 'oops\n',
};

export const vercelChat: Protocol = {
  ...common,
  name: 'vercel, chat',
  factory: createReaderOnly('chat'),
  framing: 'text',
  text: (words) => words,
  emptyFrame: '',
  errorFrames: [['Internal Server Error', 'server']],
};
