import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { ConfigError } from '../../src/errors.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Env } from '../../src/lib/env.ts';
import { vitalentum } from '../../src/providers/vitalentum.ts';
import { createHttp, type Http } from '../../src/providers/wire/http.ts';
import { providerSuite } from '../contracts/provider-suite.ts';
import { sameInAnyChunks } from '../helpers/any-chunks.ts';
import { connectionFaults } from '../helpers/connection-faults.ts';
import { eventually } from '../helpers/eventually.ts';
import { outcomeOf } from '../helpers/outcome-of.ts';
import type { Handler } from '../helpers/raw-server.ts';
import { chunk, lastSaid, sayAsChunks, startVitalentumServer } from '../helpers/vitalentum-server.ts';

const never = new AbortController().signal;
const model = 'gpt-3.5-turbo';
const hello = { model, messages: [{ role: 'user', text: 'Hello?' }] } as const;

function create(env: Env, http: Http = createHttp({ env })) {
  return { http, provider: vitalentum({ env, clock: systemClock, http }) };
}

async function start(t: TestContext, env: Env = {}) {
  const server = await startVitalentumServer();
  const { http, provider } = create({ VITALENTUM_BASE_URL: server.url, ...env });
  t.after(async () => {
    await http.close();
    await server.stop();
  });
  assert.ok(provider);
  return { server, provider };
}

providerSuite('vitalentum', async () => {
  const server = await startVitalentumServer((exchange) => {
    if (lastSaid(exchange) !== 'fail') return sayAsChunks('word '.repeat(50), 1)(exchange);
    exchange.bytes(`${chunk('Well')}data: {"error":{"message":"broken","type":"server_error"}}\n\n`);
    exchange.end();
  });
  const { http, provider } = create({ VITALENTUM_BASE_URL: server.url });
  assert.ok(provider);
  return {
    provider,
    model,
    longQuestion: 'long',
    failingQuestion: 'fail',
    idle: server.idle,
    async stop() {
      await http.close();
      await server.stop();
    },
  };
});

it('vitalentum is off until it has an address, and says that the public service is gone', () => {
  assert.equal(create({}).provider, undefined);
  const about = create({ VITALENTUM_BASE_URL: 'http://host' }).provider?.about;
  assert.deepEqual(
    [about?.isWorking, about?.needsCookie, about?.streams, about?.models],
    [false, false, true, [model]],
  );
});

it('vitalentum names the variable that is wrong', () => {
  for (const [VITALENTUM_BASE_URL, VITALENTUM_SYSTEM_SPEAKER, named] of [
    ['localhost:3000', '', /VITALENTUM_BASE_URL/],
    ['http://localhost:3000', 'system', /VITALENTUM_SYSTEM_SPEAKER/],
  ] as const) {
    assert.throws(
      () => create({ VITALENTUM_BASE_URL, VITALENTUM_SYSTEM_SPEAKER }),
      (error) => error instanceof ConfigError && named.test(error.message),
    );
  }
});

it('vitalentum sends the conversation as JSON inside of JSON, spoken by human and bot', async (t) => {
  const request = {
    model,
    system: 'Be “brief”.',
    messages: [
      { role: 'user', text: 'Hi' },
      { role: 'assistant', text: 'Hello' },
      { role: 'user', text: 'And\nI?' },
    ],
  } as const;
  for (const speaker of ['bot', 'human']) {
    const { server, provider } = await start(t, { VITALENTUM_SYSTEM_SPEAKER: speaker });
    assert.equal(await outcomeOf(provider.stream(request, never)), 'Hello! | stop');
    const [exchange] = server.exchanges;
    assert.deepEqual(Object.keys(exchange?.json), ['conversation', 'temperature']);
    assert.equal(exchange?.json.temperature, 0.7);
    assert.deepEqual(JSON.parse(exchange?.json.conversation), {
      history: [
        { speaker, text: 'Be “brief”.' },
        { speaker: 'human', text: 'Hi' },
        { speaker: 'bot', text: 'Hello' },
        { speaker: 'human', text: 'And\nI?' },
      ],
    });
    assert.equal(exchange?.headers.accept, 'text/event-stream');
  }
});

