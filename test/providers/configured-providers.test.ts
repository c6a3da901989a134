import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { ConfigError } from '../../src/errors.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Env } from '../../src/lib/env.ts';
import { createLog } from '../../src/lib/log.ts';
import { createConfiguredProviders } from '../../src/providers/configured-providers.ts';
import { providers as table } from '../../src/providers/index.ts';
import { createHttp } from '../../src/providers/wire/exchange/http.ts';
import { createRouter } from '../../src/router/router.ts';
import { startConnectProxy } from '../helpers/connect-proxy.ts';
import { type OpenAiServerOptions, sayText, startOpenAiServer } from '../helpers/openai-server.ts';

const never = new AbortController().signal;
const hello = { model: 'test-model', messages: [{ role: 'user', text: 'Hello?' }] } as const;

/** The providers that these variables configure, without the demo. */
function create(t: TestContext, env: Env) {
  const http = createHttp({ env });
  t.after(() => http.close());
  return createConfiguredProviders(table, { env, clock: systemClock, http }).filter(
    ({ name }) => name !== 'demo',
  );
}

async function startServer(t: TestContext, options?: OpenAiServerOptions) {
  const server = await startOpenAiServer(options);
  t.after(() => server.stop());
  return server;
}

it('createConfiguredProviders creates one provider for each key, under one name and without showing the key', async (t) => {
  const server = await startServer(t);
  const providers = create(t, {
    GROQ_API_KEY: 'sk-a',
    GROQ_API_KEYS: 'sk-b, sk-a,,sk-c ',
    GROQ_BASE_URL: server.url,
  });
  assert.deepEqual(
    providers.map(({ name, keyAlias }) => [name, keyAlias]),
    [
      ['groq', 'key 1'],
      ['groq', 'key 2'],
      ['groq', 'key 3'],
    ],
  );
  for (const provider of providers) await Array.fromAsync(provider.stream(hello, never));
  assert.deepEqual(
    server.streams.map(({ headers }) => headers.authorization),
    ['Bearer sk-a', 'Bearer sk-b', 'Bearer sk-c'],
  );
  assert.doesNotMatch(JSON.stringify(providers), /sk-/);

  server.script = (stream) => stream.refuse(401, { error: { message: 'x' } });
  for (const [index, provider] of providers.entries()) {
    const named = new RegExp(
      `groq with key ${index + 1} of GROQ_API_KEY and GROQ_API_KEYS answered 401; .* Check that key\\.$`,
    );
    await assert.rejects(Array.fromAsync(provider.stream(hello, never)), named);
  }
});

it('every provider that takes a key also takes a list of keys, without the variable for a single one', (t) => {
  for (const name of ['openai', 'anthropic', 'gemini', 'mistral', 'cohere', 'xai']) {
    const providers = create(t, { [`${name.toUpperCase()}_API_KEYS`]: 'sk-a,sk-b' });
    assert.deepEqual(
      providers.map((provider) => provider.name),
      [name, name],
    );
  }
  const [alone] = create(t, { OPENAI_API_KEYS: 'sk-a' });
  assert.equal(alone?.keyAlias, undefined);
});

it('the next key is tried after a refused one, and no key is in an error or in the log', async (t) => {
  const server = await startServer(t, {
    script: (stream) => {
      const key = stream.headers.authorization;
      if (key === 'Bearer sk-good') return sayText('Hello!')(stream);
      stream.refuse(401, {
        error: { message: `Incorrect API key provided: ${key}`, code: 'invalid_api_key' },
      });
    },
  });
  const lines: string[] = [];
  const log = createLog({
    level: 'debug',
    isReadable: false,
    target: { write: (line) => lines.push(line) },
  });
  const ask = async (keys: string) => {
    const providers = create(t, { OPENAI_API_KEYS: keys, OPENAI_BASE_URL: server.url });
    const router = createRouter({ providers, clock: systemClock, log });
    return Array.fromAsync(router.stream({ ...hello, model: 'openai/test-model' }, never));
  };
  const events = await ask('sk-bad,sk-good');
  assert.deepEqual(events[1], { type: 'source', provider: 'openai', model: 'test-model' });
  assert.equal(server.streams.length, 2);
  await assert.rejects(
    ask('sk-bad,sk-worse'),
    (error: Error) =>
      /OPENAI_API_KEY/.test(error.message) && !/sk-/.test(`${error.message} ${error.stack}`),
  );
  assert.match(lines.join(), /"key":"key 1"/);
  assert.doesNotMatch(lines.join(), /sk-/);
});

