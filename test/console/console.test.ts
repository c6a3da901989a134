import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import type { Store } from '../../src/contracts/store.ts';
import { silentLog } from '../../src/lib/log.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeMessage, createFakeTurn } from '../helpers/fake-turn.ts';
import { findFreePort } from '../helpers/free-port.ts';
import { consoleAdmin, post, readStream, startTestConsole } from '../helpers/test-console.ts';

const answered = createFakeTurn({
  state: 'done',
  versions: [
    {
      text: 'The answer.',
      provider: 'demo',
      model: 'echo',
      end: 'stop',
      attempts: [{ provider: 'demo', model: 'echo', outcome: 'answered', endMs: 5, usd: 0 }],
    },
  ],
});

test('a stream begins with the state and the log, and goes on with each change', async (t) => {
  const { console, login, logTail, open, clock, port } = await startTestConsole(t);
  const headers = await login();
  console.take({ kind: 'network', state: { name: 'fake', state: 'connected' } });
  open.push(createFakeTurn({ state: 'waiting' }));
  logTail.add('{"level":40,"time":7,"msg":"part: event","turn":"a"}');
  const begun = await readStream(t, port, headers, /part: event[^\n]*\n\n/);
  const [first, line] = [...begun.matchAll(/^data: (.*)$/gm)].map(([, json = '']) =>
    JSON.parse(json),
  );
  assert.equal(first.isFirst, true);
  assert.deepEqual(first.state.networks, [{ name: 'fake', state: 'connected' }]);
  assert.equal(first.state.running[0].state, 'waiting');
  assert.deepEqual(line.line, {
    at: 7,
    level: 'warn',
    message: 'part: event',
    fields: '{"turn":"a"}',
  });

  const changed = readStream(t, port, headers, /"firstWordsMs":42[^\n]*\n\n/);
  await readStream(t, port, headers, /isFirst/);
  open[0] = createFakeTurn();
  console.take({ kind: 'turn started', turn: createFakeTurn() });
  console.take({ kind: 'first words', turn: createFakeTurn(), firstWordsMs: 42 });
  await clock.advance(500);
  await changed;

  const ended = readStream(t, port, headers, /"kind":"turn"[^\n]*\n\n/);
  await readStream(t, port, headers, /isFirst/);
  console.take({ kind: 'turn ended', turn: answered, tookMs: 9 });
  assert.doesNotMatch(await ended, /The answer|Hello/);
});

test('while nobody follows the console, it looks for no changes', async (t) => {
  const { login, clock, port } = await startTestConsole(t);
  const headers = await login();
  const before = clock.pending;
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `GET /api/changes HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${headers.cookie}\r\n\r\n`,
  );
  await once(socket, 'data');
  assert.equal(clock.pending, before + 1);
  socket.destroy();
  await waitUntil(() => clock.pending === before);
});

test('the words of turns are shown only where the operator allows it, and never those of private ones', async (t) => {
  const turns = [answered, { ...answered, id: 'fake:7#2', isPrivate: true }];
  const readTurns = async (ids: readonly string[]) =>
    ids.map((id) => turns.find((turn) => turn.id === id));
  for (const showsText of [false, true]) {
    const { console, ask, login } = await startTestConsole(t, {
      options: { showsText },
      sources: { readTurns },
    });
    const headers = await login();
    for (const turn of turns) console.take({ kind: 'turn ended', turn, tookMs: 9 });
    const [newest, oldest] = JSON.parse((await ask('/api/turns', { headers })).text).turns;
    assert.equal(oldest.question, showsText ? 'Hello?' : undefined);
    assert.equal(oldest.answer, showsText ? 'The answer.' : undefined);
    assert.equal(newest.question ?? newest.answer, undefined);
    assert.equal(newest.attempts[0].outcome, 'answered');
  }
});

