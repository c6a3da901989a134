import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ConfigError } from '../../../src/errors.ts';
import { protocolSuite } from '../protocols/protocol-suite.ts';
import {
  FULL_REQUEST,
  hello,
  never,
  PNG_BASE64,
  startConversation,
} from '../protocols/start-conversation.ts';
import { tgi } from '../protocols/tgi.ts';

const GOLDEN = `data:{"index":1,"token":{"id":9906,"text":" Hello","logprob":-0.12,"special":false},"generated_text":null,"details":null}

data:{"index":2,"token":{"id":0,"text":"!","logprob":-0.2,"special":false},"generated_text":null,"details":null}

data:{"index":3,"token":{"id":2,"text":"</s>","logprob":-0.1,"special":true},"generated_text":" Hello!","details":{"finish_reason":"eos_token","generated_tokens":3,"seed":null,"input_length":11}}

`;

function token(text: string, finishReason?: string) {
  const details = finishReason
    ? { finish_reason: finishReason, generated_tokens: 3, input_length: 11 }
    : null;
  const event = {
    index: 1,
    token: { id: 1, text, special: false },
    generated_text: finishReason ? 'all of it' : null,
    details,
  };
  return `data:${JSON.stringify(event)}\n\n`;
}

protocolSuite(tgi);

it('tgi sends the conversation as one text, and reads how the model continues it', async (t) => {
  const { ask, exchanges } = await startConversation(t, tgi, (exchange) =>
    exchange.respond(200, GOLDEN),
  );
  const parameters = {
    temperature: 0,
    topP: 1,
    topK: 5,
    maxOutputTokens: 100,
    stop: ['a', 'b', 'c', 'd'],
  };
  assert.deepEqual(await ask({ ...FULL_REQUEST, parameters }), [
    { type: 'text-delta', text: ' Hello' },
    { type: 'text-delta', text: '!' },
    { type: 'end', reason: 'stop', raw: 'eos_token' },
    { type: 'usage', inputTokens: 11, outputTokens: 3 },
  ]);
  const exchange = exchanges.at(-1);
  assert.equal(`${exchange?.method} ${exchange?.path}`, 'POST /generate_stream');
  assert.deepEqual(exchange?.json, {
    inputs: 'Be brief.\n\nUser: Ann: Hi\n\nAssistant: Hello\n\nUser: Bob: And I?\n\nAssistant:',
    parameters: {
      max_new_tokens: 100,
      temperature: 0.01,
      top_p: 0.99,
      top_k: 5,
      stop: ['\nUser:', 'a', 'b', 'c'],
      details: true,
      return_full_text: false,
    },
  });
});

it('tgi sends images only to models that can see', async (t) => {
  const { provider, exchanges } = await startConversation(t, tgi, (exchange) =>
    exchange.respond(200, GOLDEN),
  );
  for (const model of ['org/llava-next', 'org/llama']) {
    await Array.fromAsync(provider.stream({ model, ...FULL_REQUEST }, never));
  }
  const picture = `User: ![](data:image/png;base64,${PNG_BASE64})Bob: And I?`;
  assert.deepEqual(
    exchanges.flatMap(({ method, text }) => (method === 'POST' ? text.includes(picture) : [])),
    [true, false],
  );
});

const stops: readonly [name: string, body: string, text: string][] = [
  [
    'the next user turn',
    token('Hi.') + token('\n') + token('User') + token(':', 'stop_sequence'),
    'Hi.',
  ],
  [
    'a text that only begins like one',
    token('Hi.\n') + token('Use') + token(' it', 'eos_token'),
    'Hi.\nUse it',
  ],
  ['a beginning of one at the end', token('Hi.') + token('\nUser', 'length'), 'Hi.\nUser'],
];

it('tgi does not show the next user turn when the model begins to write it', async (t) => {
  let body = '';
  const { ask } = await startConversation(t, tgi, (exchange) => exchange.respond(200, body));
  for (const [name, bytes, text] of stops) {
    body = bytes;
    const events = await ask(hello);
    assert.equal(
      events.map((event) => (event.type === 'text-delta' ? event.text : '')).join(''),
      text,
      name,
    );
  }
});

it('tgi lists the one model of its server', async (t) => {
  const info = { model_id: 'org/llava-next', max_total_tokens: 4_096, max_input_tokens: 4_095 };
  const { provider } = await startConversation(t, tgi, (exchange) => exchange.respond(200, info));
  const [{ parameters: _, ...model } = { id: '' }] = await provider.models(never);
  assert.deepEqual(model, { id: 'org/llava-next', contextWindow: 4_096, images: true });
});

it('tgi needs its address, and says so when only a key is set', async (t) => {
  const build = startConversation(t, tgi, () => {}, { TGI_BASE_URL: '', TGI_API_KEY: 'secret' });
  await assert.rejects(
    build,
    (error) =>
      error instanceof ConfigError &&
      /TGI_BASE_URL/.test(error.message) &&
      !/secret/.test(error.message),
  );
});
