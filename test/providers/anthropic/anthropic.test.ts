import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { SamplingParameters } from '../../../src/contracts/provider.ts';
import { anthropic } from '../protocols/anthropic.ts';
import { protocolSuite } from '../protocols/protocol-suite.ts';
import {
  FULL_REQUEST,
  hello,
  never,
  PNG_BASE64,
  startConversation,
} from '../protocols/start-conversation.ts';

const GOLDEN = `event: message_start
data: {"type":"message_start","message":{"id":"msg_1nZdL29xx5MUA1yADyHTEsnR8uuvGzszyY","type":"message","role":"assistant","content":[],"model":"claude-test","stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":25,"cache_creation_input_tokens":5,"cache_read_input_tokens":10,"output_tokens":1}}}

event: content_block_start
data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

event: ping
data: {"type": "ping"}

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"They greet."}}

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQBCgIYAhIM1gbcDa9GJwZA2b3h"}}

event: content_block_stop
data: {"type":"content_block_stop","index":0}

event: content_block_start
data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

event: content_block_delta
data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hello"}}

event: content_block_delta
data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"!"}}

event: something_new
data: {"type":"something_new","text":"not yet known"}

event: content_block_stop
data: {"type":"content_block_stop","index":1}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":15}}

event: message_stop
data: {"type":"message_stop"}

`;

protocolSuite(anthropic);

it('anthropic sends the prompt with its key and version, and reads the answer', async (t) => {
  const { ask, exchanges } = await startConversation(t, anthropic, (exchange) =>
    exchange.respond(200, GOLDEN),
  );
  assert.deepEqual(await ask(FULL_REQUEST), [
    { type: 'reasoning-delta', text: 'They greet.' },
    { type: 'text-delta', text: 'Hello' },
    { type: 'text-delta', text: '!' },
    { type: 'end', reason: 'stop', raw: 'end_turn' },
    {
      type: 'usage',
      inputTokens: 40,
      outputTokens: 15,
      cachedInputTokens: 10,
      cacheWriteInputTokens: 5,
    },
  ]);
  const [exchange] = exchanges;
  assert.equal(`${exchange?.method} ${exchange?.path}`, 'POST /v1/messages');
  assert.equal(exchange?.headers['x-api-key'], 'sk-ant-test');
  assert.equal(exchange?.headers['anthropic-version'], '2023-06-01');
  assert.deepEqual(exchange?.json, {
    model: 'claude-test',
    max_tokens: 8_192,
    system: 'Be brief.',
    messages: [
      { role: 'user', content: 'Ann: Hi' },
      { role: 'assistant', content: 'Hello' },
      {
        role: 'user',
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG_BASE64 } },
          { type: 'text', text: 'Bob: And I?' },
        ],
      },
    ],
    stream: true,
  });
});

it('anthropic filters sampling parameters by the version of the API', async (t) => {
  const sent = async (parameters: SamplingParameters, ANTHROPIC_VERSION = '') => {
    const env = { ANTHROPIC_VERSION };
    const { ask, exchanges } = await startConversation(
      t,
      anthropic,
      (exchange) => exchange.respond(200, GOLDEN),
      env,
    );
    await ask({ ...hello, parameters });
    const {
      model: _model,
      messages: _messages,
      stream: _stream,
      ...others
    } = exchanges[0]?.json ?? {};
    assert.equal(exchanges[0]?.headers['anthropic-version'], ANTHROPIC_VERSION || '2023-06-01');
    return others;
  };
  const all = {
    temperature: 1.5,
    topK: 5,
    presencePenalty: 1,
    stop: ['\n'],
    maxOutputTokens: 100,
    seed: 1,
  };
  assert.deepEqual(await sent(all), {
    max_tokens: 100,
    temperature: 1,
    top_k: 5,
    stop_sequences: ['\n'],
  });
  assert.deepEqual(await sent(all, '2026-10-21'), { max_tokens: 100, stop_sequences: ['\n'] });
  assert.deepEqual(await sent({ temperature: 0.5, topP: 0.5 }), {
    max_tokens: 8_192,
    temperature: 0.5,
  });
  assert.deepEqual(await sent({ topP: 0.5 }), { max_tokens: 8_192, top_p: 0.5 });

  const thinks = { reasoningEffort: 'low', temperature: 0.2, maxOutputTokens: 100 } as const;
  assert.deepEqual(await sent(thinks), {
    max_tokens: 2_148,
    thinking: { type: 'enabled', budget_tokens: 2_048 },
  });
  assert.deepEqual(await sent(thinks, '2026-10-21'), {
    max_tokens: 2_148,
    thinking: { type: 'adaptive', display: 'summarized' },
    output_config: { effort: 'low' },
  });
});

it('anthropic writes no more than can be paid, thoughts included', async (t) => {
  const { ask, exchanges } = await startConversation(t, anthropic, (exchange) =>
    exchange.respond(200, GOLDEN),
  );
  const reasoningEffort = 'high';
  await ask({ ...hello, mostTokens: 600, parameters: { maxOutputTokens: 600 } });
  await ask({ ...hello, mostTokens: 4_000, parameters: { reasoningEffort, maxOutputTokens: 900 } });
  // Too little for thoughts.
  await ask({ ...hello, mostTokens: 600, parameters: { reasoningEffort, maxOutputTokens: 600 } });
  assert.deepEqual(
    exchanges.map(({ json }) => [json.max_tokens, json.thinking]),
    [
      [600, undefined],
      [2_900, { type: 'enabled', budget_tokens: 2_000 }],
      [600, undefined],
    ],
  );
});

