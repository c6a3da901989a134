import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { systemClock } from '../../../src/lib/clock.ts';
import { eventually } from '../../helpers/eventually.ts';
import type { Exchange } from '../../helpers/raw-server.ts';
import { protocolSuite } from '../protocols/protocol-suite.ts';
import { replicate } from '../protocols/replicate.ts';
import {
  FULL_REQUEST,
  hello,
  never,
  PNG_BASE64,
  startConversation,
} from '../protocols/start-conversation.ts';

const GOLDEN = `event: output
id: 1690212292:0
data: Hello

event: output
id: 1690212293:0
data:  world,
data: 
data: and {"you": 1}

event: done
id: 1690212294:0
data: {}

`;

protocolSuite(replicate);

it('replicate creates a prediction, reads its output from the given address, and asks for its usage', async (t) => {
  const { ask, exchanges, url } = await startConversation(t, replicate, (exchange) => {
    const sideAnswer = replicate.answerSideRequest(exchange, url);
    if (sideAnswer === undefined) exchange.respond(200, GOLDEN);
    else exchange.respond(exchange.method === 'POST' ? 201 : 200, sideAnswer);
  });
  const parameters = { temperature: 0.5, topK: 5, maxOutputTokens: 100, stop: ['x'] };
  assert.deepEqual(await ask({ ...FULL_REQUEST, parameters }), [
    { type: 'text-delta', text: 'Hello' },
    { type: 'text-delta', text: ' world,\n\nand {"you": 1}' },
    { type: 'end', reason: 'stop', raw: 'done' },
    { type: 'usage', inputTokens: 3, outputTokens: 4 },
  ]);
  const prompt = 'User: Ann: Hi\n\nAssistant: Hello\n\nUser: Bob: And I?\n\nAssistant:';
  assert.deepEqual(exchanges[0]?.json, {
    input: {
      prompt,
      system_prompt: 'Be brief.',
      image: `data:image/png;base64,${PNG_BASE64}`,
      temperature: 0.5,
      top_k: 5,
      max_tokens: 100,
    },
    stream: true,
  });
  assert.deepEqual(
    exchanges.map(({ method, path, headers }) => [
      method,
      decodeURIComponent(path),
      headers.authorization,
    ]),
    [
      ['POST', '/v1/models/org/test/predictions', 'Bearer r8-test'],
      ['GET', `/stream/${prompt}`, 'Bearer r8-test'],
      ['GET', '/v1/predictions/x', 'Bearer r8-test'],
    ],
  );
});

it('replicate cancels the prediction when its answer is not read to the end', async (t) => {
  const { provider, exchanges, url } = await startConversation(t, replicate, (exchange) => {
    const sideAnswer = replicate.answerSideRequest(exchange, url);
    if (sideAnswer === undefined) exchange.write(replicate.text('Hello'));
    else exchange.respond(200, sideAnswer);
  });
  const countCancels = () =>
    exchanges.filter(({ path }) => path === '/v1/predictions/x/cancel').length;
  for await (const event of provider.stream({ model: 'org/test', ...hello }, never))
    if (event.type !== 'end') break;
  await eventually('the first is canceled', () => countCancels() === 1);

  const controller = new AbortController();
  for await (const _ of provider.stream({ model: 'org/test', ...hello }, controller.signal))
    controller.abort();
  await eventually('the second is canceled', () => countCancels() === 2);
});

/** A clock that skips the pauses between polls. */
const hastyClock = {
  ...systemClock,
  after: (ms: number, run: () => void) => systemClock.after(ms <= 1_000 ? 0 : ms, run),
};

/** Starts a server that answers with one state of a prediction after the other. */
async function startPrediction(t: TestContext, ...states: readonly object[]) {
  const remaining = [...states];
  const handler = (exchange: Exchange) => {
    if (exchange.path.endsWith('/cancel')) return exchange.respond(200, {});
    const urls = {
      get: `${conversation.url}/v1/predictions/x`,
      cancel: `${conversation.url}/v1/predictions/x/cancel`,
    };
    exchange.respond(200, { urls, ...remaining.shift() });
  };
  const conversation = await startConversation(t, replicate, handler, {}, hastyClock);
  return conversation;
}

