import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import {
  CONSOLE_TOKEN,
  consoleAdmin,
  post,
  readStream,
  startTestConsole,
} from '../helpers/test-console.ts';

const READS = ['session', 'models', 'turns', 'settings', 'file', 'changes'];
const CHANGES = ['stop', 'access', 'settings', 'file/check', 'file', 'logout'];

test('without a session nothing is told and nothing is changed', async (t) => {
  const { ask, chosen, decisions } = await startTestConsole(t);
  for (const name of READS) assert.equal((await ask(`/api/${name}`)).status, 401, name);
  for (const name of CHANGES) assert.equal((await ask(`/api/${name}`, post({}))).status, 401, name);
  assert.equal(chosen.size + decisions.length, 0);
});

test('forged, cut, foreign and doubled cookies open nothing', async (t) => {
  const { ask, login, port } = await startTestConsole(t);
  const { cookie } = await login();
  const [name = '', secret = ''] = cookie.split('=');
  const forged = [
    `${name}=`,
    `${name}=${'0'.repeat(64)}`,
    `${name}=${secret.slice(1)}`,
    `${name}=${secret}0`,
    `${name}=${secret.toUpperCase()}`,
    `${name}=../../../etc/passwd`,
    `${name}=__proto__`,
    `parley-console-${port + 1}=${secret}`,
    `__Host-parley-console=${secret}`,
    `${cookie}; ${name}=${'0'.repeat(64)}`,
    `x${cookie}`,
  ];
  for (const header of forged) {
    const { status } = await ask('/api/session', { headers: { cookie: header } });
    assert.equal(status, 401, header);
  }
  assert.equal((await ask('/api/session', { headers: { cookie: `a=b; ${cookie}` } })).status, 200);
});

test('the cookie is for this page alone', async (t) => {
  const { ask } = await startTestConsole(t);
  const { headers } = await ask('/api/login', post({ code: CONSOLE_TOKEN }));
  const [cookie = ''] = headers['set-cookie'] ?? [];
  assert.match(cookie, /^parley-console-\d+=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict; Max/);
  assert.doesNotMatch(cookie, /Domain|Secure/);
});

test('behind https, the cookie is Secure and bound to the host', async (t) => {
  const url = 'https://parley.example.org';
  const { ask } = await startTestConsole(t, { options: { url } });
  const there = { host: 'parley.example.org', origin: url };
  const { headers } = await ask('/api/login', post({ code: CONSOLE_TOKEN }, there));
  const [cookie = ''] = headers['set-cookie'] ?? [];
  assert.match(cookie, /^__Host-parley-console=[0-9a-f]{64}; Path=\/; .*; Secure; /);
  assert.match(String(headers['strict-transport-security']), /^max-age=\d+$/);
  const secret = cookie.split(';')[0] ?? '';
  assert.equal((await ask('/api/session', { headers: { ...there, cookie: secret } })).status, 200);
  // A cookie of the encrypted page is not taken from an unencrypted one.
  assert.equal((await ask('/api/session', { headers: { cookie: secret } })).status, 401);
});

test('a session ends after 12 hours without use, and after 7 days in all', async (t) => {
  const { ask, login, clock } = await startTestConsole(t);
  const { cookie } = await login();
  const status = async () => (await ask('/api/session', { headers: { cookie } })).status;
  const hours = (count: number) => clock.advance(count * 60 * 60_000);

  for (let passed = 0; passed + 11 < 7 * 24; passed += 11) {
    await hours(11);
    assert.equal(await status(), 200, `after ${passed + 11} hours`);
  }
  await hours(11);
  assert.equal(await status(), 401);

  const { cookie: second } = await login();
  await hours(12);
  assert.equal((await ask('/api/session', { headers: { cookie: second } })).status, 401);
});

test('a session survives a restart, and a new CONSOLE_TOKEN ends those of the old one', async (t) => {
  const first = await startTestConsole(t);
  const { cookie } = await first.login();
  const { store, clock, port } = first;
  await first.console.stop();
  const again = await startTestConsole(t, { store, clock, options: { port } });
  assert.equal((await again.ask('/api/session', { headers: { cookie } })).status, 200);

  await again.console.stop();
  const changed = { store, clock, options: { port }, token: 'another-token-of-the-operator' };
  const later = await startTestConsole(t, changed);
  assert.equal((await later.ask('/api/session', { headers: { cookie } })).status, 401);
});

