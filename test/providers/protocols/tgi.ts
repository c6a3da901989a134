import { tgi as factory } from '../../../src/providers/tgi/tgi.ts';
import { refusalsOf } from '../../helpers/reported-refusals.ts';
import type { Protocol } from './protocol.ts';

const REASONS = { stop: 'eos_token', length: 'length', filter: 'none' } as const;

/** A server-sent event as the server writes it, without a space after the colon. */
function event(json: unknown): string {
  return `data:${JSON.stringify(json)}\n\n`;
}

function token(text: string, fields: Readonly<Record<string, unknown>> = {}, isSpecial = false) {
  return event({
    index: 1,
    token: { id: 1, text, logprob: -0.1, special: isSpecial },
    generated_text: null,
    ...fields,
  });
}

export const tgi: Protocol = {
  name: 'tgi',
  factory,
  env: (url) => ({ TGI_BASE_URL: url }),
  model: 'org/test',
  framing: 'sse',
  answerSideRequest: ({ method }) =>
    method === 'GET' ? { model_id: 'org/test', max_total_tokens: 4_096 } : undefined,
  head: '',
  text: (words) => token(words),
  end: (reason) =>
    token(
      '</s>',
      {
        generated_text: 'all of it',
        details: {
          finish_reason: REASONS[reason],
          generated_tokens: 4,
          seed: null,
          input_length: 3,
        },
      },
      true,
    ),
  endWithoutEvidence: token('</s>', {}, true),
  emptyFrame: token('<s>', {}, true),
  errorFrames: [
    [event({ error: 'Request failed during generation', error_type: 'generation' }), 'server'],
    [event({ error: 'Model is overloaded', error_type: 'overloaded' }), 'overloaded'],
    [
      event({
        error: 'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 9',
        error_type: 'validation',
      }),
      'context_length',
    ],
  ],
  refusals: [
    ...refusalsOf('huggingface'),
    [
      422,
      {
        error: 'Input validation error: `temperature` must be strictly positive',
        error_type: 'validation',
      },
      'bad_request',
    ],
    [422, { error: 'Template error', error_type: 'template_error' }, 'bad_request'],
    [424, { error: 'Request failed during generation', error_type: 'generation' }, 'server'],
    [429, { error: 'Model is overloaded', error_type: 'overloaded' }, 'overloaded'],
    [500, { error: 'Incomplete generation', error_type: 'incomplete_generation' }, 'server'],
  ],
  endReasons: ['stop', 'length'],
  unreadableFrame: 'data: oops\n\n',
};
