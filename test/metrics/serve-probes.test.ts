import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { ConfigError } from '../../src/errors.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createReadiness } from '../../src/metrics/readiness.ts';
import { type ProbeServerParts, serveProbes } from '../../src/metrics/serve-probes.ts';
import { eventually } from '../helpers/eventually.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

async function setUp(t: TestContext, change: Partial<ProbeServerParts> = {}) {
  const clock = createFakeClock();
  const readiness = createReadiness(['discord', 'telegram']);
  const lease = { isLost: false };
  const parts: ProbeServerParts = {
    host: '127.0.0.1',
    port: 0,
    render: async (accept) => ({ contentType: 'text/plain', text: `accept ${accept}\n` }),
    readReadiness: readiness.read,
    async confirmLease() {
      if (lease.isLost) throw new Error('lost, and here is a secret');
    },
    clock,
    log: silentLog,
    ...change,
  };
  const server = await serveProbes(parts);
  t.after(() => server.stop());
  const url = `http://127.0.0.1:${server.port}`;
  return { clock, readiness, lease, parts, server, url };
}

test('the server shows metrics in the format that the monitor asks for', async (t) => {
  const { url } = await setUp(t);
  const response = await fetch(`${url}/metrics?x=1`, { headers: { accept: 'text/x' } });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'text/plain');
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.equal(await response.text(), 'accept text/x\n');
});

test('a bot is ready while one network is connected and the store works', async (t) => {
  const { url, readiness } = await setUp(t);
  const look = async () => {
    const response = await fetch(`${url}/ready`);
    return [response.status, await response.json()];
  };
  const networks = { discord: 'connecting', telegram: 'connecting' };
  assert.deepEqual(await look(), [503, { ready: false, missing: ['network'], networks }]);

  const problem = 'The file data/my-token is wrong.';
  readiness.observe({ kind: 'network', state: { name: 'discord', state: 'connected' } });
  readiness.observe({ kind: 'network', state: { name: 'telegram', state: 'left out', problem } });
  const connected = { discord: 'connected', telegram: 'left out' };
  assert.deepEqual(await look(), [200, { ready: true, missing: [], networks: connected }]);

  readiness.observe({ kind: 'store', problem });
  const [status, report] = await look();
  assert.deepEqual(
    [status, report],
    [503, { ready: false, missing: ['store'], networks: connected }],
  );
  readiness.observe({ kind: 'store' });
  assert.equal((await look())[0], 200);
});

test('a bot lives until another process has taken over the store', async (t) => {
  const { url, lease } = await setUp(t);
  assert.equal((await fetch(`${url}/live`)).status, 200);
  lease.isLost = true;
  const response = await fetch(`${url}/live`);
  assert.deepEqual([response.status, await response.json()], [503, { live: false }]);
});

test('a bot lives while its store does not answer: a restart would not help', async (t) => {
  const never = new Promise<void>(() => {});
  const { url, clock } = await setUp(t, { confirmLease: () => never });
  const answered = fetch(`${url}/live`);
  await eventually('the probe is waiting', () => clock.pending > 1);
  await clock.advance(500);
  assert.equal((await answered).status, 200);
});

test('there is nothing else: no other path, no other method, no body', async (t) => {
  const { url } = await setUp(t);
  for (const path of ['/', '/metrics/', '/%6detrics', '//metrics', '/live.json', '/debug'])
    assert.equal((await fetch(`${url}${path}`)).status, 404, path);
  const head = await fetch(`${url}/metrics`, { method: 'HEAD' });
  assert.deepEqual(
    [head.status, head.headers.get('content-length'), await head.text()],
    [200, '11', ''],
  );
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    const response = await fetch(`${url}/metrics`, { method });
    assert.equal(response.status, 405, method);
    assert.equal(response.headers.get('allow'), 'GET, HEAD');
  }
});

test('a body is not read: the answer comes before its end, and ends the connection', async (t) => {
  const { url } = await setUp(t);
  for (const method of ['POST', 'GET']) {
    const sending = request(`${url}/live`, { method, headers: { 'content-length': '1000000000' } });
    sending.on('error', () => {});
    sending.write('the first bytes');
    const [connection, closed] = await new Promise<[string | undefined, Promise<void>]>(
      (resolve) => {
        sending.on('response', (response) => {
          response.resume();
          const end = new Promise<void>((done) => response.socket.once('close', () => done()));
          resolve([response.headers.connection, end]);
        });
      },
    );
    assert.equal(connection, 'close');
    sending.destroy();
    await closed;
  }
});

test('a client that takes too long is cut, and others are not', async (t) => {
  let wasAsked = () => {};
  const asked = new Promise<void>((resolve) => {
    wasAsked = resolve;
  });
  const { clock, url, server } = await setUp(t, {
    render() {
      wasAsked();
      return new Promise(() => {});
    },
  });
  const slow = connect(server.port, '127.0.0.1');
  slow.on('error', () => {});
  const cut = new Promise((resolve) => slow.once('close', resolve));
  slow.write('GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n');
  await asked;
  assert.equal((await fetch(`${url}/live`)).status, 200);
  await clock.advance(10_000);
  await cut;
  assert.equal((await fetch(`${url}/live`)).status, 200);
});

test('a failure behind a page ends only its connection', async (t) => {
  const { url } = await setUp(t, { render: () => Promise.reject(new Error('inside')) });
  await assert.rejects(fetch(`${url}/metrics`));
  assert.equal((await fetch(`${url}/ready`)).status, 503);
});

test('a taken port and a wrong address name the variable and the cure', async (t) => {
  const { parts, server } = await setUp(t);
  await assert.rejects(serveProbes({ ...parts, port: server.port }), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, /^METRICS_PORT: .*listens on port \d+ .* choose another port/);
    return true;
  });
  // An address of the documentation's own network (RFC 5737), which no machine has.
  await assert.rejects(
    serveProbes({ ...parts, host: '192.0.2.1' }),
    /^ConfigError: METRICS_HOST: /,
  );
});