it('anthropic repeats a request without a parameter that the model refuses', async (t) => {
  const { ask, exchanges } = await startConversation(t, anthropic, (exchange) => {
    const message = '`temperature` is deprecated for this model.';
    if (!exchange.json.temperature) return exchange.respond(200, GOLDEN);
    exchange.respond(400, { type: 'error', error: { type: 'invalid_request_error', message } });
  });
  const events = await ask({ ...hello, parameters: { temperature: 0.5, topK: 3 } });
  assert.equal(events.at(-1)?.type, 'usage');
  assert.deepEqual(
    exchanges.map(({ json }) => [json.temperature, json.top_k]),
    [
      [0.5, 3],
      [undefined, 3],
    ],
  );
});

it('anthropic reads a message that is not streamed, and a refusal without text', async (t) => {
  let body: unknown = {
    type: 'message',
    content: [{ type: 'text', text: 'All.' }],
    stop_reason: 'max_tokens',
    usage: { input_tokens: 1, output_tokens: 2 },
  };
  const { ask } = await startConversation(t, anthropic, (exchange) => exchange.respond(200, body));
  assert.deepEqual(await ask(hello), [
    { type: 'text-delta', text: 'All.' },
    { type: 'end', reason: 'length', raw: 'max_tokens' },
    { type: 'usage', inputTokens: 1, outputTokens: 2 },
  ]);
  body = { type: 'message', content: [], stop_reason: 'refusal', stop_details: { category: 'x' } };
  await assert.rejects(ask(hello), { kind: 'content_filter' });
});

it('anthropic lists models with their capabilities, at an address with or without a version', async (t) => {
  const data = [
    {
      id: 'claude-a',
      max_input_tokens: 200_000,
      capabilities: { image_input: { supported: true }, thinking: { supported: false } },
    },
    // anthropic-sdk-csharp, ModelInfo: a time, or null while no end is planned.
    { id: 'claude-b', max_input_tokens: null, capabilities: null, retires_at: null },
    { id: 'claude-c', lifecycle: 'deprecated', retires_at: '2027-01-22T00:00:00Z' },
  ];
  const { provider, url, exchanges } = await startConversation(t, anthropic, (exchange) =>
    exchange.respond(200, { data }),
  );
  const models = await provider.models(never);
  const { parameters: _, ...first } = models[0] ?? {};
  assert.deepEqual(first, {
    id: 'claude-a',
    contextWindow: 200_000,
    images: true,
    imageTokens: { kind: 'area', pixelsPerToken: 750, maxTokens: 4_784 },
    reasoning: false,
  });
  assert.deepEqual(Object.keys(models[1] ?? {}), ['id', 'imageTokens', 'parameters']);
  assert.equal(models[1]?.parameters?.temperature?.max, 1);
  assert.equal(models[2]?.endsOn, '2027-01-22');

  const versioned = await startConversation(t, anthropic, () => {}, {
    ANTHROPIC_BASE_URL: `${url}/v1/`,
  });
  assert.equal((await versioned.provider.models(never)).length, 3);
  assert.deepEqual(
    exchanges.map(({ path }) => path),
    ['/v1/models', '/v1/models'],
  );
});

it('anthropic marks the end of what the next prompt begins with, where it is long enough', async (t) => {
  const { ask, exchanges } = await startConversation(t, anthropic, (exchange) =>
    exchange.respond(200, GOLDEN),
  );
  const long = 'A long story. '.repeat(500);
  const mark = { cache_control: { type: 'ephemeral' } };
  const messages = [
    { role: 'user', text: long },
    { role: 'assistant', text: 'I see.' },
    { role: 'user', text: 'And now?' },
  ] as const;

  await ask({ system: 'Be brief.', messages, cacheKey: 'discord:7' });
  assert.deepEqual(
    [exchanges[0]?.json.system, exchanges[0]?.json.messages],
    [
      'Be brief.',
      [
        { role: 'user', content: long },
        { role: 'assistant', content: [{ type: 'text', text: 'I see.', ...mark }] },
        { role: 'user', content: 'And now?' },
      ],
    ],
  );

  await ask({ system: long, messages: [{ role: 'user', text: 'Hello?' }], cacheKey: 'discord:7' });
  assert.deepEqual(exchanges[1]?.json.system, [{ type: 'text', text: long, ...mark }]);

  await ask({ system: long, messages });
  await ask({ ...hello, cacheKey: 'discord:7' });
  for (const { text } of exchanges.slice(2)) assert.ok(!text.includes('cache_control'));
  assert.equal(exchanges.length, 4);
});

it('anthropic writes a line in place of a recording', async (t) => {
  const { ask, exchanges } = await startConversation(t, anthropic, (exchange) =>
    exchange.respond(200, GOLDEN),
  );
  const audio = [{ mime: 'audio/ogg', bytes: Buffer.from('OggS') }];
  await ask({ messages: [{ role: 'user', text: 'Well?', audio }] });
  assert.match(exchanges[0]?.json.messages[0].content, /^Well\?\n\[recordings .*cannot hear\]$/);
});