test('with 10,000 ended turns, opening costs one read of 50, and old turns make room', async (t) => {
  const { store, counts } = await openCountingStore();
  const first = await startTestConsole(t, { store });
  for (let count = 1; count <= 10_020; count++) {
    const state = count % 1_000 === 0 ? 'failed' : 'done';
    first.console.take({
      kind: 'turn ended',
      turn: { ...answered, id: `fake:7#${count}`, state },
      tookMs: 1,
    });
    // As many as may wait while the store is busy.
    if (count % 1_000 === 0) await first.clock.advance(1_000);
  }
  await first.console.stop();
  assert.equal((await store.findKeys('trail:')).length, 10_000);

  const { ask, login } = await startTestConsole(t, { store, clock: first.clock });
  const headers = await login();
  counts.keys = 0;
  const startedAt = performance.now();
  const page = JSON.parse((await ask('/api/turns', { headers })).text);
  t.diagnostic(`the newest 50 of 10,000 turns: ${Math.round(performance.now() - startedAt)} ms`);
  assert.equal(page.turns.length, 50);
  assert.equal(page.turns[0].turnId, 'fake:7#10020');
  assert.equal(counts.keys, 50);

  const next = JSON.parse((await ask(`/api/turns?before=${page.before}`, { headers })).text);
  assert.equal(next.turns[0].turnId, 'fake:7#9970');

  const failed: string[] = [];
  let cursor = '';
  for (let pages = 0; pages < 20; pages++) {
    counts.keys = 0;
    const path = `/api/turns?state=failed${cursor && `&before=${cursor}`}`;
    const found = JSON.parse((await ask(path, { headers })).text);
    assert.ok(counts.keys <= 2_000, 'one request reads a bounded number');
    failed.push(...found.turns.map(({ turnId }: { turnId: string }) => turnId.split('#')[1]));
    cursor = found.before ?? '';
    if (!cursor) break;
  }
  assert.deepEqual(failed, [
    '10000',
    '9000',
    '8000',
    '7000',
    '6000',
    '5000',
    '4000',
    '3000',
    '2000',
    '1000',
  ]);
});

test('ended turns survive a restart, and a store that fails for a while', async (t) => {
  const { store, counts } = await openCountingStore();
  const first = await startTestConsole(t, { store });
  counts.isBroken = true;
  first.console.take({ kind: 'turn ended', turn: answered, tookMs: 1 });
  await first.clock.advance(5_000);
  assert.ok(
    first.log.lines.some((line) => line.startsWith('warn console: ended turns are not stored')),
  );
  counts.isBroken = false;
  await first.clock.advance(1_000);
  await first.console.stop();

  const again = await startTestConsole(t, { store, clock: first.clock });
  const headers = await again.login();
  assert.equal(JSON.parse((await again.ask('/api/turns', { headers })).text).turns.length, 1);
});

test('on a full disk, who is logged in stays so', async (t) => {
  const { store, counts } = await openCountingStore();
  const { ask, login, clock, admins, sessions } = await startTestConsole(t, { store });
  const headers = await login();
  const code = await sessions.createCode(consoleAdmin);
  const secret = (await sessions.useCode(code)) ?? '';
  counts.isBroken = true;
  await clock.advance(10 * 60_000);
  assert.equal((await ask('/api/session', { headers })).status, 200);
  assert.ok(await sessions.find(secret));
  admins.clear();
  assert.equal(await sessions.find(secret), undefined);
});

test('who deletes their data is in no ended turn any more', async (t) => {
  const { console, ask, login } = await startTestConsole(t);
  const headers = await login();
  const author = { ...createFakeMessage().author, id: '8', name: 'Eve' };
  const group = { platform: 'fake', id: '20', kind: 'group' as const };
  const turns = [
    { ...answered, id: 'fake:7#1' },
    { ...answered, id: 'fake:20#1', address: { channel: group } },
    {
      ...answered,
      id: 'fake:20#2',
      address: { channel: group },
      inputs: [createFakeMessage({ author })],
    },
  ];
  for (const turn of turns) console.take({ kind: 'turn ended', turn, tookMs: 1 });
  await console.forgetPerson('fake', '7');
  const { text } = await ask('/api/turns', { headers });
  const left = JSON.parse(text).turns as { turnId: string; asker?: object }[];
  assert.deepEqual(
    left.map(({ turnId, asker }) => [turnId, asker]),
    [
      ['fake:20#2', { id: '8', name: 'Eve' }],
      ['fake:20#1', undefined],
    ],
  );
});

