import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { ConfigError } from '../../src/errors.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Env } from '../../src/lib/env.ts';
import { createConfiguredProviders } from '../../src/providers/configured-providers.ts';
import { vendors } from '../../src/providers/vendors.ts';
import { createHttp, type Http, type HttpRequest } from '../../src/providers/wire/exchange/http.ts';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import { readOutcome } from '../helpers/read-outcome.ts';
import { openai } from './protocols/openai.ts';
import { protocolSuite } from './protocols/protocol-suite.ts';

const never = new AbortController().signal;
const names = Object.keys(vendors);

/** The addresses of each vendor, as its documentation says. */
const addresses: readonly (readonly [name: string, chat: string, models?: string])[] = [
  ['openrouter', 'https://openrouter.ai/api/v1/chat/completions'],
  ['groq', 'https://api.groq.com/openai/v1/chat/completions'],
  ['deepseek', 'https://api.deepseek.com/v1/chat/completions'],
  ['xai', 'https://api.x.ai/v1/chat/completions'],
  ['together', 'https://api.together.xyz/v1/chat/completions'],
  ['fireworks', 'https://api.fireworks.ai/inference/v1/chat/completions'],
  ['cerebras', 'https://api.cerebras.ai/v1/chat/completions'],
  ['perplexity', 'https://api.perplexity.ai/chat/completions'],
  ['huggingface', 'https://router.huggingface.co/v1/chat/completions'],
  ['deepinfra', 'https://api.deepinfra.com/v1/openai/chat/completions'],
  ['moonshot', 'https://api.moonshot.ai/v1/chat/completions'],
  ['alibaba', 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1/chat/completions'],
  ['nvidia', 'https://integrate.api.nvidia.com/v1/chat/completions'],
  ['sambanova', 'https://api.sambanova.ai/v1/chat/completions'],
  ['vercel_gateway', 'https://ai-gateway.vercel.sh/v1/chat/completions'],
  [
    'github_models',
    'https://models.github.ai/inference/chat/completions',
    'https://models.github.ai/catalog/models',
  ],
  ['lmstudio', 'http://localhost:1234/v1/chat/completions'],
  ['llamacpp', 'http://localhost:8080/v1/chat/completions'],
  ['vllm', 'http://localhost:8000/v1/chat/completions'],
  ['litellm', 'http://localhost:4000/v1/chat/completions'],
];

/** LM Studio's own list says which models are loaded (lmstudio.ai/docs/developer/rest). */
const LMSTUDIO_DETAILS = 'http://localhost:1234/api/v0/models';

/** The vendors that send the usage without being asked. */
const SEND_USAGE_UNASKED = [
  'openrouter',
  'together',
  'fireworks',
  'cerebras',
  'perplexity',
  'deepinfra',
  'moonshot',
];
/** The vendors with a concurrency of 1. */
const ONE_ANSWER_AT_A_TIME = ['lmstudio', 'llamacpp'];

function create(env: Env, http: Http) {
  return createConfiguredProviders(vendors, { env, clock: systemClock, http });
}

/**
 * An HTTP client without a network. Records its requests, and answers with an empty list of models.
 */
function createRecorder() {
  const requests: HttpRequest[] = [];
  const send: (request: HttpRequest) => ReturnType<Http> = async (request) => {
    requests.push(request);
    return { status: 200, headers: {}, body: ReadableStream.from([Buffer.from('{"data":[]}')]) };
  };
  return { requests, http: Object.assign(send, { close: async () => {} }) };
}

/** Starts a server and the provider of one vendor, over real HTTP. */
async function start(t: TestContext, name: string, more: Env = {}) {
  const server = await startOpenAiServer();
  const http = createHttp({ env: {} });
  t.after(async () => {
    await http.close();
    await server.stop();
  });
  const upper = name.toUpperCase();
  const env = { [`${upper}_API_KEY`]: 'sk-test', [`${upper}_BASE_URL`]: server.url, ...more };
  const [provider, ...others] = create(env, http);
  assert.ok(provider);
  assert.equal(others.length, 0);
  assert.equal(provider.name, name);
  return { server, provider };
}

protocolSuite({
  ...openai,
  name: 'llamacpp',
  factory: (parts) => createConfiguredProviders(vendors, parts)[0],
  env: (url) => ({ LLAMACPP_BASE_URL: url }),
});

const hello = { model: 'test-model', messages: [{ role: 'user', text: 'Hello?' }] } as const;

it('every vendor is off without its variables', () => {
  assert.deepEqual(create({}, createRecorder().http), []);
});

it('every vendor has a line in this test', () => {
  assert.deepEqual([...addresses.map(([name]) => name), 'azure_openai'].sort(), [...names].sort());
});

for (const [name, chat, models = chat.replace('chat/completions', 'models')] of addresses) {
  it(`${name} is on with its key alone, and requests go to its documented addresses`, async () => {
    const { http, requests } = createRecorder();
    const [provider] = create({ [`${name.toUpperCase()}_API_KEY`]: 'sk-test' }, http);
    await provider?.models(never);
    await assert.rejects(Array.fromAsync(provider?.stream(hello, never) ?? []), { provider: name });
    assert.deepEqual(
      requests.map(({ method, url }) => `${method} ${url}`),
      [
        `GET ${models}`,
        ...(name === 'lmstudio' ? [`GET ${LMSTUDIO_DETAILS}`] : []),
        `POST ${chat}`,
      ],
    );
  });
}

for (const name of names) {
  it(`${name} sends its key in its header, and asks for usage only when it must`, async (t) => {
    const { server, provider } = await start(t, name);
    const events = await Array.fromAsync(provider.stream(hello, never));
    assert.ok(events.some(({ type }) => type === 'end'));
    const { headers, body } = await server.stream(0);
    const ownHeader = name === 'azure_openai' ? 'api-key' : 'authorization';
    assert.equal(headers[ownHeader], name === 'azure_openai' ? 'sk-test' : 'Bearer sk-test');
    assert.equal(headers[name === 'azure_openai' ? 'authorization' : 'api-key'], undefined);
    assert.equal(Boolean(body.stream_options), !SEND_USAGE_UNASKED.includes(name));
    assert.equal(
      headers['x-github-api-version'],
      name === 'github_models' ? '2022-11-28' : undefined,
    );
    assert.equal(provider.concurrency, ONE_ANSWER_AT_A_TIME.includes(name) ? 1 : undefined);
  });
}

it('a local server needs nothing but its address', async (t) => {
  for (const name of ['lmstudio', 'llamacpp', 'vllm', 'litellm']) {
    const { server, provider } = await start(t, name, { [`${name.toUpperCase()}_API_KEY`]: '' });
    assert.equal((await provider.models(never)).length, 1);
    await Array.fromAsync(provider.stream(hello, never));
    assert.equal((await server.stream(0)).headers.authorization, undefined);
  }
});

it('lmstudio adds what its own list says, and does without that list', async () => {
  // lmstudio.ai/docs/developer/rest: GET /api/v0/models.
  const details = {
    data: [
      { id: 'qwen', type: 'llm', state: 'loaded', max_context_length: 32_768 },
      { id: 'gemma', type: 'vlm', state: 'not-loaded', max_context_length: 8_192 },
    ],
  };
  const answers: Record<string, unknown> = {
    '/v1/models': { data: [{ id: 'gemma' }, { id: 'qwen' }] },
    '/api/v0/models': details,
  };
  const send: (request: HttpRequest) => ReturnType<Http> = async ({ url }) => {
    const body = answers[new URL(url).pathname];
    const bytes = Buffer.from(JSON.stringify(body ?? { error: 'Unexpected endpoint' }));
    return { status: body ? 200 : 404, headers: {}, body: ReadableStream.from([bytes]) };
  };
  const http = Object.assign(send, { close: async () => {} });
  const [provider] = create({ LMSTUDIO_BASE_URL: 'http://localhost:1234/v1' }, http);
  assert.deepEqual(await provider?.models(never), [
    { id: 'gemma', contextWindow: 8_192 },
    { id: 'qwen', contextWindow: 32_768, isLoaded: true },
  ]);

  delete answers['/api/v0/models'];
  assert.deepEqual(await provider?.models(never), [{ id: 'gemma' }, { id: 'qwen' }]);
});

it('azure_openai needs its address, since it has no public one', () => {
  assert.throws(
    () => create({ AZURE_OPENAI_API_KEY: 'sk-secret' }, createRecorder().http),
    (error) =>
      error instanceof ConfigError && /AZURE_OPENAI_BASE_URL is not set/.test(error.message),
  );
});

it('perplexity gets neighbouring messages of one role as one message', async (t) => {
  const { server, provider } = await start(t, 'perplexity');
  const messages = [
    { role: 'user', text: 'One' },
    { role: 'user', text: 'Two' },
    { role: 'assistant', text: 'Three' },
    { role: 'user', text: 'Four' },
  ] as const;
  await Array.fromAsync(provider.stream({ model: 'sonar', system: 'Be brief.', messages }, never));
  assert.deepEqual((await server.stream(0)).body.messages, [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'One\n\nTwo' },
    { role: 'assistant', content: 'Three' },
    { role: 'user', content: 'Four' },
  ]);
});

