import { openaiResponses as factory } from '../../../src/providers/openai-responses/openai-responses.ts';
import { chatCompletions } from './chat-completions.ts';
import { namedEvent, type Protocol } from './protocol.ts';

const usage = { input_tokens: 3, output_tokens: 4, total_tokens: 7 };

function ended(type: string, response: Readonly<Record<string, unknown>>) {
  return namedEvent({
    type: `response.${type}`,
    sequence_number: 9,
    response: { object: 'response', ...response },
  });
}

function incomplete(reason: string) {
  return ended('incomplete', {
    status: 'incomplete',
    error: null,
    incomplete_details: { reason },
    usage,
  });
}

const ENDS = {
  stop: ended('completed', { status: 'completed', error: null, incomplete_details: null, usage }),
  length: incomplete('max_output_tokens'),
  filter: incomplete('content_filter'),
} as const;

export const openaiResponses: Protocol = {
  ...chatCompletions,
  name: 'openai_responses',
  factory,
  env: (url) => ({ OPENAI_RESPONSES_BASE_URL: url, OPENAI_RESPONSES_API_KEY: 'sk-test' }),
  head:
    ended('created', { status: 'in_progress', error: null }) +
    namedEvent({
      type: 'response.output_item.added',
      output_index: 0,
      item: { type: 'message', content: [] },
    }),
  text: (delta) => namedEvent({ type: 'response.output_text.delta', delta, output_index: 0 }),
  reasoning: (delta) =>
    namedEvent({ type: 'response.reasoning_summary_text.delta', delta, output_index: 0 }),
  end: (reason) =>
    namedEvent({ type: 'response.output_item.done', output_index: 0 }) + ENDS[reason],
  endWithoutEvidence: namedEvent({ type: 'response.output_item.done', output_index: 0 }),
  emptyFrame: namedEvent({ type: 'response.in_progress', response: { status: 'in_progress' } }),
  errorFrames: [
    [
      namedEvent({ type: 'error', code: 'rate_limit_exceeded', message: 'x', param: null }),
      'rate_limit',
    ],
    [
      ended('failed', { status: 'failed', error: { code: 'server_error', message: 'x' } }),
      'server',
    ],
    [
      ended('failed', { status: 'failed', error: { code: 'invalid_prompt', message: 'x' } }),
      'bad_request',
    ],
  ],
};
