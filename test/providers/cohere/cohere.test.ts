import assert from 'node:assert/strict';
import { it } from 'node:test';
import { cohere } from '../protocols/cohere.ts';
import { protocolSuite } from '../protocols/protocol-suite.ts';
import {
  FULL_CHAT,
  FULL_REQUEST,
  hello,
  never,
  startConversation,
} from '../protocols/start-conversation.ts';

const GOLDEN = `event: message-start
data: {"id":"29f14a5a","type":"message-start","delta":{"message":{"role":"assistant","content":[],"tool_plan":"","tool_calls":[],"citations":[]}}}

event: content-start
data: {"type":"content-start","index":0,"delta":{"message":{"content":{"type":"thinking","thinking":""}}}}

event: content-delta
data: {"type":"content-delta","index":0,"delta":{"message":{"content":{"thinking":"They greet."}}}}

event: content-end
data: {"type":"content-end","index":0}

event: content-start
data: {"type":"content-start","index":1,"delta":{"message":{"content":{"type":"text","text":""}}}}

event: content-delta
data: {"type":"content-delta","index":1,"delta":{"message":{"content":{"text":"Hello"}}}}

event: content-delta
data: {"type":"content-delta","index":1,"delta":{"message":{"content":{"text":"!"}}}}

event: content-end
data: {"type":"content-end","index":1}

event: message-end
data: {"type":"message-end","delta":{"finish_reason":"COMPLETE","usage":{"billed_units":{"input_tokens":3,"output_tokens":9},"tokens":{"input_tokens":66,"output_tokens":12}}}}

data: [DONE]

`;

protocolSuite(cohere);

it('cohere sends the prompt, and reads the answer', async (t) => {
  const { ask, exchanges } = await startConversation(t, cohere, (exchange) =>
    exchange.respond(200, GOLDEN),
  );
  const parameters = {
    temperature: 2,
    topP: 1,
    topK: 900,
    presencePenalty: -1,
    reasoningEffort: 'none',
  } as const;
  assert.deepEqual(await ask({ ...FULL_REQUEST, parameters }), [
    { type: 'reasoning-delta', text: 'They greet.' },
    { type: 'text-delta', text: 'Hello' },
    { type: 'text-delta', text: '!' },
    { type: 'end', reason: 'stop', raw: 'COMPLETE' },
    { type: 'usage', inputTokens: 66, outputTokens: 12 },
  ]);
  const [exchange] = exchanges;
  assert.equal(`${exchange?.method} ${exchange?.path}`, 'POST /v2/chat');
  assert.equal(exchange?.headers.authorization, 'Bearer cohere-key');
  assert.deepEqual(exchange?.json, {
    model: 'command-test',
    messages: FULL_CHAT,
    stream: true,
    temperature: 1,
    p: 0.99,
    k: 500,
    presence_penalty: 0,
    thinking: { type: 'disabled' },
  });
});

it('cohere reads an answer that is not streamed', async (t) => {
  const message = { role: 'assistant', content: [{ type: 'text', text: 'All.' }] };
  const usage = { billed_units: { input_tokens: 1, output_tokens: 2 } };
  const body = { id: 'x', finish_reason: 'MAX_TOKENS', message, usage };
  const { ask } = await startConversation(t, cohere, (exchange) => exchange.respond(200, body));
  assert.deepEqual(await ask(hello), [
    { type: 'text-delta', text: 'All.' },
    { type: 'end', reason: 'length', raw: 'MAX_TOKENS' },
    { type: 'usage', inputTokens: 1, outputTokens: 2 },
  ]);
});

it('cohere lists the models that chat, at an address with or without a version', async (t) => {
  const models = [
    {
      name: 'command-a',
      endpoints: ['chat'],
      context_length: 256_000,
      features: ['vision', 'tools'],
    },
    { name: 'embed-v4', endpoints: ['embed'] },
    { name: 'command-r', endpoints: ['generate', 'chat'], features: null },
  ];
  const { url, provider } = await startConversation(t, cohere, (exchange) =>
    exchange.path === '/v1/models' ? exchange.respond(200, { models }) : exchange.respond(404),
  );
  const versioned = await startConversation(t, cohere, () => {}, { COHERE_BASE_URL: `${url}/v2` });
  for (const each of [provider, versioned.provider]) {
    const listed = (await each.models(never)).map(({ parameters: _, ...model }) => model);
    assert.deepEqual(listed, [
      { id: 'command-a', contextWindow: 256_000, images: true, reasoning: false },
      { id: 'command-r' },
    ]);
  }
});
