import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ollama } from '../protocols/ollama.ts';
import { protocolSuite } from '../protocols/protocol-suite.ts';
import {
  FULL_REQUEST,
  hello,
  never,
  PNG_BASE64,
  startConversation,
} from '../protocols/start-conversation.ts';

const GOLDEN = `{"model":"llama-test","created_at":"2026-01-01T00:00:00.1Z","message":{"role":"assistant","content":"","thinking":"They greet."},"done":false}
{"model":"llama-test","created_at":"2026-01-01T00:00:00.2Z","message":{"role":"assistant","content":"Hello"},"done":false}
{"model":"llama-test","created_at":"2026-01-01T00:00:00.3Z","message":{"role":"assistant","content":"!"},"done":false}
{"model":"llama-test","created_at":"2026-01-01T00:00:00.4Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":174560334,"load_duration":101397084,"prompt_eval_count":11,"prompt_eval_duration":13074791,"eval_count":18,"eval_duration":52479709}
`;

protocolSuite(ollama);

it('ollama sends the prompt, and reads the answer', async (t) => {
  const { ask, exchanges } = await startConversation(t, ollama, (exchange) =>
    exchange.respond(200, GOLDEN),
  );
  const parameters = {
    temperature: 0.5,
    topK: 5,
    maxOutputTokens: 100,
    stop: ['\n'],
    reasoningEffort: 'low',
  } as const;
  assert.deepEqual(await ask({ ...FULL_REQUEST, parameters }), [
    { type: 'reasoning-delta', text: 'They greet.' },
    { type: 'text-delta', text: 'Hello' },
    { type: 'text-delta', text: '!' },
    { type: 'end', reason: 'stop', raw: 'stop' },
    { type: 'usage', inputTokens: 11, outputTokens: 18 },
  ]);
  const [exchange] = exchanges;
  assert.equal(`${exchange?.method} ${exchange?.path}`, 'POST /api/chat');
  assert.equal(exchange?.headers.authorization, undefined);
  assert.notEqual(exchange?.headers.accept, 'text/event-stream');
  assert.deepEqual(exchange?.json, {
    model: 'llama-test',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Ann: Hi' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'Bob: And I?', images: [PNG_BASE64] },
    ],
    stream: true,
    options: { temperature: 0.5, top_k: 5, num_predict: 100, stop: ['\n'] },
    think: 'low',
  });
});

it('ollama asks for a larger window when the prompt does not fit into the default one', async (t) => {
  const { ask, exchanges } = await startConversation(t, ollama, (exchange) =>
    exchange.respond(200, GOLDEN),
  );
  await ask(hello);
  await ask({ messages: [{ role: 'user', text: 'word '.repeat(4_000) }] });
  assert.deepEqual(
    exchanges.map(({ json }) => json.options),
    [undefined, { num_ctx: 8_192 }],
  );
});

it('ollama keeps its window when a limit, and not the operator, allows a long answer', async (t) => {
  const { ask, exchanges } = await startConversation(t, ollama, (exchange) =>
    exchange.respond(200, GOLDEN),
  );
  await ask({ ...hello, mostTokens: 200_000, parameters: { maxOutputTokens: 200_000 } });
  await ask({ ...hello, mostTokens: 200_000, parameters: { maxOutputTokens: 6_000 } });
  assert.deepEqual(
    exchanges.map(({ json }) => json.options),
    [{ num_predict: 200_000 }, { num_predict: 6_000, num_ctx: 8_192 }],
  );
});

it('ollama repeats a request without thinking when the model cannot think', async (t) => {
  const { ask, exchanges } = await startConversation(t, ollama, (exchange) => {
    if (exchange.json.think === undefined) return exchange.respond(200, GOLDEN);
    exchange.respond(400, { error: '"llama-test" does not support thinking' });
  });
  await ask({ ...hello, parameters: { reasoningEffort: 'high' } });
  assert.equal(exchanges.length, 2);
});

it('ollama lists the models that chat with their details, at an address with or without /api and /v1', async (t) => {
  const details: Record<string, unknown> = {
    seeing: {
      capabilities: ['completion', 'vision'],
      model_info: { 'gemma3.context_length': 131_072 },
    },
    'thinking:cloud': {
      capabilities: ['completion', 'thinking'],
      model_info: { 'glm.context_length': 200_000 },
    },
    embedding: { capabilities: ['embedding'] },
  };
  const { provider, url } = await startConversation(
    t,
    ollama,
    ({ path, json, respond: answer }) => {
      const models = [...Object.keys(details), 'unknown'].map((name) => ({ name, model: name }));
      if (path === '/api/tags') return answer(200, { models });
      const found = path === '/api/show' ? details[json.model] : undefined;
      answer(found ? 200 : 404, found ?? { error: 'not found' });
    },
  );
  const listed = (await provider.models(never)).map(({ parameters: _, ...model }) => model);
  assert.deepEqual(listed, [
    { id: 'seeing', contextWindow: 32_768, images: true, reasoning: false },
    { id: 'thinking:cloud', contextWindow: 200_000, images: false, reasoning: true },
    { id: 'unknown' },
  ]);
  for (const ending of ['/api', '/v1']) {
    const elsewhere = await startConversation(t, ollama, () => {}, {
      OLLAMA_BASE_URL: `${url}${ending}`,
    });
    assert.equal((await elsewhere.provider.models(never)).length, 3);
  }
});

it('ollama says which models are loaded, and a server that does not say has none', async (t) => {
  const models = ['gemma3:4b', 'qwen3:8b'].map((name) => ({ name, model: name }));
  let running: unknown = { models: [{ name: 'qwen3:8b', model: 'qwen3:8b', size_vram: 5 }] };
  const { provider } = await startConversation(t, ollama, ({ path, respond: answer }) => {
    if (path === '/api/tags') return answer(200, { models });
    // docs.ollama.com/api, list running models.
    if (path === '/api/ps' && running) return answer(200, running);
    answer(404, { error: 'not found' });
  });
  const loaded = async () =>
    (await provider.models(never)).filter(({ isLoaded }) => isLoaded).map(({ id }) => id);
  assert.deepEqual(await loaded(), ['qwen3:8b']);
  running = undefined;
  assert.deepEqual(await loaded(), []);
});
