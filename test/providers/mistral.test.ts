import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mistral } from './protocols/mistral.ts';
import { protocolSuite } from './protocols/protocol-suite.ts';
import {
  FULL_CHAT,
  FULL_REQUEST,
  never,
  startConversation,
} from './protocols/start-conversation.ts';

const GOLDEN = `data: {"id":"cmpl-1","object":"chat.completion.chunk","created":1,"model":"mistral-test","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

data: {"id":"cmpl-1","object":"chat.completion.chunk","created":1,"model":"mistral-test","choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"They greet."}]}]},"finish_reason":null}]}

data: {"id":"cmpl-1","object":"chat.completion.chunk","created":1,"model":"mistral-test","choices":[{"index":0,"delta":{"content":"Hello!"},"finish_reason":null}]}

data: {"id":"cmpl-1","object":"chat.completion.chunk","created":1,"model":"mistral-test","choices":[{"index":0,"delta":{"content":""},"finish_reason":"model_length"}],"usage":{"prompt_tokens":5,"total_tokens":38,"completion_tokens":33}}

data: [DONE]

`;

protocolSuite(mistral);

it('mistral sends its own parameter names and ranges, and reads the answer', async (t) => {
  const { ask, exchanges } = await startConversation(t, mistral, (exchange) =>
    exchange.respond(200, GOLDEN),
  );
  const parameters = {
    temperature: 2,
    seed: 7,
    maxOutputTokens: 100,
    topK: 5,
    reasoningEffort: 'low',
  } as const;
  assert.deepEqual(await ask({ ...FULL_REQUEST, parameters }), [
    { type: 'reasoning-delta', text: 'They greet.' },
    { type: 'text-delta', text: 'Hello!' },
    { type: 'end', reason: 'length', raw: 'model_length' },
    { type: 'usage', inputTokens: 5, outputTokens: 33 },
  ]);
  assert.deepEqual(exchanges[0]?.json, {
    model: 'test-model',
    messages: FULL_CHAT,
    stream: true,
    temperature: 1.5,
    random_seed: 7,
    max_tokens: 100,
  });
});

it('mistral lists the models that chat, with their context windows and capabilities', async (t) => {
  const data = [
    {
      id: 'mistral-a',
      max_context_length: 131_072,
      capabilities: { completion_chat: true, vision: true },
    },
    { id: 'mistral-ocr', capabilities: { completion_chat: false, vision: true } },
  ];
  const { provider } = await startConversation(t, mistral, (exchange) =>
    exchange.respond(200, { object: 'list', data }),
  );
  const listed = (await provider.models(never)).map(({ parameters: _, ...model }) => model);
  assert.deepEqual(listed, [{ id: 'mistral-a', contextWindow: 131_072, images: true }]);
});
