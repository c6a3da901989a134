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
import { createHttp } from '../../src/providers/wire/http.ts';
import { providerSuite } from '../contracts/provider-suite.ts';
import { eventually } from '../helpers/eventually.ts';
import { type OpenAiServerOptions, sayText, startOpenAiServer } from '../helpers/openai-server.ts';

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

/** A server that has nothing but `/chat/completions`. */
async function startRootServer(t: TestContext) {
  const http = createServer((request, response) => {
    if (request.url !== '/chat/completions') return response.writeHead(404).end('Cannot GET');
    return response.end('data: {"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}]}\n\n');
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  t.after(() => http.close());
  return { root: `http://127.0.0.1:${(http.address() as AddressInfo).port}` };
}

const hello = { model: 'test-model', messages: [{ role: 'user', text: 'Hello?' }] } as const;

providerSuite('openai', async () => {
  const server = await startOpenAiServer({
    script: (stream) => {
      if (stream.body.model !== 'test-model') return stream.refuse(404, { error: { code: 'model_not_found' } });
      if (stream.question !== 'fail') return sayText('word '.repeat(50), { pauseMs: 1 })(stream);
      stream.delta('Well');
      stream.chunk({ error: { message: 'broken', type: 'server_error' } });
      stream.end();
    },
  });
  const { http, provider } = create({ OPENAI_BASE_URL: server.url });
  assert.ok(provider);
  return {
    provider,
    model: 'test-model',
    longQuestion: 'long',
    failingQuestion: 'fail',
    async idle() {
      await Promise.all(server.streams.map(({ closed }) => closed));
    },
    async stop() {
      await http.close();
      await server.stop();
    },
  };
});

it('openai is not there without its variables', () => {
  assert.equal(create({}).provider, undefined);
  assert.equal(create({ OPENAI_API_KEY: ' ', OPENAI_BASE_URL: '' }).provider, undefined);
});

it('openai names the variable that is wrong, and does not show its value', () => {
  for (const OPENAI_BASE_URL of ['localhost:11434/v1', 'not an address', 'file:///etc']) {
    assert.throws(
      () => create({ OPENAI_BASE_URL }),
      (error) => error instanceof ConfigError && /OPENAI_BASE_URL/.test(error.message),
    );
  }
  assert.throws(
    () => create({ OPENAI_API_KEY: 'sk-1 2\nsecret' }),
    (error) => error instanceof ConfigError && /OPENAI_API_KEY/.test(error.message) && !/secret/.test(error.message),
  );
});

it('openai sends the system prompt, the history, its key, and asks for a stream with usage', async (t) => {
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
  assert.equal(server.streams[0]?.headers['accept-encoding'], 'identity');
  assert.deepEqual(events, [
    { type: 'text-delta', text: 'Hell' },
    { type: 'text-delta', text: 'o!' },
    { type: 'end', reason: 'stop', raw: 'stop' },
    { type: 'usage', inputTokens: 7, outputTokens: 2 },
  ]);
});

it('openai sends no key when it has none, and takes the base address with and without a slash at its end', async (t) => {
  const { server, provider } = await start(t);
  await Array.fromAsync(provider.stream(hello, never));
  assert.equal(server.streams[0]?.headers.authorization, undefined);

  const slashed = create({ OPENAI_BASE_URL: `${server.url}//` });
  t.after(() => slashed.http.close());
  assert.equal((await slashed.provider?.models(never))?.length, 1);
});

it('openai uses one connection for questions that follow each other', async (t) => {
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
  it(`openai asks again, at once and once, without the option that a server does not know (${status})`, async (t) => {
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

it('openai finds the API of a bare host, whether it is there or at /v1', async (t) => {
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
      assert.equal((await Array.fromAsync(found.stream(hello, never))).at(0)?.type, 'text-delta');
    }
  }
});

it('openai takes a model that is not found for no reason to look elsewhere', async (t) => {
  const { server } = await start(t);
  const asked: string[] = [];
  const http = Object.assign(
    (...[request]: Parameters<ReturnType<typeof createHttp>>) => {
      asked.push(new URL(request.url).pathname);
      const body = [Buffer.from('{"error":{"message":"The model `x` does not exist"}}')];
      return Promise.resolve({ status: 404, headers: {}, body: Readable.from(body) });
    },
    { close: async () => {} },
  );
  const provider = openai({ env: { OPENAI_BASE_URL: new URL(server.url).origin }, clock: systemClock, http });
  assert.ok(provider);
  await assert.rejects(Array.fromAsync(provider.stream(hello, never)), { kind: 'not_found' });
  assert.deepEqual(asked, ['/chat/completions']);
});

it('openai lists the models of every shape, without those that do not chat', async (t) => {
  const { server, provider } = await start(t);
  const list = async (models: unknown) => {
    server.models = models;
    return provider.models(never);
  };
  assert.deepEqual(
    await list({ data: [{ id: 'gpt-x' }, { id: 'text-embedding-3-small' }, { id: 'whisper-1' }, { id: 'gpt-x' }] }),
    [{ id: 'gpt-x' }],
  );
  assert.deepEqual(await list([{ id: 'a', context_length: 8192 }, 'b']), [
    { id: 'a', contextWindow: 8192 },
    { id: 'b' },
  ]);
  assert.deepEqual(await list({ models: [{ name: 'llama:8b' }, { name: 'nomic-embed-text:latest' }] }), [
    { id: 'llama:8b' },
  ]);
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
  };
  assert.deepEqual(await list({ data: [openRouter] }), [
    { id: 'meta-llama/x', contextWindow: 9, images: true, reasoning: false },
  ]);
  assert.deepEqual(await list({ data: [null, 3, {}, { id: '' }] }), []);
  await assert.rejects(list(401), { name: 'ProviderError', kind: 'auth', status: 401 });
  await assert.rejects(list('<html>'), { name: 'ProviderError', kind: 'protocol' });
});

it('openai leaves no connection behind when its answers are aborted, whenever that is', async (t) => {
  const { server, provider } = await start(t, { script: sayText('word '.repeat(100), { pauseMs: 1 }) });
  await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      const stopping = new AbortController();
      setTimeout(() => stopping.abort(), index);
      for await (const event of provider.stream(hello, stopping.signal)) {
        assert.ok(!stopping.signal.aborted, `${event.type} after the abort`);
      }
    }),
  );
  await eventually('all connections are closed', () => server.connections === 0);
});

it('openai goes through HTTPS_PROXY, but not to the hosts of NO_PROXY', async (t) => {
  const asked: (string | undefined)[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    asked.push(request.url);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  t.after(() => proxy.close());

  const HTTPS_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const ask = async (env: Env) => {
    const { http, provider } = create({ HTTPS_PROXY, OPENAI_BASE_URL: 'https://models.invalid/v1', ...env });
    t.after(() => http.close());
    assert.ok(provider);
    await assert.rejects(Array.fromAsync(provider.stream(hello, never)), { kind: 'connect' });
  };
  await ask({});
  await ask({ NO_PROXY: 'models.invalid' });
  assert.deepEqual(asked, ['models.invalid:443']);
  assert.throws(() => createHttp({ env: { HTTPS_PROXY: 'no address' } }), /HTTPS_PROXY/);
});
