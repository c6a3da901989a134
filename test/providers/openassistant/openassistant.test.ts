import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ConfigError } from '../../../src/errors.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import type { Env } from '../../../src/lib/env.ts';
import type { Log } from '../../../src/lib/log.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { openAssistantModels } from '../../../src/providers/openassistant/models.ts';
import { openassistant } from '../../../src/providers/openassistant/openassistant.ts';
import { createHttp } from '../../../src/providers/wire/exchange/http.ts';
import { limitConcurrency } from '../../../src/providers/wire/limit-concurrency.ts';
import { connectionFaults } from '../../helpers/connection-faults.ts';
import { eventually } from '../../helpers/eventually.ts';
import {
  event,
  finalEvent,
  openAssistantCookie,
  pendingEvent,
  type Step,
  sayAsTokens,
  startOpenAssistantServer,
  tokenEvent,
} from '../../helpers/openassistant-server.ts';
import type { Handler } from '../../helpers/raw-server.ts';
import { readOutcome } from '../../helpers/read-outcome.ts';
import { legacySuite } from '../legacy-suite.ts';

const never = new AbortController().signal;
const model = 'OA_SFT_Llama_30B_6';
const hello = { model, messages: [{ role: 'user', text: 'Hello?' }] } as const;

function create(env: Env, log: Log = silentLog) {
  const http = createHttp({ env });
  return { http, provider: openassistant({ env, clock: systemClock, http, log }) };
}

const start = legacySuite({
  name: 'openassistant',
  model,
  create,
  startServer: startOpenAssistantServer,
  env: (url) => ({ OPENASSISTANT_BASE_URL: url, OPENASSISTANT_COOKIE: openAssistantCookie }),
  answerQuestion: (server) => (exchange) => {
    if (!server.lastQuestion.includes('fail')) return sayAsTokens('word '.repeat(50), 1)(exchange);
    exchange.write(
      tokenEvent('Well') + event('error', { error: 'Aborted due to worker error.', message: null }),
    );
    exchange.end();
  },
  isIdle: ({ chats }) => chats.size === 0,
});

it('openassistant names a malformed variable without showing its value', () => {
  for (const [name, value] of [
    ['OPENASSISTANT_BASE_URL', 'secret/api'],
    ['OPENASSISTANT_COOKIE', 'a=secret\nb=c'],
    ['OPENASSISTANT_PROMPT_FORMAT', 'secret'],
  ] as const) {
    assert.throws(
      () => create({ OPENASSISTANT_BASE_URL: 'http://host', [name]: value }),
      (error) =>
        error instanceof ConfigError &&
        error.message.includes(name) &&
        !/secret/.test(error.message),
    );
  }
});

it('openassistant takes all five steps, each with the cookie and the ids of the steps before', async (t) => {
  const { server, provider } = await start(t);
  assert.equal(await readOutcome(provider.stream(hello, never)), 'Hello! | stop');
  assert.deepEqual(server.steps, ['create', 'ask', 'order', 'events', 'delete']);
  const [creation, question, order, events, deletion] = server.exchanges;
  assert.equal(creation?.text, '');
  const chat = events?.query.get('chat_id');
  assert.deepEqual(question?.json, {
    chat_id: chat,
    parent_id: null,
    content: '<s>[INST]\nHello?\n[/INST]',
  });
  const { parent_id: parent, ...ordered } = order?.json ?? {};
  assert.match(parent, /^[\da-f-]{36}$/);
  assert.deepEqual(ordered, {
    chat_id: chat,
    model_config_name: model,
    sampling_parameters: {
      top_k: 50,
      top_p: null,
      typical_p: null,
      temperature: 0.35,
      repetition_penalty: 1.1111111111111112,
      max_new_tokens: 1024,
    },
    plugins: [],
  });
  assert.equal(deletion?.query.get('chat_id'), chat);
  assert.equal(server.chats.size, 0);
});

it('openassistant sends the sampling parameters of the request, within their ranges', async (t) => {
  const { server, provider } = await start(t);
  const parameters = {
    temperature: -1,
    topK: 0,
    topP: 2,
    typicalP: 0.2,
    repetitionPenalty: 1.3,
    maxOutputTokens: 64,
    seed: 1,
  };
  await Array.fromAsync(provider.stream({ ...hello, parameters }, never));
  assert.deepEqual(server.exchanges[2]?.json.sampling_parameters, {
    top_k: 1,
    top_p: 1,
    typical_p: 0.2,
    temperature: 0,
    repetition_penalty: 1.3,
    max_new_tokens: 64,
  });
});

