import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openaiResponses } from '../protocols/openai-responses.ts';
import { namedEvent } from '../protocols/protocol.ts';
import { protocolSuite } from '../protocols/protocol-suite.ts';
import {
  FULL_REQUEST,
  hello,
  never,
  PNG_BASE64,
  startConversation,
} from '../protocols/start-conversation.ts';

const GOLDEN = `event: response.created
data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","status":"in_progress","error":null,"output":[],"usage":null}}

event: response.output_item.added
data: {"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}}

event: response.reasoning_summary_text.delta
data: {"type":"response.reasoning_summary_text.delta","sequence_number":2,"item_id":"rs_1","output_index":0,"summary_index":0,"delta":"They greet."}

event: response.output_text.delta
data: {"type":"response.output_text.delta","sequence_number":3,"item_id":"msg_1","output_index":1,"content_index":0,"delta":"Hello","logprobs":[],"obfuscation":"Kq"}

event: response.output_text.delta
data: {"type":"response.output_text.delta","sequence_number":4,"item_id":"msg_1","output_index":1,"content_index":0,"delta":"!","logprobs":[]}

event: response.output_text.done
data: {"type":"response.output_text.done","sequence_number":5,"item_id":"msg_1","output_index":1,"content_index":0,"text":"Hello!"}

event: response.completed
data: {"type":"response.completed","sequence_number":6,"response":{"id":"resp_1","object":"response","status":"completed","error":null,"incomplete_details":null,"output":[{"type":"message","content":[{"type":"output_text","text":"Hello!"}]}],"usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":0},"output_tokens":12,"output_tokens_details":{"reasoning_tokens":7},"total_tokens":21}}}

`;

protocolSuite(openaiResponses);

it('openai_responses sends the prompt, asks the server to store nothing, and reads the answer', async (t) => {
  const { ask, exchanges } = await startConversation(t, openaiResponses, (exchange) =>
    exchange.respond(200, GOLDEN),
  );
  const parameters = {
    temperature: 3,
    maxOutputTokens: 1,
    presencePenalty: 1,
    reasoningEffort: 'low',
  } as const;
  assert.deepEqual(await ask({ ...FULL_REQUEST, parameters }), [
    { type: 'reasoning-delta', text: 'They greet.' },
    { type: 'text-delta', text: 'Hello' },
    { type: 'text-delta', text: '!' },
    { type: 'end', reason: 'stop', raw: 'completed' },
    { type: 'usage', inputTokens: 9, outputTokens: 12, reasoningTokens: 7 },
  ]);
  const [exchange] = exchanges;
  assert.equal(`${exchange?.method} ${exchange?.path}`, 'POST /responses');
  assert.equal(exchange?.headers.authorization, 'Bearer sk-test');
  assert.deepEqual(exchange?.json, {
    model: 'test-model',
    instructions: 'Be brief.',
    input: [
      { role: 'user', content: 'Ann: Hi' },
      { role: 'assistant', content: 'Hello' },
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'Bob: And I?' },
          { type: 'input_image', image_url: `data:image/png;base64,${PNG_BASE64}` },
        ],
      },
    ],
    stream: true,
    store: false,
    temperature: 2,
    max_output_tokens: 16,
    reasoning: { effort: 'low', summary: 'auto' },
  });
});

it('openai_responses repeats a request without a parameter that a reasoning model refuses', async (t) => {
  const { ask, exchanges } = await startConversation(t, openaiResponses, (exchange) => {
    const message = "Unsupported parameter: 'temperature' is not supported with this model.";
    if (exchange.json.temperature === undefined) return exchange.respond(200, GOLDEN);
    exchange.respond(400, {
      error: { message, type: 'invalid_request_error', param: 'temperature', code: null },
    });
  });
  await ask({ ...hello, parameters: { temperature: 0.5 } });
  assert.equal(exchanges.length, 2);
});

