import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ConfigError } from '../../../src/errors.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import type { Env } from '../../../src/lib/env.ts';
import { aivvm } from '../../../src/providers/aivvm/aivvm.ts';
import { aivvmModels } from '../../../src/providers/aivvm/models.ts';
import { createHttp } from '../../../src/providers/wire/exchange/http.ts';
import { sayAsText, startAivvmServer } from '../../helpers/aivvm-server.ts';
import { readOutcome } from '../../helpers/read-outcome.ts';
import { legacySuite } from '../legacy-suite.ts';

const never = new AbortController().signal;
const model = 'gpt-3.5-turbo-16k';
const hello = { model, messages: [{ role: 'user', text: 'Hello?' }] } as const;

function create(env: Env) {
  const http = createHttp({ env });
  return { http, provider: aivvm({ env, clock: systemClock, http }) };
}

const start = legacySuite({
  name: 'aivvm',
  model,
  create,
  startServer: startAivvmServer,
  env: (url) => ({ AIVVM_BASE_URL: url }),
  answerQuestion: () => async (exchange) => {
    if (exchange.json.messages.at(-1).content !== 'fail') {
      return sayAsText('word '.repeat(50), { pauseMs: 1 })(exchange);
    }
    exchange.write('Well');
    await exchange.pause(20);
    exchange.resetConnection();
  },
});

it('aivvm lists the models of the service, the default one first', async () => {
  const provider = create({ AIVVM_BASE_URL: 'http://host' }).provider;
  const ids = (await provider?.models(never))?.map(({ id }) => id);
  assert.deepEqual(ids, [...aivvmModels.keys()]);
  assert.deepEqual([ids?.length, ids?.[0]], [8, 'gpt-3.5-turbo']);
});

it('aivvm names a malformed or missing variable', () => {
  for (const env of [{ AIVVM_BASE_URL: 'localhost/api' }, { AIVVM_API_KEY: 'sk-1' }]) {
    assert.throws(
      () => create(env),
      (error) => error instanceof ConfigError && /AIVVM_BASE_URL/.test(error.message),
    );
  }
});

it("aivvm sends the model with its name, and the service's system prompt when the request has none", async (t) => {
  const { server, provider } = await start(t);
  assert.equal(await readOutcome(provider.stream(hello, never)), 'Hello! | other');
  assert.deepEqual(server.exchanges[0]?.json, {
    model: { id: 'gpt-3.5-turbo-16k', name: 'GPT-3.5-16K' },
    messages: [{ role: 'user', content: 'Hello?' }],
    key: '',
    prompt:
      "You are ChatGPT, a large language model trained by OpenAI. Follow the user's instructions carefully. Respond using markdown.",
    temperature: 0.7,
  });
});

it('aivvm sends the system prompt in its own field, its key, and a temperature within the range', async (t) => {
  const { server, provider } = await start(t, { AIVVM_API_KEY: 'sk-1' });
  const messages = [
    { role: 'user', text: 'Hi' },
    { role: 'assistant', text: 'Hello' },
    { role: 'user', text: 'And I?' },
  ] as const;
  const request = { model, system: 'Be brief.', messages, parameters: { temperature: 9, topP: 1 } };
  await Array.fromAsync(provider.stream(request, never));
  const { model: _named, ...body } = server.exchanges[0]?.json ?? {};
  assert.deepEqual(body, {
    messages: messages.map(({ role, text }) => ({ role, content: text })),
    key: 'sk-1',
    prompt: 'Be brief.',
    temperature: 2,
  });
});

it('aivvm refuses an unknown model without a request, and names its models', async (t) => {
  const { server, provider } = await start(t);
  for (const unknown of ['gpt-5', 'constructor', '']) {
    const stream = provider.stream({ ...hello, model: unknown }, never);
    await assert.rejects(
      Array.fromAsync(stream),
      /has no model “.*”, only gpt-3\.5-turbo, .*gpt-4-32k-0613/,
    );
  }
  assert.equal(server.exchanges.length, 0);
});

const cloudflare = 'Access denied | chat.aivvm.com used Cloudflare to restrict access';

const bodies: readonly [name: string, body: string | Uint8Array, outcome: string][] = [
  ['words', 'Hello, \\u0041 "you"!\n', 'Hello, \\u0041 "you"!\n | other'],
  ['words of many bytes', '你好 👩‍👩‍👧‍👦 é', '你好 👩‍👩‍👧‍👦 é | other'],
  [
    'words that begin like a refusal',
    'Access is denied | as such',
    'Access is denied | as such | other',
  ],
  ['only the beginning of a refusal', ' Access denied', ' Access denied | other'],
  ['tags', '<b>bold</b>', '<b>bold</b> | other'],
  ['a refusal', cloudflare, ' | permission'],
  ['a refusal after white space', `\n${cloudflare}`, ' | permission'],
  ['a web page', ' <html><body>Just a moment...', ' | protocol'],
  ['an empty body', '', ' | empty'],
  ['much white space', ' '.repeat(1_000), `${' '.repeat(1_000)} | other`],
  ['half a character at its end', Buffer.from('ab 👩').subarray(0, 5), 'ab  | truncated'],
  ['a byte that is not a character', Buffer.from([0x61, 0xff, 0x62]), 'a\u{fffd}b | other'],
];

it('aivvm ends every body in its text or its failure, in one piece and byte by byte', async (t) => {
  const { server, provider } = await start(t);
  for (const [name, body, expected] of bodies) {
    server.answerQuestion = (exchange) => {
      exchange.sendHeaders(200, { 'content-length': String(Buffer.byteLength(body)) });
      if (body.length > 0) exchange.write(body);
      exchange.end();
    };
    assert.equal(await readOutcome(provider.stream(hello, never)), expected, name);
    server.answerQuestion = async (exchange) => {
      exchange.sendHeaders();
      for (const byte of Buffer.from(body)) {
        exchange.write(Buffer.of(byte));
        if (body.length < 100) await exchange.pause(0);
      }
      exchange.end();
    };
    assert.equal(
      await readOutcome(provider.stream(hello, never)),
      expected,
      `${name}, byte by byte`,
    );
  }
});

it('aivvm treats a body that is shorter than announced as a truncated answer', async (t) => {
  const { server, provider } = await start(t);
  server.answerQuestion = (exchange) => {
    exchange.sendHeaders(200, { 'content-length': '100' });
    exchange.write('Hello');
    exchange.closeEarly();
  };
  assert.equal(await readOutcome(provider.stream(hello, never)), 'Hello | truncated');
});

it('aivvm passes on the first words immediately when they cannot begin a refusal', async (t) => {
  const { server, provider } = await start(t);
  server.answerQuestion = async (exchange) => {
    exchange.write('So');
    await exchange.waitForRelease();
    exchange.end();
  };
  const events = provider.stream(hello, never)[Symbol.asyncIterator]();
  assert.deepEqual((await events.next()).value, { type: 'accepted' });
  assert.deepEqual((await events.next()).value, { type: 'text-delta', text: 'So' });
  server.release();
  assert.deepEqual((await events.next()).value, { type: 'end', reason: 'other' });
});

it('aivvm says in a failure what blocks its requests', async (t) => {
  const { server, provider } = await start(t);
  server.answerQuestion = (exchange) => exchange.respond(200, cloudflare);
  await assert.rejects(
    Array.fromAsync(provider.stream(hello, never)),
    /aivvm reported an error inside a 200 \(permission_denied\); the request was POST .*\/api\/chat\. .*Cloudflare/,
  );
});