it('openassistant sends a conversation as one plain message when the format says so', async (t) => {
  const { server, provider } = await start(t, { OPENASSISTANT_PROMPT_FORMAT: 'plain' });
  const messages = [
    { role: 'user', text: 'Hi' },
    { role: 'assistant', text: 'Hello' },
    { role: 'user', text: 'And I?' },
  ] as const;
  await Array.fromAsync(provider.stream({ model, system: 'Be brief.', messages }, never));
  assert.equal(
    server.lastQuestion,
    'System: Be brief.\nUser: Hi\nAssistant: Hello\nUser: And I?\nAssistant:',
  );
  await Array.fromAsync(provider.stream(hello, never));
  assert.equal(server.lastQuestion, 'Hello?');
});

it('openassistant lists the models of its server, or of the public service when the server has no list', async (t) => {
  const { server, provider } = await start(t);
  const list = async () =>
    (await provider.models(never)).map(({ id, contextWindow }) => [id, contextWindow]);
  assert.deepEqual(await list(), [
    [model, 1_792],
    ['OA_new', undefined],
  ]);
  server.overrides.models = (exchange) => exchange.respond(404);
  assert.equal((await list()).length, openAssistantModels.size);
  server.overrides.models = (exchange) => exchange.respond(503);
  await assert.rejects(list(), { kind: 'overloaded' });
});

const answers: readonly [name: string, body: string, outcome: string][] = [
  [
    'a wait, then words',
    pendingEvent +
      pendingEvent +
      tokenEvent('a') +
      tokenEvent('') +
      tokenEvent('b') +
      finalEvent('ab'),
    'ab | stop',
  ],
  ['lines that end with LF', (tokenEvent('a') + finalEvent('a')).replaceAll('\r', ''), 'a | stop'],
  [
    'pings',
    `: ping\r\n\r\nevent: ping\r\ndata: now\r\n\r\n${tokenEvent('a')}${finalEvent('a')}`,
    'a | stop',
  ],
  [
    'words that only the final message has',
    tokenEvent('a') + finalEvent('a b 👩‍👧'),
    'a b 👩‍👧 | stop',
  ],
  ['only the final message', pendingEvent + finalEvent('All of it'), 'All of it | stop'],
  ['a final message with other words', tokenEvent(' a b') + finalEvent('a b'), ' a b | stop'],
  [
    'a plugin that thinks',
    event('plugin_intermediate', {
      current_plugin_thought: 'hm',
      current_plugin_action_taken: 'x',
    }) +
      tokenEvent('') +
      tokenEvent('a') +
      finalEvent('a'),
    '(hm)a | stop',
  ],
  [
    'a safer prompt',
    event('safe_prompt', { safe_prompt: 'secret' }) + tokenEvent('a') + finalEvent('a'),
    'a | stop',
  ],
  [
    'unknown types',
    event('new_one', { text: 'x' }) + tokenEvent('a') + finalEvent('a'),
    'a | stop',
  ],
  [
    'events after the end',
    tokenEvent('a') + finalEvent('a') + tokenEvent('b') + event('error', { error: 'x' }),
    'a | stop',
  ],
  ['no words', finalEvent(''), ' | empty'],
  ['an error', event('error', { error: 'Timeout', message: null }), ' | server'],
  [
    'an error after words',
    tokenEvent('a') +
      event('error', { error: 'secret', message: { state: 'aborted_by_worker', content: '' } }),
    'a | server',
  ],
  [
    'an event with the name error',
    'event: error\r\ndata: {"error":{"message":"secret","code":503}}\r\n\r\n',
    ' | overloaded',
  ],
  ['an event that is not JSON', `data: oops\r\n\r\n${tokenEvent('a')}`, 'a | truncated'],
  ['no end', tokenEvent('a'), 'a | truncated'],
  ['only a wait', pendingEvent, ' | truncated'],
  ['an empty body', '', ' | truncated'],
];

it('openassistant ends every stream of events in its text or its kind of failure, and deletes the chat', async (t) => {
  const { server, provider } = await start(t);
  for (const [name, body, expected] of answers) {
    server.answerQuestion = (exchange) => {
      if (body !== '') exchange.write(body);
      exchange.sendHeaders();
      exchange.end();
    };
    assert.equal(await readOutcome(provider.stream(hello, never)), expected, name);
    assert.equal(server.chats.size, 0, name);
  }
});

it('openassistant fetches the stored answer when its events are cut off', async (t) => {
  const { server, provider } = await start(t);
  server.storedAnswer = { state: 'complete', content: 'Hello again' };
  for (const [status, body, expected] of [
    [204, '', 'Hello again | stop'],
    [200, '', 'Hello again | stop'],
    [200, tokenEvent('Hello'), 'Hello again | stop'],
    [200, tokenEvent('Hallo'), 'Hallo | stop'],
  ] as const) {
    server.answerQuestion = (exchange) => {
      exchange.sendHeaders(status);
      if (body) exchange.write(body);
      exchange.end();
    };
    assert.equal(await readOutcome(provider.stream(hello, never)), expected);
  }
  server.storedAnswer = { state: 'timeout', content: 'Hel' };
  assert.equal(await readOutcome(provider.stream(hello, never)), 'Hallo | truncated');
  server.overrides.message = (exchange) => exchange.respond(500);
  assert.equal(await readOutcome(provider.stream(hello, never)), 'Hallo | truncated');
});