test('a code of /console opens one session, within ten minutes', async (t) => {
  const { ask, sessions, clock } = await startTestConsole(t);
  const status = async (code: string) => (await ask('/api/login', post({ code }))).status;

  const code = await sessions.createCode(consoleAdmin);
  assert.equal(await status(code), 200);
  assert.equal(await status(code), 401, 'a second time');

  const late = await sessions.createCode(consoleAdmin);
  await clock.advance(10 * 60_000);
  assert.equal(await status(late), 401, 'after ten minutes');
});

test('of many logins with one code at the same moment, one succeeds', async (t) => {
  const { ask, sessions } = await startTestConsole(t);
  const code = await sessions.createCode(consoleAdmin);
  const all = await Promise.all(
    Array.from({ length: 20 }, () => ask('/api/login', post({ code }))),
  );
  assert.equal(all.filter(({ status }) => status === 200).length, 1);
});

test('who is no admin any more has no session, no code and no stream', async (t) => {
  const { ask, login, sessions, admins, clock, port } = await startTestConsole(t);
  const { cookie } = await login(await sessions.createCode(consoleAdmin));
  const waiting = await sessions.createCode(consoleAdmin);
  const stream = connect(port, '127.0.0.1');
  stream.write(`GET /api/changes HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\n\r\n`);
  await once(stream, 'data');

  admins.clear();
  assert.equal((await ask('/api/login', post({ code: waiting }))).status, 401);
  const closed = once(stream, 'close');
  stream.resume();
  await clock.advance(60_000);
  await closed;
  assert.equal((await ask('/api/session', { headers: { cookie } })).status, 401);
  admins.add(consoleAdmin.id);
  assert.equal(
    (await ask('/api/session', { headers: { cookie } })).status,
    401,
    'as an admin again',
  );
});

test('logging out ends the session', async (t) => {
  const { ask, login } = await startTestConsole(t);
  const headers = await login();
  const { headers: answered } = await ask('/api/logout', post({}, headers));
  assert.match(String(answered['set-cookie']), /=; .*Max-Age=0/);
  assert.equal((await ask('/api/session', { headers })).status, 401);
});

test('nothing in the store opens a session: secrets and codes are stored as hashes', async (t) => {
  const { login, sessions, store } = await startTestConsole(t);
  const { cookie } = await login();
  const code = await sessions.createCode(consoleAdmin);
  const keys = await store.findKeys('');
  const stored = JSON.stringify([keys, await store.getMany(keys)]);
  assert.ok(keys.some((key) => key.startsWith('console-session:')));
  for (const secret of [cookie.split('=')[1] ?? '?', code, CONSOLE_TOKEN])
    assert.ok(!stored.includes(secret));
});

test('sessions and codes are bounded: those that were not used for longest make room', async (t) => {
  const { ask, login, sessions, store, clock } = await startTestConsole(t);
  const { cookie } = await login();
  for (let count = 0; count < 60; count++) {
    await clock.advance(1_000);
    await sessions.useToken(CONSOLE_TOKEN);
    await sessions.createCode(consoleAdmin);
  }
  assert.equal((await store.findKeys('console-session:')).length, 50);
  assert.equal((await store.findKeys('console-code:')).length, 50);
  assert.equal((await ask('/api/session', { headers: { cookie } })).status, 401);
});

test('a change needs the token of the session', async (t) => {
  const { ask, login, chosen } = await startTestConsole(t);
  const mine = await login();
  const other = await login();
  const body = { scope: 'bot', name: 'model', value: 'demo/echo' };
  for (const token of [undefined, '', 'x', other['x-parley-token']]) {
    const headers = {
      cookie: mine.cookie,
      ...(token !== undefined && { 'x-parley-token': token }),
    };
    assert.equal((await ask('/api/settings', post(body, headers))).status, 403, String(token));
  }
  assert.equal(chosen.size, 0);
  assert.equal((await ask('/api/settings', post(body, mine))).status, 200);
  assert.deepEqual(chosen.get('bot'), { model: 'demo/echo' });
});