it('replicate polls for the output of a model that does not stream', async (t) => {
  const metrics = { input_token_count: 3, output_token_count: 4 };
  const done = { status: 'succeeded', output: ['Hel', 'lo', null, {}], metrics };
  const { ask, exchanges } = await startPrediction(
    t,
    { status: 'starting' },
    { status: 'processing', output: null },
    done,
  );
  assert.deepEqual(await ask(hello), [
    { type: 'text-delta', text: 'Hello' },
    { type: 'end', reason: 'stop', raw: 'succeeded' },
    { type: 'usage', inputTokens: 3, outputTokens: 4 },
  ]);
  assert.deepEqual(
    exchanges.map(({ method, path }) => `${method} ${path}`),
    ['POST /v1/models/org/test/predictions', 'GET /v1/predictions/x', 'GET /v1/predictions/x'],
  );
});

it('replicate accepts an output that is complete in the first response', async (t) => {
  const { ask, exchanges } = await startPrediction(t, { status: 'succeeded', output: 'Hello' });
  assert.deepEqual(await ask(hello), [
    { type: 'text-delta', text: 'Hello' },
    { type: 'end', reason: 'stop', raw: 'succeeded' },
  ]);
  assert.equal(exchanges.length, 1);
});

for (const [problem, states, kind] of [
  [
    'fails',
    [{ status: 'starting' }, { status: 'failed', error: 'CUDA is out of memory' }],
    'server',
  ],
  ['fails in the first response', [{ status: 'failed', error: null }], 'server'],
  ['was canceled elsewhere', [{ status: 'starting' }, { status: 'canceled' }], 'server'],
  ['has no output', [{ status: 'succeeded', output: [] }], 'empty'],
  ['has no address', [{ status: 'starting', urls: {} }], 'protocol'],
] as const)
  it(`replicate reports a prediction that ${problem}`, async (t) => {
    const { ask } = await startPrediction(t, ...states);
    await assert.rejects(ask(hello), { name: 'ProviderError', kind });
  });

it('replicate gives up an output at the limit for the first content, and cancels the prediction', async (t) => {
  const { ask, exchanges } = await startPrediction(t);
  await assert.rejects(ask({ ...hello, limits: { firstContentMs: 500 } }), {
    kind: 'timeout_first',
  });
  assert.deepEqual(exchanges.at(-1)?.path, '/v1/predictions/x/cancel');
});

it('replicate ends quietly and cancels the prediction after an abort while it polls', async (t) => {
  const { provider, exchanges } = await startPrediction(t, { status: 'starting' });
  const controller = new AbortController();
  for await (const { type } of provider.stream(
    { model: 'org/test', ...hello },
    controller.signal,
  )) {
    assert.equal(type, 'accepted');
    controller.abort();
  }
  assert.deepEqual(exchanges.at(-1)?.path, '/v1/predictions/x/cancel');
});

it('replicate sends the version of a model that is not official', async (t) => {
  const { provider, exchanges } = await startPrediction(t, {
    status: 'succeeded',
    output: 'Hello',
  });
  await Array.fromAsync(provider.stream({ model: 'org/test:5c7d5dc6', ...hello }, never));
  assert.equal(exchanges[0]?.path, '/v1/predictions');
  assert.deepEqual(exchanges[0]?.json, {
    version: '5c7d5dc6',
    input: { prompt: 'Hello?' },
    stream: true,
  });
});

it('replicate reports refused predictions and malformed model names', async (t) => {
  const { provider, ask } = await startConversation(t, replicate, (exchange) =>
    exchange.respond(422, { detail: 'Input validation failed', status: 422 }),
  );
  await assert.rejects(ask(hello), { kind: 'bad_request', status: 422 });
  for (const model of ['nobody', '../../account', 'a/..', 'a/b/c', 'a/b?c', 'a/b:', 'a/b:../x']) {
    const stream = provider.stream({ model, ...hello }, never);
    await assert.rejects(Array.fromAsync(stream), { kind: 'not_found' }, model);
  }
});