test('a stream begins also after the longest lines of the log', async (t) => {
  const { login, port, logTail } = await startTestConsole(t);
  const headers = await login();
  for (let at = 0; at < 500; at++)
    logTail.add(JSON.stringify({ level: 20, time: at, msg: 'line', text: '"'.repeat(4_000) }));
  await readStream(t, port, headers, /"at":499,/);
});

test('a page that does not read is cut off, and costs no more memory', async (t) => {
  const { login, logTail, clock, port } = await startTestConsole(t);
  const { cookie } = await login();
  const socket = connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  socket.on('error', () => {});
  socket.write(`GET /api/changes HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\n\r\n`);
  await once(socket, 'data');
  socket.pause();
  const before = clock.pending;
  const line = JSON.stringify({ level: 20, time: 1, msg: 'x'.repeat(8_000) });
  // The look for changes ends with the last reader.
  for (let looks = 0; clock.pending === before && looks < 500; looks++) {
    for (let count = 0; count < 100; count++) logTail.add(line);
    await clock.advance(500);
  }
  assert.equal(clock.pending, before - 1);
});

test('a setting takes only values that it can have, for places that there are', async (t) => {
  const { ask, login, chosen } = await startTestConsole(t);
  const headers = await login();
  const status = async (body: object) => (await ask('/api/settings', post(body, headers))).status;
  assert.equal(await status({ scope: 'fake:7', name: 'historyDays', value: 7 }), 200);
  assert.equal(await status({ scope: 'fake:7', name: 'timeZone', value: 'Europe/Berlin' }), 200);
  for (const [scope, name, value] of [
    ['fake:7', 'historyDays', 'seven'],
    ['fake:7', 'timeZone', 'Europe/Nowhere'],
    ['fake:7', 'model', 'demo/unknown'],
    ['fake:7', 'nearby', { messages: 1e9, ageMs: 1, characters: 1 }],
    ['fake:7', 'reasoning', 'loud'],
    ['fake:7', 'persona', 'nobody'],
    ['fake:7', 'parameters.topP', 2],
    ['fake:7', 'powers.stop', 'nobody'],
    ['fake:7', '__proto__', {}],
    ['fake:7', 'constructor', {}],
    ['fake:7', 'nothing', 1],
    ['elsewhere:7', 'historyDays', 7],
    ['fake:7\n', 'historyDays', 7],
    ['', 'historyDays', 7],
  ])
    assert.equal(await status({ scope, name, value } as object), 400, `${scope} ${name}`);
  assert.deepEqual(chosen.get('fake:7'), { historyDays: 7, timeZone: 'Europe/Berlin' });
  assert.equal(await status({ scope: 'fake:7', name: 'timeZone', value: null }), 200);
  assert.deepEqual(chosen.get('fake:7'), { historyDays: 7 });

  for (const [parameter, value] of [
    ['topP', 0.5],
    ['seed', 7],
    ['topP', null],
  ] as const)
    assert.equal(await status({ scope: 'fake:7', name: `parameters.${parameter}`, value }), 200);
  assert.deepEqual(chosen.get('fake:7'), { historyDays: 7, parameters: { seed: 7 } });
  await status({ scope: 'fake:7', name: 'parameters.seed', value: null });
  assert.deepEqual(chosen.get('fake:7'), { historyDays: 7 });
});

test('an open turn can be stopped, and a request for access decided, once', async (t) => {
  const { ask, login, open, requests, decisions, log } = await startTestConsole(t);
  const headers = await login();
  const stop = async () => (await ask('/api/stop', post({ turnId: 'fake:7#1' }, headers))).status;
  assert.equal(await stop(), 404);
  open.push(createFakeTurn());
  assert.equal(await stop(), 200);

  const decision = { platform: 'fake', personId: '9', state: 'allowed' };
  assert.equal((await ask('/api/access', post(decision, headers))).status, 404);
  const channel = { platform: 'fake', id: '9', kind: 'direct' as const };
  requests.push({ platform: 'fake', personId: '9', name: 'Eve', channel, at: 0, messages: [] });
  assert.equal((await ask('/api/access', post(decision, headers))).status, 200);
  assert.equal(
    (await ask('/api/access', post({ ...decision, state: 'admin' }, headers))).status,
    400,
  );
  assert.equal(decisions.at(-1)?.by.name, 'console');
  assert.ok(log.lines.some((line) => line.includes('"by":"CONSOLE_TOKEN"')));
});