test('a page elsewhere can neither read nor change anything', async (t) => {
  const { ask, login, chosen, host } = await startTestConsole(t);
  const headers = await login();
  const body = { scope: 'bot', name: 'model', value: 'demo/echo' };
  const foreign = [
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: `https://${host}` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const place of foreign) {
    const sent = { ...headers, ...place };
    assert.equal((await ask('/api/turns', { headers: sent })).status, 403, JSON.stringify(place));
    assert.equal((await ask('/api/settings', post(body, sent))).status, 403);
    assert.equal((await ask('/api/login', post({ code: CONSOLE_TOKEN }, place))).status, 403);
  }
  assert.equal(chosen.size, 0);
  // A form of another page needs no permission of the browser, but has another type.
  const form = { ...headers, 'content-type': 'text/plain' };
  const { status } = await ask('/api/settings', { ...post(body), headers: form });
  assert.equal(status, 415);
  // The link in a chat comes from elsewhere, and must open the page.
  assert.equal((await ask('/', { headers: { 'sec-fetch-site': 'cross-site' } })).status, 200);
});

test('another name for this machine is refused, whatever it points at', async (t) => {
  const { ask, login, port } = await startTestConsole(t);
  const headers = await login();
  const hosts = [
    'evil.example',
    `evil.example:${port}`,
    '127.0.0.1',
    `127.0.0.1:${port}.evil.example`,
  ];
  for (const host of [...hosts, `127.0.0.1:${port + 1}`, `0.0.0.0:${port}`]) {
    for (const path of ['/', '/main.ts', '/api/session'])
      assert.equal((await ask(path, { headers: { ...headers, host } })).status, 403, host);
  }
  const local = `localhost:${port}`;
  assert.equal(
    (await ask('/', { headers: { host: local, origin: `http://${local}` } })).status,
    200,
  );
});