it('openai_responses reads a response that is not streamed', async (t) => {
  const body = {
    object: 'response',
    status: 'incomplete',
    error: null,
    incomplete_details: { reason: 'max_output_tokens' },
    output: [
      { type: 'reasoning' },
      { type: 'message', content: [{ type: 'output_text', text: 'All.' }] },
    ],
    usage: { input_tokens: 1, output_tokens: 2 },
  };
  const { ask } = await startConversation(t, openaiResponses, (exchange) =>
    exchange.respond(200, body),
  );
  assert.deepEqual(await ask(hello), [
    { type: 'text-delta', text: 'All.' },
    { type: 'end', reason: 'length', raw: 'max_output_tokens' },
    { type: 'usage', inputTokens: 1, outputTokens: 2 },
  ]);
});

it('openai_responses lists the models of its address that chat', async (t) => {
  const data = [{ id: 'gpt-x' }, { id: 'whisper-1' }];
  const { provider } = await startConversation(t, openaiResponses, (exchange) =>
    exchange.respond(200, { data }),
  );
  assert.deepEqual(
    (await provider.models(never)).map(({ id }) => id),
    ['gpt-x'],
  );
});

const delta = (text: string) => namedEvent({ type: 'response.output_text.delta', delta: text });
const doneText = (text: string) => namedEvent({ type: 'response.output_text.done', text });
const donePart = (text: string) =>
  namedEvent({ type: 'response.content_part.done', part: { type: 'output_text', text } });
const doneItem = (item: object) => namedEvent({ type: 'response.output_item.done', item });
const message = (...texts: readonly string[]) => ({
  type: 'message',
  content: texts.map((text) => ({ type: 'output_text', text })),
});
const thoughts = { type: 'reasoning', content: [{ type: 'reasoning_text', text: 'Hm.' }] };
const completed = (...output: readonly object[]) =>
  namedEvent({ type: 'response.completed', response: { status: 'completed', output } });

const wholeAnswers: readonly (readonly [subject: string, body: string, words: string])[] = [
  [
    'deltas that every later event repeats',
    delta('One') +
      delta(' two.') +
      doneText('One two.') +
      doneItem(message('One two.')) +
      completed(message('One two.')),
    'One two.',
  ],
  [
    'a finished part without deltas behind one with deltas',
    delta('One') + doneText('One') + doneText(' two.') + completed(),
    'One two.',
  ],
  [
    'only finished parts, and their item',
    donePart('One') + donePart(' two.') + doneItem(message('One', ' two.')) + completed(),
    'One two.',
  ],
  [
    'a finished item with more parts than were told',
    delta('One') + doneText('One') + doneItem(message('One', ' two.')) + completed(),
    'One two.',
  ],
  ['only a finished item', doneItem(message('One', ' two.')) + completed(), 'One two.'],
  [
    'deltas that lack the end of their part',
    delta('One') + doneText('One two.') + completed(),
    'One two.',
  ],
  [
    'deltas that lack the second item',
    delta('One') + completed(message('One'), message(' two.')),
    'One two.',
  ],
  ['deltas and empty repetitions', delta('One two.') + doneText('') + completed(), 'One two.'],
  [
    'a repetition with other words',
    delta('One two.') + doneText('1 2.') + completed(message('1 2.')),
    'One two.',
  ],
  [
    'thoughts in the finished response only',
    completed(thoughts, message('One two.')),
    '(Hm.)One two.',
  ],
  [
    'thoughts in a finished item, and again',
    doneItem(thoughts) + completed(thoughts, message('Yes.')),
    '(Hm.)Yes.',
  ],
];

for (const [subject, body, words] of wholeAnswers) {
  it(`openai_responses gives all words once: ${subject}`, async (t) => {
    const { ask } = await startConversation(t, openaiResponses, (exchange) =>
      exchange.respond(200, body),
    );
    const events = await ask(hello);
    const seen = events.map((event) => {
      if (event.type === 'text-delta') return event.text;
      return event.type === 'reasoning-delta' ? `(${event.text})` : '';
    });
    assert.equal(seen.join(''), words);
  });
}
