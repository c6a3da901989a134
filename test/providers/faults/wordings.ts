import { event, line, namedEvent, type Protocol } from '../protocols/protocol.ts';
import type { FaultCase } from './fault-cases.ts';

type Row = readonly [what: string, body: string, outcome: string];

/** How other servers of the same protocols word what means the same. */
export function otherWordings({ name }: Protocol): readonly FaultCase[] {
  return (ROWS[name] ?? []).map(([name, body, outcome]) => ({ name, reply: { body }, outcome }));
}

const counts = { prompt_tokens: 3, completion_tokens: 4 };

function says(delta: unknown, fields: object = {}) {
  return event({ choices: [{ delta, ...fields }] });
}

const a = says({ content: 'a' });
const stop = says({}, { finish_reason: 'stop' });

const CHAT: readonly Row[] = [
  [
    'nulls everywhere',
    says({ role: 'assistant', content: null, refusal: null, tool_calls: null, reasoning: null }) +
      event({ choices: [{ delta: { content: 'a' }, logprobs: null }], usage: null, error: null }) +
      says(null, { finish_reason: 'stop' }) +
      event({ choices: [], usage: counts }),
    'a | stop 3+4',
  ],
  [
    "DeepSeek's end for want of machines",
    a + says({}, { finish_reason: 'insufficient_system_resource' }),
    'a | overloaded',
  ],
  ["Mistral's end by an error", a + says({}, { finish_reason: 'error' }), 'a | server'],
  ['an empty finish_reason', says({ content: 'a' }, { finish_reason: '' }) + stop, 'a | stop'],
  ['a finish_reason in capitals', says({ content: 'a' }, { finish_reason: 'STOP' }), 'a | stop'],
  [
    "Anthropic's word for the end",
    says({ content: 'a' }, { finish_reason: 'end_turn' }),
    'a | stop',
  ],
  ["Gemini's word for a filter", says({ content: 'a' }, { finish_reason: 'SAFETY' }), 'a | filter'],
  ['an end by [DONE] alone', `${a}data:[DONE]\n\n`, 'a | other'],
  [
    'a call of a tool',
    says({ tool_calls: [{ index: 0, function: {} }] }) + says({}, { finish_reason: 'tool_calls' }),
    ' | empty',
  ],
  [
    'reasoning as details',
    says({ reasoning_details: [{ type: 'reasoning.text', text: 'hm' }, { data: 'x' }] }) + a + stop,
    '(hm)a | stop',
  ],
  [
    'reasoning under every name',
    says({ reasoning_content: 'hm', reasoning: 'hm', reasoning_details: [{ text: 'hm' }] }) +
      a +
      stop,
    '(hm)a | stop',
  ],
  [
    'usage in the choice',
    says({ content: 'a' }, { finish_reason: 'stop', usage: counts }),
    'a | stop 3+4',
  ],
  [
    "Groq's usage",
    a + event({ choices: [{ delta: {}, finish_reason: 'stop' }], x_groq: { usage: counts } }),
    'a | stop 3+4',
  ],
  [
    "Groq's error",
    a + event({ x_groq: { error: { message: 'x', code: 503 } }, choices: [] }),
    'a | overloaded',
  ],
  [
    'a second choice',
    event({ choices: [{ index: 1, delta: { content: 'b' } }] }) + a + stop,
    'a | stop',
  ],
  ['an event without data', `data:\n\nevent: ping\ndata: {}\n\n${a}${stop}`, 'a | stop'],
  ['an error as a text', a + event({ error: 'x' }), 'a | server'],
  [
    'an error with its status as a text',
    event({ error: { message: 'x', code: '429' } }),
    ' | rate_limit',
  ],
  [
    'an error with its status in a field',
    event({ error: { message: 'x', status_code: 401 } }),
    ' | auth',
  ],
  [
    'an error by the name of its event',
    event({ message: 'x', code: 503 }, 'error'),
    ' | overloaded',
  ],
  ['an error by the name of its event, in words', event('Internal', 'error'), ' | server'],
  [
    'words of the older protocol',
    event({ choices: [{ text: 'a', finish_reason: null }] }) + stop,
    'a | stop',
  ],
  [
    'content as a list of parts',
    says({
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
        { type: 'text', text: 'a' },
        { type: 'reference', reference_ids: [1] },
      ],
    }) + stop,
    '(hm)a | stop',
  ],
  [
    'a whole completion in place of a stream',
    JSON.stringify(
      { choices: [{ message: { content: 'a' }, finish_reason: 'stop' }], usage: counts },
      null,
      2,
    ),
    'a | stop 3+4',
  ],
  [
    'a whole completion in parts, without a reason',
    JSON.stringify({ choices: [{ message: { content: [{ type: 'text', text: 'a' }] } }] }),
    'a | other',
  ],
  [
    'a whole completion as an event',
    event({ choices: [{ message: { content: 'a' }, finish_reason: 'length' }] }),
    'a | length',
  ],
  [
    'the message so far beside each delta',
    event({ choices: [{ delta: { content: 'a' }, message: { content: 'a' } }] }) +
      event({
        choices: [{ delta: { content: 'b' }, message: { content: 'ab' }, finish_reason: 'stop' }],
      }),
    'ab | stop',
  ],
  ['a refusal in words', says({ refusal: 'No.' }) + stop, 'No. | stop'],
  ['a refusal with a 200', JSON.stringify({ message: 'x', code: 429 }), ' | rate_limit'],
  ['a refusal with a 200, as details', JSON.stringify({ detail: 'x' }), ' | server'],
];