const sampling = {
  temperature: 1.5,
  maxOutputTokens: 9,
  presencePenalty: 1,
  repetitionPenalty: 1.1,
};

for (const [name, sent] of [
  ['openrouter', { temperature: 1.5, max_tokens: 9, presence_penalty: 1, repetition_penalty: 1.1 }],
  ['groq', { temperature: 1.5, max_completion_tokens: 9, presence_penalty: 1 }],
  ['cerebras', { temperature: 1.5, max_completion_tokens: 9 }],
  ['moonshot', { temperature: 1, max_tokens: 9, presence_penalty: 1 }],
  ['llamacpp', { temperature: 1.5, max_tokens: 9, presence_penalty: 1, repeat_penalty: 1.1 }],
] as const)
  it(`${name} gets the sampling parameters that it knows, under its names and within its ranges`, async (t) => {
    const { server, provider } = await start(t, name);
    await Array.fromAsync(provider.stream({ ...hello, parameters: sampling }, never));
    const { model, messages, stream, stream_options, ...rest } = (await server.stream(0)).body;
    assert.deepEqual(rest, sent);
  });

it('azure_openai gives up its cache key for a model that does not know it', async (t) => {
  // zed-industries/zed #52000: Kimi at Azure.
  const { server, provider } = await start(t, 'azure_openai');
  server.script = (stream) => {
    if ('prompt_cache_key' in stream.body) {
      const message = 'Unrecognized request argument supplied: prompt_cache_key';
      return stream.refuse(400, { error: { message, type: 'invalid_request_error', param: null } });
    }
    return sayText('Fine.')(stream);
  };
  const request = { ...hello, cacheKey: 'discord:7' };
  for (let question = 0; question < 2; question += 1) {
    assert.match(await readOutcome(provider.stream(request, never)), /^Fine\. \| stop/);
  }
  assert.equal(server.streams.length, 3);
});