it('a provider uses its own proxy, whatever the proxy of the others is', async (t) => {
  const server = await startServer(t);
  const port = Number(new URL(server.url).port);
  const proxy = await startConnectProxy(port);
  t.after(() => proxy.stop());
  const [groq, xai] = create(t, {
    GROQ_BASE_URL: 'http://groq.invalid/v1',
    GROQ_PROXY: proxy.url,
    XAI_BASE_URL: server.url,
    NO_PROXY: '*',
  });
  assert.ok(groq && xai);
  await Array.fromAsync(groq.stream(hello, never));
  await Array.fromAsync(xai.stream(hello, never));
  assert.equal(server.streams.length, 2);
  assert.deepEqual(proxy.tunnelTargets, ['groq.invalid:80']);
});

it('extra headers are sent with every request of their provider, and replace its own headers', async (t) => {
  const server = await startServer(t);
  const [openrouter, groq] = create(t, {
    OPENROUTER_API_KEY: 'sk-a',
    OPENROUTER_BASE_URL: server.url,
    OPENROUTER_HEADERS:
      'X-Title: Parley, HTTP-Referer: https://example.org, Accept: a, b, AUTHORIZATION: Basic x',
    GROQ_BASE_URL: server.url,
  });
  assert.ok(openrouter && groq);
  await Array.fromAsync(openrouter.stream(hello, never));
  await Array.fromAsync(groq.stream(hello, never));
  const [first, second] = server.streams;
  assert.equal(first?.headers['x-title'], 'Parley');
  assert.equal(first?.headers['http-referer'], 'https://example.org');
  assert.equal(first?.headers.accept, 'a, b');
  assert.equal(first?.headers.authorization, 'Basic x');
  assert.equal(second?.headers['x-title'], undefined);
});

it('a provider has no more answers under way than its CONCURRENCY variable says', async (t) => {
  const server = await startServer(t, {
    script: async (stream) => {
      await stream.held();
      await sayText('Hello!')(stream);
    },
  });
  const [llamacpp] = create(t, { LLAMACPP_BASE_URL: server.url, LLAMACPP_CONCURRENCY: '2' });
  assert.ok(llamacpp);
  const answers = [1, 2, 3].map(() => Array.fromAsync(llamacpp.stream(hello, never)));
  await server.stream(1);
  assert.equal(llamacpp.isBusy?.(), true);
  assert.equal(server.streams.length, 2);
  server.release();
  await server.stream(2);
  server.release();
  await Promise.all(answers);
  assert.equal(llamacpp.isBusy?.(), false);
});

const malformed: readonly (readonly [variable: string, value: string, cure: RegExp])[] = [
  ['OPENAI_API_KEYS', 'sk-secret,sk secret', /Copy it again/],
  ['GROQ_API_KEY', 'sk-secret\u00e9', /Copy it again/],
  ['GROQ_BASE_URL', 'secret/v1', /https:\/\/api\.groq\.com/],
  ['GROQ_PROXY', 'secret/3128', /http:\/\/localhost:3128/],
  ['GROQ_PROXY', 'socks5://secret:1', /http:\/\/localhost:3128/],
  ['GROQ_HEADERS', 'secret', /X-Title: Parley/],
  ['GROQ_HEADERS', 'X-Title: Parley, secret\u0000: b', /X-Title: Parley/],
  ['GROQ_HEADERS', 'X-Title: secret\u00e9', /X-Title: Parley/],
  ['GROQ_HEADERS', 'Content-Length: 5', /X-Title: Parley/],
  ['GROQ_CONCURRENCY', 'secret', /from 1 to/],
  ['GROQ_CONCURRENCY', '0', /from 1 to/],
  ['GROQ_CONCURRENCY', '1.5', /from 1 to/],
];

for (const [variable, value, cure] of malformed)
  it(`a malformed ${variable} is named with its cure, and its value is not shown: ${JSON.stringify(value)}`, (t) => {
    assert.throws(
      () => create(t, { [variable]: value }),
      (error) =>
        error instanceof ConfigError &&
        error.message.startsWith(variable) &&
        cure.test(error.message) &&
        !/secret/.test(error.message),
    );
  });