const refusals: readonly [name: string, handler: Handler, outcome: string][] = [
  ...connectionFaults,
  ['403 without a body', (exchange) => exchange.respond(403), ' | permission'],
  ['404 without a body', (exchange) => exchange.respond(404), ' | not_found'],
  [
    '400',
    (exchange) => exchange.respond(400, { message: 'Parent message is not complete' }),
    ' | bad_request',
  ],
  [
    '503',
    (exchange) => exchange.respond(503, { message: 'The server is currently busy.' }),
    ' | overloaded',
  ],
];

it('openassistant ends every fault of every step in its kind of failure, and deletes the chat', async (t) => {
  const { server, provider } = await start(t);
  for (const step of ['create', 'ask', 'order', 'events'] as const satisfies readonly Step[]) {
    for (const [name, handler, expected] of refusals) {
      server.overrides[step] = handler;
      assert.equal(await readOutcome(provider.stream(hello, never)), expected, `${step}: ${name}`);
      assert.equal(server.chats.size, 0, `${step}: ${name}`);
    }
    delete server.overrides[step];
  }
});

it('openassistant fails when a step succeeds without an id', async (t) => {
  const { server, provider } = await start(t);
  server.overrides.order = (exchange) => exchange.respond(200, { message: 'secret' });
  assert.equal(await readOutcome(provider.stream(hello, never)), ' | server');
  server.overrides.order = (exchange) => exchange.respond(200);
  assert.equal(await readOutcome(provider.stream(hello, never)), ' | protocol');
});

it('openassistant says what to do when the server refuses its cookie', async (t) => {
  const { provider } = await start(t, { OPENASSISTANT_COOKIE: 'secret=old' });
  await assert.rejects(
    Array.fromAsync(provider.stream(hello, never)),
    (error: Error) =>
      /403.*OPENASSISTANT_COOKIE/.test(error.message) && !/secret/.test(error.message),
  );
});

it('an abort at any step ends quietly and deletes the chat', async (t) => {
  const { server, provider } = await start(t);
  for (const step of ['create', 'ask', 'order', 'events'] as const satisfies readonly Step[]) {
    const controller = new AbortController();
    const stepsBefore = server.steps.length;
    const usualHandler = server.overrides[step];
    server.overrides[step] = async (exchange) => {
      controller.abort();
      if (step !== 'create') return exchange.waitForRelease();
      // The chat is created in any case, and its id arrives after the abort.
      await exchange.waitForRelease();
      delete server.overrides.create;
      exchange.respond(200, { id: 'late' });
    };
    assert.equal(await readOutcome(provider.stream(hello, controller.signal)), ' | nothing', step);
    server.release();
    await eventually('the chat is deleted', () =>
      server.steps.slice(stepsBefore).includes('delete'),
    );
    assert.equal(server.chats.size, 0, step);
    if (usualHandler) server.overrides[step] = usualHandler;
    else delete server.overrides[step];
  }
});

it('a reader that leaves early leaves no chat behind', async (t) => {
  const { server, provider } = await start(t);
  for await (const { type } of provider.stream(hello, never)) if (type === 'text-delta') break;
  assert.equal(server.chats.size, 0);
});

it('a chat that cannot be deleted does not change the answer, and is logged', async (t) => {
  const warnings: unknown[] = [];
  const { server, provider } = await start(
    t,
    {},
    { ...silentLog, warn: (fields) => warnings.push(fields) },
  );
  server.overrides.delete = (exchange) => exchange.respond(500);
  assert.equal(await readOutcome(provider.stream(hello, never)), 'Hello! | stop');
  assert.match(JSON.stringify(warnings), /openassistant answered 500; the request was DELETE/);
});

it('openassistant requests one answer at a time, since a new one would cancel the others', async (t) => {
  const { server, provider: unlimited } = await start(t);
  const provider = limitConcurrency(unlimited, unlimited.concurrency ?? 9, { clock: systemClock });
  server.answerQuestion = async (exchange) => {
    await exchange.waitForRelease();
    return sayAsTokens('Hello!')(exchange);
  };
  const waiting = new AbortController();
  const outcomes = [never, waiting.signal, never].map((signal) =>
    readOutcome(provider.stream(hello, signal)),
  );
  await eventually('the first is answered', () => server.steps.includes('events'));
  waiting.abort();
  assert.equal(await outcomes[1], ' | nothing');
  assert.deepEqual(server.steps, ['create', 'ask', 'order', 'events']);
  server.release();
  await eventually(
    'the next is answered',
    () => server.steps.filter((step) => step === 'events').length === 2,
  );
  server.release();
  assert.deepEqual(await Promise.all(outcomes), ['Hello! | stop', ' | nothing', 'Hello! | stop']);
  assert.equal(server.chats.size, 0);
});
