import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ConfigError } from '../../src/errors.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Env } from '../../src/lib/env.ts';
import { vitalentum } from '../../src/providers/vitalentum.ts';
import { createHttp } from '../../src/providers/wire/exchange/http.ts';
import { readOutcome } from '../helpers/read-outcome.ts';
import {
  chunk,
  readLastMessage,
  sayAsChunks,
  startVitalentumServer,
} from '../helpers/vitalentum-server.ts';
import { legacySuite } from './legacy-suite.ts';

const never = new AbortController().signal;
const model = 'gpt-3.5-turbo';
const hello = { model, messages: [{ role: 'user', text: 'Hello?' }] } as const;

function create(env: Env) {
  const http = createHttp({ env });
  return { http, provider: vitalentum({ env, clock: systemClock, http }) };
}

const start = legacySuite({
  name: 'vitalentum',
  model,
  create,
  startServer: startVitalentumServer,
  env: (url) => ({ VITALENTUM_BASE_URL: url }),
  answerQuestion: () => (exchange) => {
    if (readLastMessage(exchange) !== 'fail') return sayAsChunks('word '.repeat(50), 1)(exchange);
    exchange.write(
      `${chunk('Well')}data: {"error":{"message":"broken","type":"server_error"}}\n\n`,
    );
    exchange.end();
  },
});

it('vitalentum names a malformed variable', () => {
  for (const [VITALENTUM_BASE_URL, VITALENTUM_SYSTEM_SPEAKER, named] of [
    ['localhost/api', '', /VITALENTUM_BASE_URL/],
    ['http://localhost:3000', 'system', /VITALENTUM_SYSTEM_SPEAKER/],
  ] as const) {
    assert.throws(
      () => create({ VITALENTUM_BASE_URL, VITALENTUM_SYSTEM_SPEAKER }),
      (error) => error instanceof ConfigError && named.test(error.message),
    );
  }
});

it('vitalentum sends the conversation as JSON inside of JSON, with the speakers human and bot', async (t) => {
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
    assert.equal(await readOutcome(provider.stream(request, never)), 'Hello! | stop');
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

it('vitalentum moves the temperature into its range, and sends no other parameter', async (t) => {
  const { server, provider } = await start(t);
  for (const temperature of [-1, 0, 0.3, 2]) {
    await Array.fromAsync(
      provider.stream({ ...hello, parameters: { temperature, topP: 0.5 } }, never),
    );
  }
  assert.deepEqual(
    server.exchanges.map(({ json }) => json.temperature),
    [0, 0, 0.3, 1],
  );
  assert.ok(server.exchanges.every(({ json }) => Object.keys(json).length === 2));
});

const upstreamError = (code: string) =>
  JSON.stringify({ error: { message: 'secret', type: null, code } }, null, 2);

/** Errors of the service behind the server. All other faults are in the fault cases. */
const bodies: readonly [name: string, body: string, outcome: string][] = [
  ['its key', upstreamError('invalid_api_key'), ' | auth'],
  ['its quota', upstreamError('insufficient_quota'), ' | payment'],
  ['its rate limit', upstreamError('rate_limit_exceeded'), ' | rate_limit'],
];

it('vitalentum takes an error of the service behind its server, sent with a 200, for a failure', async (t) => {
  const { server, provider } = await start(t);
  for (const [name, body, expected] of bodies) {
    server.answerQuestion = (exchange) =>
      exchange.respond(200, body, { 'content-type': 'text/event-stream' });
    assert.equal(await readOutcome(provider.stream(hello, never)), expected, name);
  }
});

it('vitalentum says in a failure what to do about it', async (t) => {
  const { server, provider } = await start(t);
  server.answerQuestion = (exchange) => exchange.respond(200, upstreamError('invalid_api_key'));
  await assert.rejects(Array.fromAsync(provider.stream(hello, never)), {
    message: `vitalentum reported an error inside a 200 (invalid_api_key); the request was POST ${server.url}/api/converse-edge. Check the key that its server uses.`,
  });
  await assert.rejects(
    Array.fromAsync(provider.stream({ ...hello, model: 'gpt-5' }, never)),
    /only gpt-3\.5-turbo/,
  );
});
