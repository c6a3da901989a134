import { event, line, namedEvent, type Protocol } from '../protocols/protocol.ts';
import type { FaultCase } from './fault-cases.ts';

type Row = readonly [name: string, body: string, outcome: string];

/** Bodies of other servers that speak the same protocol in their own way. */
export function otherWordings({ name }: Protocol): readonly FaultCase[] {
  return (ROWS[name] ?? []).map(([name, body, outcome]) => ({ name, reply: { body }, outcome }));
}

const CHAT_USAGE = { prompt_tokens: 3, completion_tokens: 4 };

/** A chunk of Chat Completions. */
function chunk(delta: unknown, fields: object = {}) {
  return event({ choices: [{ delta, ...fields }] });
}

const WORD = chunk({ content: 'a' });
const STOP = chunk({}, { finish_reason: 'stop' });

const CHAT: readonly Row[] = [
  [
    'nulls everywhere',
    chunk({ role: 'assistant', content: null, refusal: null, tool_calls: null, reasoning: null }) +
      event({ choices: [{ delta: { content: 'a' }, logprobs: null }], usage: null, error: null }) +
      chunk(null, { finish_reason: 'stop' }) +
      event({ choices: [], usage: CHAT_USAGE }),
    'a | stop 3+4',
  ],
  [
    "DeepSeek's end when it runs out of machines",
    WORD + chunk({}, { finish_reason: 'insufficient_system_resource' }),
    'a | overloaded',
  ],
  ["Mistral's end by an error", WORD + chunk({}, { finish_reason: 'error' }), 'a | server'],
  ['an empty finish_reason', chunk({ content: 'a' }, { finish_reason: '' }) + STOP, 'a | stop'],
  ['a finish_reason in capitals', chunk({ content: 'a' }, { finish_reason: 'STOP' }), 'a | stop'],
  [
    "Anthropic's word for the end",
    chunk({ content: 'a' }, { finish_reason: 'end_turn' }),
    'a | stop',
  ],
  [
    "Gemini's word for a filter",
    chunk({ content: 'a' }, { finish_reason: 'SAFETY' }),
    'a | filter',
  ],
  ['an end by [DONE] alone', `${WORD}data:[DONE]\n\n`, 'a | other'],
  [
    'a tool call',
    chunk({ tool_calls: [{ index: 0, function: {} }] }) +
      chunk({}, { finish_reason: 'tool_calls' }),
    ' | empty',
  ],
  [
    'reasoning as details',
    chunk({ reasoning_details: [{ type: 'reasoning.text', text: 'hm' }, { data: 'x' }] }) +
      WORD +
      STOP,
    '(hm)a | stop',
  ],
  [
    'reasoning under every name',
    chunk({ reasoning_content: 'hm', reasoning: 'hm', reasoning_details: [{ text: 'hm' }] }) +
      WORD +
      STOP,
    '(hm)a | stop',
  ],
  [
    'usage in the choice',
    chunk({ content: 'a' }, { finish_reason: 'stop', usage: CHAT_USAGE }),
    'a | stop 3+4',
  ],
  [
    "Groq's usage",
    WORD +
      event({ choices: [{ delta: {}, finish_reason: 'stop' }], x_groq: { usage: CHAT_USAGE } }),
    'a | stop 3+4',
  ],
  [
    "Groq's error",
    WORD + event({ x_groq: { error: { message: 'x', code: 503 } }, choices: [] }),
    'a | overloaded',
  ],
  [
    'a second choice',
    event({ choices: [{ index: 1, delta: { content: 'b' } }] }) + WORD + STOP,
    'a | stop',
  ],
  ['an event without data', `data:\n\nevent: ping\ndata: {}\n\n${WORD}${STOP}`, 'a | stop'],
  ['an error as a string', WORD + event({ error: 'x' }), 'a | server'],
  [
    'an error with its status as a string',
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
    event({ choices: [{ text: 'a', finish_reason: null }] }) + STOP,
    'a | stop',
  ],
  [
    'content as a list of parts',
    chunk({
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
        { type: 'text', text: 'a' },
        { type: 'reference', reference_ids: [1] },
      ],
    }) + STOP,
    '(hm)a | stop',
  ],
  [
    'a whole completion in place of a stream',
    JSON.stringify(
      { choices: [{ message: { content: 'a' }, finish_reason: 'stop' }], usage: CHAT_USAGE },
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
  ['a refusal in words', chunk({ refusal: 'No.' }) + STOP, 'No. | stop'],
  ['a refusal with a 200', JSON.stringify({ message: 'x', code: 429 }), ' | rate_limit'],
  ['a refusal with a 200, as details', JSON.stringify({ detail: 'x' }), ' | server'],
];

const GEMINI_USAGE = { promptTokenCount: 3, candidatesTokenCount: 4 };
const CANDIDATE = { content: { role: 'model', parts: [{ text: 'a' }] } };

const OUTPUT = [
  { type: 'reasoning', summary: [] },
  { type: 'message', content: [{ type: 'output_text', text: 'a' }] },
];
const RESPONSE_USAGE = { input_tokens: 3, output_tokens: 4 };
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
      'a | stop',
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
        { candidates: [{ ...CANDIDATE, finishReason: 'STOP' }], usageMetadata: GEMINI_USAGE },
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
      'a | overloaded',
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
      event({ type: 'response.completed', response: { output: OUTPUT, usage: RESPONSE_USAGE } }),
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
      'an incomplete end without a reason',
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
      'a whole refusal',
      event({ type: 'response.refusal.done', refusal: 'No' }) + COMPLETED,
      'No | stop',
    ],
    [
      'reasoning in several parts',
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
        { object: 'response', status: 'completed', output: OUTPUT, usage: RESPONSE_USAGE },
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
      'an event with the whole answer',
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
      'a ping that is not JSON',
      event('2023-08-28 12:00:00', 'ping') +
        event({ event_type: 'token', text: 'a' }) +
        event({ event_type: 'message', message: { content: 'a' } }),
      'a | stop',
    ],
    [
      'a type of error that only workers send',
      event({ event_type: 'internal_error', error: 'x' }),
      ' | server',
    ],
  ],
};