test('a second Host is refused', async (t) => {
  const { port } = await startTestConsole(t);
  const [head = ''] = await exchange(port, [
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil.example\r\n\r\n`,
  ]);
  assert.match(head, /^HTTP\/1\.1 (400|403) /);
});

test('path tricks find nothing', async (t) => {
  const { ask, login } = await startTestConsole(t);
  const headers = await login();
  const tricks = [
    '//',
    '/./index.html',
    '/../protocol.ts',
    '/%2e%2e/protocol.ts',
    '/..%2fprotocol.ts',
    '/%2e%2e%2f%2e%2e%2f.env',
    '/..\\protocol.ts',
    '/\\..\\protocol.ts',
    '/main.ts%00.html',
    '/main%2ets',
    '/tsconfig.json',
    '/console.ts',
    '/page/main.ts',
    '//evil.example/main.ts',
    '/api//turns',
    '/api/../api/turns',
    '/api/turns/',
    '/api/%74urns',
    '/API/turns',
    '/api/__proto__',
    '/api/constructor',
    '/api/',
    '/api',
    '/main.ts;.css',
    '/http://evil.example/',
    `/${'a'.repeat(3_000)}`,
  ];
  for (const path of tricks) {
    const { status, text } = await ask(path, { headers });
    assert.equal(status, 404, path);
    assert.doesNotMatch(text, /node_modules|src\/|at .*\.ts/);
  }
});

test('absolute addresses, the empty path and * find nothing', async (t) => {
  const { port } = await startTestConsole(t);
  const rest = ` HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`;
  for (const line of ['GET http://evil.example/', 'GET *', 'OPTIONS *', 'GET ?x', 'GET evil']) {
    const [head = ''] = await exchange(port, [line + rest]);
    assert.match(head, /^HTTP\/1\.1 4\d\d /, line);
  }
});

test('other methods are refused, and HEAD has no body and opens no stream', async (t) => {
  const { ask, login, port } = await startTestConsole(t);
  const headers = await login();
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND']) {
    const { status, headers: answered, text } = await ask('/', { method, headers });
    assert.equal(status, 405, method);
    assert.equal(answered.allow, 'GET, HEAD, POST');
    assert.doesNotMatch(text, new RegExp(headers['x-parley-token']));
  }
  const head = await ask('/', { method: 'HEAD' });
  assert.deepEqual([head.status, head.text], [200, '']);
  assert.equal((await ask('/api/changes', { method: 'HEAD', headers })).status, 405);
  const [tunnel = ''] = await exchange(port, [
    `CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n`,
  ]);
  assert.doesNotMatch(tunnel, /^HTTP\/1\.1 2/);
});

test('every answer forbids what the page does not need', async (t) => {
  const { ask, login } = await startTestConsole(t);
  const headers = await login();
  for (const path of ['/', '/main.ts', '/api/session', '/api/turns', '/nothing', '/%00']) {
    const { headers: answered } = await ask(path, { headers });
    assert.equal(
      answered['content-security-policy'],
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    assert.equal(answered['x-content-type-options'], 'nosniff', path);
    assert.equal(answered['referrer-policy'], 'no-referrer');
    assert.equal(answered['cross-origin-opener-policy'], 'same-origin');
    assert.equal(answered['cross-origin-resource-policy'], 'same-origin');
    assert.equal(answered['cache-control'], 'no-store');
  }
});

test('a script in a name is data: JSON of the right type, which no browser runs', async (t) => {
  const { login, requests, port } = await startTestConsole(t);
  const name = '</script><script>alert(1)</script>"\u2028<img src=x onerror=alert(1)>';
  const channel = { platform: 'fake', id: '9', kind: 'direct' as const };
  requests.push({ platform: 'fake', personId: '9', name, channel, at: 0, messages: [] });
  const { cookie } = await login();
  const stream = await readStream(t, port, { cookie }, /\ndata: [^\n]*\n\n/);
  assert.match(stream, /content-type: text\/event-stream; charset=utf-8/i);
  const [, json = ''] = /\ndata: ([^\n]*)\n/.exec(stream) ?? [];
  assert.equal(JSON.parse(json).state.requests[0].name, name);
});

test('wrong tokens soon have to wait, and a code never does', async (t) => {
  const { ask, sessions, clock, log } = await startTestConsole(t);
  const status = async (code: string) => (await ask('/api/login', post({ code }))).status;
  const tried: number[] = [];
  for (let count = 0; count < 30; count++) tried.push(await status(`guess-number-${count}`));
  assert.deepEqual(tried, [...Array(5).fill(401), ...Array(25).fill(429)]);
  // Otherwise a guess that is right would tell so by its answer.
  assert.equal(await status(CONSOLE_TOKEN), 429);
  assert.equal(await status(await sessions.createCode(consoleAdmin)), 200);

  await clock.advance(5 * 60_000);
  assert.equal(await status(CONSOLE_TOKEN), 200);
  assert.ok(log.lines.some((line) => line.startsWith('warn console: somebody has tried')));
  assert.ok(!log.lines.some((line) => line.includes('guess-number')));
});

test('logins without words, of other types and of any size are refused', async (t) => {
  const { ask } = await startTestConsole(t);
  const status = async (body: unknown) => (await ask('/api/login', post(body))).status;
  for (const body of [null, [], {}, { code: '' }, { code: 7 }, { code: {} }, { code: ['a'] }])
    assert.equal(await status(body), 400, JSON.stringify(body));
  assert.equal(await status({ code: 'x'.repeat(10_000) }), 413);
  const broken = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' };
  assert.equal((await ask('/api/login', broken)).status, 400);
});

test('a huge body is not read to its end', async (t) => {
  const { ask, login, port } = await startTestConsole(t);
  const headers = await login();
  const large = await ask('/api/file/check', post({ text: 'x'.repeat(600_000) }, headers));
  assert.equal(large.status, 413);

  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(
    `POST /api/file/check HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${fields.join('')}Content-Type: application/json\r\nContent-Length: 9000000000\r\n\r\n`,
  );
  const closed = new Promise((resolve) => socket.on('close', resolve));
  const chunk = Buffer.alloc(1 << 20, 0x20);
  let sent = 0;
  while (!socket.destroyed && sent < 200) {
    sent += 1;
    const drained = new Promise((resolve) => socket.once('drain', resolve));
    if (!socket.write(chunk)) await Promise.race([drained, closed]);
  }
  await closed;
  assert.ok(sent < 60, `${sent} MiB were taken`);
});

test('who leaves in the middle of a body leaves nothing in the log', async (t) => {
  const { port, ask, log } = await startTestConsole(t);
  const before = log.lines.length;
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `POST /api/login HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 99\r\n\r\n{`,
  );
  await once(socket, 'data');
  socket.destroy();
  await once(socket, 'close');
  assert.equal((await ask('/')).status, 200);
  assert.deepEqual(log.lines.slice(before), []);
});

test('headers that are too large are refused', async (t) => {
  const { ask } = await startTestConsole(t);
  const { status } = await ask('/', { headers: { 'x-large': 'x'.repeat(20_000) } });
  assert.equal(status, 431);
});

/** Sends texts over one connection, and gives what comes back. */
async function exchange(port: number, texts: readonly string[]): Promise<readonly string[]> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  const received: string[] = [];
  socket.setEncoding('utf8').on('data', (text) => received.push(String(text)));
  for (const text of texts) socket.write(text);
  socket.end();
  await once(socket, 'close');
  return received;
}