test('secrets in any source are hidden in every answer', async (t) => {
  const secret = 'sk-"secret"-of-the-service';
  const { console, ask, login, port } = await startTestConsole(t, {
    sources: {
      hideSecrets: (text) => text.replaceAll(secret, '(hidden)'),
      models: { defaultModel: secret, models: async () => [], find: async () => undefined },
    },
  });
  const headers = await login();
  const state = { name: 'fake', state: 'retrying', problem: `It failed: ${secret}` } as const;
  console.take({ kind: 'network', state });
  const text = `${(await ask('/api/models', { headers })).text}${await readStream(t, port, headers, /isFirst/)}`;
  assert.equal(text.match(/\(hidden\)/g)?.length, 2);
  assert.doesNotMatch(text, /of-the-service/);
});

test('an error of the bot is told without its stack', async (t) => {
  const { ask, login, log } = await startTestConsole(t, {
    sources: {
      models: {
        defaultModel: '',
        models: async () => {
          throw new Error('a secret of the program');
        },
        find: async () => undefined,
      },
    },
  });
  const { status, text } = await ask('/api/models', { headers: await login() });
  assert.deepEqual([status, text], [500, '{"error":"The console failed. The log says why."}']);
  assert.ok(log.lines.some((line) => line.startsWith('error console: a request failed')));
});

test('a taken port costs no start: the console opens when it is free', async (t) => {
  const port = await findFreePort();
  const first = await startTestConsole(t, { options: { port } });
  const second = await startTestConsole(t, { options: { port } });
  assert.match(
    second.log.lines.join(),
    /error console: not open.*CONSOLE_PORT: another program listens/,
  );
  assert.doesNotMatch(second.log.lines.join(), /console: ready/);
  await first.console.stop();
  const { clock, ask, log } = second;
  await clock.advance(30_000);
  await waitUntil(() => log.lines.some((line) => line.startsWith('info console: ready')));
  assert.equal((await ask('/')).status, 200);
});

test('a console that listens beyond this machine, without encryption, says what that means', async (t) => {
  // A documentation address, which no machine has: https://www.rfc-editor.org/rfc/rfc5737
  const host = '192.0.2.1';
  const url = 'https://parley.example.org';
  for (const options of [{ host }, { host, url: 'http://parley.example.org' }]) {
    const { log } = await startTestConsole(t, { options });
    assert.ok(log.lines.some((line) => line.startsWith('warn console: it listens beyond')));
    assert.match(log.lines.join(), /CONSOLE_HOST: this machine has no address 192\.0\.2\.1\./);
  }
  const { log } = await startTestConsole(t, { options: { host, url } });
  assert.ok(!log.lines.some((line) => line.includes('listens beyond')));
});

test('of 1,000 connections at once most are closed, and the page answers when some of the others have left', async (t) => {
  const { ask, port } = await startTestConsole(t);
  const sockets = Array.from({ length: 1_000 }, () => connect(port, '127.0.0.1'));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
  });
  let closed = 0;
  for (const socket of sockets) {
    socket.on('error', () => {});
    socket.on('close', () => closed++);
  }
  await waitUntil(() => closed >= 744);
  // Those that stay do not even send a request.
  for (const socket of sockets) if (!socket.destroyed) socket.write('GET / HTTP/1.1\r\nHo');
  for (const socket of sockets.slice(0, 20)) socket.destroy();
  await waitUntil(() => closed >= 764);
  assert.equal((await ask('/')).status, 200);
});

/** A store that counts the keys that are read, and that a test can break. */
async function openCountingStore() {
  const counts = { keys: 0, isBroken: false };
  const inner = await openStore({ url: 'memory:', clock: createFakeClock(), log: silentLog });
  const store: Store = {
    ...inner,
    getMany(keys) {
      counts.keys += keys.length;
      return inner.getMany(keys);
    },
    async write(changes) {
      if (counts.isBroken) throw new Error('The disk is full.');
      return inner.write(changes);
    },
  };
  return { store, counts };
}

async function waitUntil(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}
