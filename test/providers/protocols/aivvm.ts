import { aivvm as factory } from '../../../src/providers/aivvm/aivvm.ts';
import type { Protocol } from './protocol.ts';

export const aivvm: Protocol = {
  name: 'aivvm',
  factory,
  env: (url) => ({ AIVVM_BASE_URL: url }),
  model: 'gpt-3.5-turbo',
  framing: 'text',
  endsWithBody: true,
  answerSideRequest: () => undefined,
  head: '',
  text: (words) => words,
  end: () => '',
  endWithoutEvidence: '',
  emptyFrame: '',
  errorFrames: [
    ['Access denied | chat.aivvm.com used Cloudflare to restrict access', 'permission'],
  ],
  refusals: [[500, 'Error', 'server']],
  endReasons: [],
};
