import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { it, type TestContext } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { ConfigError } from '../../src/errors.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Env } from '../../src/lib/env.ts';
import { openai } from '../../src/providers/openai.ts';
import { createHttp } from '../../src/providers/wire/exchange/http.ts';
import { type OpenAiServerOptions, sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import { readOutcome } from '../helpers/read-outcome.ts';
import { openai as protocol } from './protocols/openai.ts';
import { protocolSuite } from './protocols/protocol-suite.ts';

const never = new AbortController().signal;

function create(env: Env) {
  const http = createHttp({ env });
  return { http, provider: openai({ env, clock: systemClock, http }) };
}

async function start(t: TestContext, options: OpenAiServerOptions = {}, env: Env = {}) {
  const server = await startOpenAiServer(options);
  const { http, provider } = create({ OPENAI_BASE_URL: server.url, ...env });
  t.after(async () => {
    await http.close();
    await server.stop();
  });
  assert.ok(provider);
  return { server, provider };
}

/** Starts a server that has only `/chat/completions`, at its root. */
async function startRootServer(t: TestContext) {
  const http = createServer((request, response) => {
    if (request.url !== '/chat/completions') return response.writeHead(404).end('Cannot GET');
    return response.end(
      'data: {"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}]}\n\n',
    );
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  t.after(() => http.close());
  return { root: `http://127.0.0.1:${(http.address() as AddressInfo).port}` };
}

const hello = { model: 'test-model', messages: [{ role: 'user', text: 'Hello?' }] } as const;

protocolSuite(protocol);

it('openai names a malformed variable without showing its value', () => {
  for (const OPENAI_BASE_URL of ['localhost/v1', 'not an address', 'file:///etc']) {
    assert.throws(
      () => create({ OPENAI_BASE_URL }),
      (error) => error instanceof ConfigError && /OPENAI_BASE_URL/.test(error.message),
    );
  }
  assert.throws(
    () => create({ OPENAI_API_KEY: 'sk-1 2\nsecret' }),
    (error) =>
      error instanceof ConfigError &&
      /OPENAI_API_KEY/.test(error.message) &&
      !/secret/.test(error.message),
  );
});

it('openai sends the system prompt, the history and its key, and asks for a stream with usage', async (t) => {
  const { server, provider } = await start(t, {}, { OPENAI_API_KEY: 'sk-test' });
  const request = {
    model: 'test-model',
    system: 'Be brief.',
    messages: [
      { role: 'user', text: 'Ann: Hi' },
      { role: 'assistant', text: 'Hello' },
      { role: 'user', text: 'Bob: And I?' },
    ],
  } as const;
  const events = await Array.fromAsync(provider.stream(request, never));
  assert.deepEqual(server.streams[0]?.body, {
    model: 'test-model',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Ann: Hi' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'Bob: And I?' },
    ],
    stream: true,
    stream_options: { include_usage: true },
  });
  assert.equal(server.streams[0]?.headers.authorization, 'Bearer sk-test');
  assert.equal(server.streams[0]?.headers.accept, 'text/event-stream');
  assert.equal(server.streams[0]?.headers['accept-encoding'], 'identity');
  assert.deepEqual(events, [
    { type: 'accepted' },
    { type: 'text-delta', text: 'Hell' },
    { type: 'text-delta', text: 'o!' },
    { type: 'end', reason: 'stop', raw: 'stop' },
    { type: 'usage', inputTokens: 7, outputTokens: 2 },
  ]);
});

it('openai sends no key when none is set, and accepts a base address with slashes at its end', async (t) => {
  const { server, provider } = await start(t);
  await Array.fromAsync(provider.stream(hello, never));
  assert.equal(server.streams[0]?.headers.authorization, undefined);

  const slashed = create({ OPENAI_BASE_URL: `${server.url}//` });
  t.after(() => slashed.http.close());
  assert.equal((await slashed.provider?.models(never))?.length, 1);
});

it('openai uses one connection for requests that follow each other', async (t) => {
  const { server, provider } = await start(t);
  for (let count = 0; count < 5; count++) {
    await Array.fromAsync(provider.stream(hello, never));
    // undici takes a connection back a moment after the last byte.
    await setImmediate();
  }
  assert.equal(server.connections, 1);
});

for (const [status, body] of [
  [400, { error: { message: 'Unrecognized request argument supplied: stream_options' } }],
  [422, { error: 'invalid body' }],
] as const)
  it(`openai repeats a request without the usage option when a server does not know it (${status})`, async (t) => {
    const { server, provider } = await start(t, {
      script: (stream) => {
        if (!stream.body.stream_options) return sayText('Hello!')(stream);
        stream.refuse(status, body);
      },
    });
    for (let count = 0; count < 2; count++) {
      const events = await Array.fromAsync(provider.stream(hello, never));
      assert.deepEqual(events.at(-1), { type: 'end', reason: 'stop', raw: 'stop' });
    }
    assert.deepEqual(
      server.streams.map(({ body }) => Boolean(body.stream_options)),
      [true, false, false],
    );
  });

it('openai finds the API of a bare host at its root and at /v1', async (t) => {
  const { server } = await start(t);
  const { http, provider } = create({ OPENAI_BASE_URL: new URL(server.url).origin });
  t.after(() => http.close());
  const { root } = await startRootServer(t);
  const { http: rootHttp, provider: atRoot } = create({ OPENAI_BASE_URL: root });
  t.after(() => rootHttp.close());
  for (const found of [provider, atRoot]) {
    assert.ok(found);
    await found.models(never).catch(() => {});
    for (let count = 0; count < 2; count++) {
      assert.match(await readOutcome(found.stream(hello, never)), / \| stop/);
    }
  }
});

it('openai finds the API of a bare host for concurrent requests', async (t) => {
  const { server } = await start(t);
  const { http, provider } = create({ OPENAI_BASE_URL: new URL(server.url).origin });
  t.after(() => http.close());
  assert.ok(provider);
  const outcomes = await Promise.all(
    Array.from({ length: 4 }, () => readOutcome(provider.stream(hello, never))),
  );
  for (const outcome of outcomes) assert.match(outcome, / \| stop/);
});

it('openai does not try another path when only the model is not found', async (t) => {
  const { server } = await start(t);
  const requestedPaths: string[] = [];
  const http = Object.assign(
    (...[request]: Parameters<ReturnType<typeof createHttp>>) => {
      requestedPaths.push(new URL(request.url).pathname);
      const body = [Buffer.from('{"error":{"message":"The model `x` does not exist"}}')];
      return Promise.resolve({ status: 404, headers: {}, body: Readable.from(body) });
    },
    { close: async () => {} },
  );
  const provider = openai({
    env: { OPENAI_BASE_URL: new URL(server.url).origin },
    clock: systemClock,
    http,
  });
  assert.ok(provider);
  await assert.rejects(Array.fromAsync(provider.stream(hello, never)), { kind: 'not_found' });
  assert.deepEqual(requestedPaths, ['/chat/completions']);
});

it('openai lists models from every known shape, without those that do not chat', async (t) => {
  const { server, provider } = await start(t);
  const list = async (models: unknown) => {
    server.models = models;
    return provider.models(never);
  };
  assert.deepEqual(
    await list({
      data: [
        { id: 'gpt-x' },
        { id: 'text-embedding-3-small' },
        { id: 'whisper-1' },
        { id: 'gpt-x' },
      ],
    }),
    [{ id: 'gpt-x' }],
  );
  assert.deepEqual(await list([{ id: 'a', context_length: 8192 }, 'b']), [
    { id: 'a', contextWindow: 8192 },
    { id: 'b' },
  ]);
  assert.deepEqual(
    await list({ models: [{ name: 'llama:8b' }, { name: 'nomic-embed-text:latest' }] }),
    [{ id: 'llama:8b' }],
  );
  assert.deepEqual(
    await list({
      data: [
        { id: 'local', meta: { n_ctx_train: 4096 } },
        { id: 'vllm', max_model_len: 100 },
      ],
    }),
    [
      { id: 'local', contextWindow: 4096 },
      { id: 'vllm', contextWindow: 100 },
    ],
  );
  const openRouter = {
    id: 'meta-llama/x',
    context_length: null,
    top_provider: { context_length: 9 },
    architecture: { input_modalities: ['text', 'image'] },
    supported_parameters: ['tools'],
    pricing: { prompt: '0.00000015', completion: '0.0000006', request: '0' },
  };
  assert.deepEqual(await list({ data: [openRouter] }), [
    {
      id: 'meta-llama/x',
      contextWindow: 9,
      images: true,
      audio: false,
      reasoning: false,
      price: { input: 0.15, output: 0.6 },
    },
  ]);
  const modelsOfVendors = [
    { id: 'together', type: 'chat', pricing: { input: 0.18, output: 0.2, hourly: 0 } },
    { id: 'picture', type: 'image' },
    {
      id: 'vercel',
      type: 'language',
      tags: ['reasoning'],
      pricing: { input: '0.000003', output: '0.000015' },
    },
    {
      id: 'deepinfra',
      metadata: { context_length: 7, pricing: { input_tokens: 0.1, output_tokens: 0.3 } },
    },
    { id: 'auto', pricing: { prompt: '-1', completion: '-1' } },
    { id: 'free', pricing: { prompt: '0', completion: '0' } },
    { id: 'github', supported_input_modalities: ['text', 'image'], capabilities: ['streaming'] },
    { id: 'voxtral', capabilities: { completion_chat: true, audio: true } },
    { id: 'heard', architecture: { input_modalities: ['text', 'audio'] } },
    { id: 'moonshot', supports_image_in: false, supports_reasoning: true },
    {
      id: 'huggingface',
      providers: [{ provider: 'a', context_length: 9 }, { provider: 'b', context_length: 7 }, {}],
    },
  ];
  assert.deepEqual(await list({ data: modelsOfVendors }), [
    { id: 'together', price: { input: 0.18, output: 0.2 } },
    { id: 'vercel', reasoning: true, price: { input: 3, output: 15 } },
    { id: 'deepinfra', contextWindow: 7, price: { input: 0.1, output: 0.3 } },
    { id: 'auto' },
    { id: 'free', price: { input: 0, output: 0 } },
    { id: 'github', images: true, audio: false, reasoning: false },
    { id: 'voxtral', audio: true },
    { id: 'heard', images: false, audio: true },
    { id: 'moonshot', images: false, reasoning: true },
    { id: 'huggingface', contextWindow: 7 },
  ]);
  assert.deepEqual(await list({ data: [null, 3, {}, { id: '' }] }), []);
  await assert.rejects(list(401), { name: 'ProviderError', kind: 'auth', status: 401 });
  await assert.rejects(list({ error: { message: 'x', code: 401 } }), {
    name: 'ProviderError',
    kind: 'auth',
  });
  await assert.rejects(list('<html>'), { name: 'ProviderError', kind: 'protocol' });
  await assert.rejects(list(['x'.repeat(9 * 1024 * 1024)]), {
    name: 'ProviderError',
    kind: 'protocol',
  });
});

it('openai uses HTTPS_PROXY, except for the hosts in NO_PROXY', async (t) => {
  const tunnelTargets: (string | undefined)[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    tunnelTargets.push(request.url);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  t.after(() => proxy.close());

  const HTTPS_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const ask = async (env: Env) => {
    const { http, provider } = create({
      HTTPS_PROXY,
      OPENAI_BASE_URL: 'https://models.invalid/v1',
      ...env,
    });
    t.after(() => http.close());
    assert.ok(provider);
    await assert.rejects(Array.fromAsync(provider.stream(hello, never)), { kind: 'connect' });
  };
  await ask({});
  await ask({ NO_PROXY: 'models.invalid' });
  assert.deepEqual(tunnelTargets, ['models.invalid:443']);
  assert.throws(() => createHttp({ env: { HTTPS_PROXY: 'no address' } }), /HTTPS_PROXY/);
});
