import { gemini as factory } from '../../../src/providers/gemini/gemini.ts';
import { refusalsOf } from '../../helpers/reported-refusals.ts';
import type { Protocol } from './protocol.ts';

const REASONS = { stop: 'STOP', length: 'MAX_TOKENS', filter: 'SAFETY' } as const;

/** A server-sent event as Google writes it. */
function chunk(json: unknown): string {
  return `data: ${JSON.stringify(json)}\r\n\r\n`;
}

function say(part: Record<string, unknown>) {
  const content = { role: 'model', parts: [part] };
  return chunk({
    candidates: [{ content, index: 0 }],
    usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 4 },
    modelVersion: 'gemini-test',
  });
}

function error(code: number, status: string, message = 'x', details: readonly unknown[] = []) {
  return { error: { code, message, status, details } };
}

const usageMetadata = {
  promptTokenCount: 3,
  candidatesTokenCount: 2,
  thoughtsTokenCount: 2,
  totalTokenCount: 7,
};

export const gemini: Protocol = {
  name: 'gemini',
  factory,
  env: (url) => ({ GEMINI_BASE_URL: url, GEMINI_API_KEY: 'gemini-key' }),
  model: 'gemini-test',
  framing: 'sse',
  answerSideRequest: ({ method }) =>
    method === 'GET'
      ? {
          models: [{ name: 'models/gemini-test', supportedGenerationMethods: ['generateContent'] }],
        }
      : undefined,
  head: '',
  text: (text) => say({ text }),
  reasoning: (text) => say({ text, thought: true }),
  end: (reason) =>
    chunk({ candidates: [{ finishReason: REASONS[reason], index: 0 }], usageMetadata }),
  endWithoutEvidence: chunk({
    candidates: [{ content: { parts: [{ text: '', thoughtSignature: 'x' }] } }],
    usageMetadata,
  }),
  emptyFrame: chunk({ usageMetadata }),
  errorFrames: [
    [chunk(error(503, 'UNAVAILABLE')), 'overloaded'],
    [`${JSON.stringify(error(500, 'INTERNAL'), undefined, 2)}\n`, 'server'],
    [JSON.stringify([error(429, 'RESOURCE_EXHAUSTED')]), 'rate_limit'],
  ],
  refusals: refusalsOf('gemini', 'vertex'),
  endReasons: ['stop', 'length', 'filter'],
  unreadableFrame: 'data: oops\n\n',
};