const GEMINI_COUNTS = { promptTokenCount: 3, candidatesTokenCount: 4 };
const CANDIDATE = { content: { role: 'model', parts: [{ text: 'a' }] } };

const OUTPUT = [
  { type: 'reasoning', summary: [] },
  { type: 'message', content: [{ type: 'output_text', text: 'a' }] },
];
const RESPONSE_COUNTS = { input_tokens: 3, output_tokens: 4 };
const COMPLETED = event({ type: 'response.completed', response: {} });

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  openai: CHAT,
  mistral: CHAT,
  vitalentum: CHAT,
  anthropic: [
    [
      'a whole message in place of a stream',
      JSON.stringify(
        {
          type: 'message',
          content: [
            { type: 'thinking', thinking: 'hm' },
            { type: 'text', text: 'a' },
          ],
          stop_reason: 'max_tokens',
          usage: { input_tokens: 3, output_tokens: 4 },
        },
        null,
        2,
      ),
      '(hm)a | length 3+4',
    ],
    [
      'a reason without the end',
      event({ type: 'content_block_delta', delta: { type: 'text_delta', text: 'a' } }) +
        event({ type: 'message_delta', delta: { stop_reason: 'end_turn' } }),
      'a | truncated',
    ],
    [
      'only what is needed, without names',
      event({ type: 'new' }) +
        event({ type: 'content_block_start', content_block: { type: 'text', text: 'a' } }) +
        event({ type: 'content_block_delta', delta: { type: 'new_delta' } }) +
        event({ type: 'message_delta', delta: { stop_reason: 'end_turn' } }) +
        event({ type: 'message_stop' }),
      'a | stop',
    ],
  ],
  gemini: [
    [
      'a list of one whole answer',
      JSON.stringify([
        { candidates: [{ ...CANDIDATE, finishReason: 'STOP' }], usageMetadata: GEMINI_COUNTS },
      ]),
      'a | stop 3+4',
    ],
    [
      'a whole answer in place of a stream',
      JSON.stringify({ candidates: [{ ...CANDIDATE, finishReason: 'MAX_TOKENS' }] }, null, 2),
      'a | length',
    ],
    [
      'a list that ends in an error',
      JSON.stringify([{ candidates: [CANDIDATE] }, { error: { code: 503, message: 'x' } }]),
      ' | overloaded',
    ],
    [
      'a list without the end',
      JSON.stringify([{ candidates: [CANDIDATE] }, { candidates: [CANDIDATE] }]),
      'aa | truncated',
    ],
    [
      'a prompt that was not blocked',
      event({
        promptFeedback: { safetyRatings: [] },
        candidates: [{ ...CANDIDATE, finishReason: 'STOP' }],
      }),
      'a | stop',
    ],
    [
      'the end in a chunk of its own',
      event({ candidates: [CANDIDATE] }) + event({ candidates: [{ finishReason: 'STOP' }] }),
      'a | stop',
    ],
    [
      'a list of chunks',
      JSON.stringify(
        [{ candidates: [CANDIDATE] }, { candidates: [{ finishReason: 'STOP' }] }],
        null,
        2,
      ),
      'a | stop',
    ],
    ['a blocked prompt', event({ promptFeedback: { blockReason: 'SAFETY' } }), ' | content_filter'],
    [
      'an error of several lines after words',
      event({ candidates: [CANDIDATE] }) +
        JSON.stringify({ error: { status: 'UNAVAILABLE', message: 'x' } }, null, 2),
      'a | overloaded',
    ],
  ],
  cohere: [
    [
      'a whole answer in place of a stream',
      JSON.stringify(
        { finish_reason: 'COMPLETE', message: { content: [{ type: 'text', text: 'a' }] } },
        null,
        2,
      ),
      'a | stop',
    ],
    [
      'events without names',
      event({ type: 'content-delta', delta: { message: { content: { text: 'a' } } } }) +
        event({ type: 'message-end', delta: { finish_reason: 'COMPLETE' } }),
      'a | stop',
    ],
    [
      'an end by a time-out',
      namedEvent({ type: 'message-end', delta: { finish_reason: 'TIMEOUT' } }),
      ' | server',
    ],
  ],
  ollama: [
    [
      'words with the end',
      line({ message: { content: 'a' }, done: true, done_reason: 'stop' }),
      'a | stop',
    ],
    [
      'an end without a reason',
      line({ message: { content: 'a' } }) + line({ done: true }),
      'a | stop',
    ],
    ['a model that was only loaded', line({ done: true, done_reason: 'load' }), ' | empty'],
    [
      'a whole answer in place of a stream',
      JSON.stringify({
        message: { content: 'a' },
        done: true,
        done_reason: 'stop',
        prompt_eval_count: 3,
        eval_count: 4,
      }),
      'a | stop 3+4',
    ],
    ['an error as an object', line({ error: { message: 'x', code: 429 } }), ' | rate_limit'],
  ],
  openai_responses: [
    [
      'words that come only when they are whole',
      event({ type: 'response.output_text.done', text: 'a' }) + COMPLETED,
      'a | stop',
    ],
    [
      'words that come only with the end',
      event({ type: 'response.completed', response: { output: OUTPUT, usage: RESPONSE_COUNTS } }),
      'a | stop 3+4',
    ],
    [
      'words that are cut off, and come only with the end',
      event({
        type: 'response.incomplete',
        response: { output: OUTPUT, incomplete_details: { reason: 'max_output_tokens' } },
      }),
      'a | length',
    ],
    [
      'an end that does not say why it came too early',
      event({ type: 'response.output_text.delta', delta: 'a' }) +
        event({
          type: 'response.incomplete',
          response: { status: 'incomplete', incomplete_details: null },
        }),
      'a | other',
    ],
    [
      'the same words again and again',
      event({ type: 'response.output_text.delta', delta: 'a' }) +
        event({ type: 'response.output_text.done', text: 'a' }) +
        event({ type: 'response.completed', response: { output: OUTPUT } }),
      'a | stop',
    ],
    [
      'whole words, again with the end',
      event({ type: 'response.output_text.done', text: 'a' }) +
        event({ type: 'response.completed', response: { output: OUTPUT } }),
      'a | stop',
    ],
    [
      'a refusal in deltas',
      event({ type: 'response.refusal.delta', delta: 'N' }) +
        event({ type: 'response.refusal.delta', delta: 'o' }) +
        event({ type: 'response.refusal.done', refusal: 'No' }) +
        COMPLETED,
      'No | stop',
    ],
    [
      'a refusal at once',
      event({ type: 'response.refusal.done', refusal: 'No' }) + COMPLETED,
      'No | stop',
    ],
    [
      'thoughts in several parts',
      event({ type: 'response.reasoning_summary_part.added', summary_index: 0 }) +
        event({ type: 'response.reasoning_summary_text.delta', summary_index: 0, delta: 'hm' }) +
        event({ type: 'response.reasoning_summary_part.added', summary_index: 1 }) +
        event({ type: 'response.reasoning_summary_text.delta', summary_index: 1, delta: 'so' }) +
        event({ type: 'response.output_text.delta', delta: 'a' }) +
        COMPLETED,
      '(hm)(\n\n)(so)a | stop',
    ],
    [
      'a whole response in place of a stream',
      JSON.stringify(
        { object: 'response', status: 'completed', output: OUTPUT, usage: RESPONSE_COUNTS },
        null,
        2,
      ),
      'a | stop 3+4',
    ],
    [
      'a failure by its code',
      event({ type: 'response.output_text.delta', delta: 'a' }) +
        event({
          type: 'response.failed',
          response: { error: { code: 'rate_limit_exceeded', message: 'x' } },
        }),
      'a | rate_limit',
    ],
    [
      'a [DONE] after the end',
      event({ type: 'response.output_text.delta', delta: 'a' }) +
        event({ type: 'response.completed', response: {} }) +
        event('[DONE]'),
      'a | stop',
    ],
  ],
  tgi: [
    ['a whole answer in place of a stream', JSON.stringify({ generated_text: 'a' }), 'a | other'],
    [
      'a whole answer in a list, with details',
      JSON.stringify([
        {
          generated_text: 'a',
          details: { finish_reason: 'length', generated_tokens: 4, prefill: [] },
        },
      ]),
      'a | length 0+4',
    ],
    [
      'an event that says all',
      event({ generated_text: 'a', details: { finish_reason: 'eos_token' } }),
      'a | stop',
    ],
  ],
  openassistant: [
    [
      'a message that says more than its tokens',
      'data:{"event_type":"token","text":"a"}\n\ndata:{"event_type":"message","message":{"content":"ab"}}\n\n',
      'ab | stop',
    ],
    ['an error by the name of its event', event({ message: 'x' }, 'error'), ' | server'],
    [
      'an error by the name of its event, in words',
      event('Service Unavailable', 'error'),
      ' | server',
    ],
    [
      'a ping that is no JSON',
      event('2023-08-28 12:00:00', 'ping') +
        event({ event_type: 'token', text: 'a' }) +
        event({ event_type: 'message', message: { content: 'a' } }),
      'a | stop',
    ],
    [
      'a type of error that only workers know',
      event({ event_type: 'internal_error', error: 'x' }),
      ' | server',
    ],
  ],
};