it('vitalentum keeps the temperature where its server takes it, and sends no other parameter', async (t) => {
  const { server, provider } = await start(t);
  for (const temperature of [-1, 0, 0.3, 2]) {
    await Array.fromAsync(provider.stream({ ...hello, parameters: { temperature, topP: 0.5 } }, never));
  }
  assert.deepEqual(
    server.exchanges.map(({ json }) => json.temperature),
    [0, 0, 0.3, 1],
  );
  assert.ok(server.exchanges.every(({ json }) => Object.keys(json).length === 2));
});

const upstreamError = (code: string) => JSON.stringify({ error: { message: 'secret', type: null, code } }, null, 2);

const bodies: readonly [what: string, body: string, outcome: string][] = [
  ['a good answer', `${chunk('a')}${chunk('b')}${chunk(undefined, 'stop')}data: [DONE]\n\n`, 'ab | stop'],
  ['no finish_reason', `${chunk('a')}data: [DONE]\n\n`, 'a | other'],
  ['no [DONE]', `${chunk('a')}${chunk(undefined, 'length')}`, 'a | length'],
  [
    'CRLF, and no space',
    `${chunk('a👩‍👧')}${chunk('', 'stop')}`.replaceAll('\n', '\r\n').replaceAll(': {', ':{'),
    'a👩‍👧 | stop',
  ],
  ['no end', chunk('a'), 'a | truncated'],
  ['nothing', '', ' | truncated'],
  ['no words', 'data: [DONE]\n\n', ' | empty'],
  ['an error of the service behind it', upstreamError('invalid_api_key'), ' | auth'],
  ['its quota', upstreamError('insufficient_quota'), ' | payment'],
  ['its rate limit', upstreamError('rate_limit_exceeded'), ' | rate_limit'],
  [
    'an error after words',
    `${chunk('a')}data: ${JSON.stringify(JSON.parse(upstreamError('server_error')))}\n\n`,
    'a | server',
  ],
  ['no JSON', `${chunk('a')}data: oops\n\n`, 'a | protocol'],
];

it('every body of a 200 ends in its text or its kind of failure', async (t) => {
  const { server, provider } = await start(t);
  for (const [what, body, expected] of bodies) {
    server.script = (exchange) => exchange.answer(200, body, { 'content-type': 'text/event-stream' });
    assert.equal(await outcomeOf(provider.stream(hello, never)), expected, what);
  }
});

it('the same bytes in other chunks are the same events', () =>
  sameInAnyChunks(
    bodies.map(([, body]) => body),
    (http) => create({ VITALENTUM_BASE_URL: 'http://host' }, http).provider,
    model,
  ));

const faults: readonly [what: string, answer: Handler, outcome: string][] = [
  ...connectionFaults,
  ['its own refusal', (exchange) => exchange.answer(400, { message: 'Invalid conversation' }), ' | bad_request'],
];

it('every fault of the connection ends in its kind of failure', async (t) => {
  const { server, provider } = await start(t);
  for (const [what, answer, expected] of faults) {
    server.script = answer;
    assert.equal(await outcomeOf(provider.stream(hello, never)), expected, what);
  }
  await eventually('no connection is left with an answer under way', () => server.connections <= 1);
});

it('a failure says what to do about it', async (t) => {
  const { server, provider } = await start(t);
  server.script = (exchange) => exchange.answer(200, upstreamError('invalid_api_key'));
  await assert.rejects(Array.fromAsync(provider.stream(hello, never)), {
    message: `vitalentum answered with an error (invalid_api_key), asked for POST ${server.url}/api/converse-edge. Check the key that its server uses.`,
  });
  await assert.rejects(Array.fromAsync(provider.stream({ ...hello, model: 'gpt-5' }, never)), /only gpt-3\.5-turbo/);
});
