import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../../src/lib/clock.ts';
import { createSharedServers, type RequestHandler } from '../../../src/lib/web/shared-servers.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { findFreePort } from '../../helpers/free-port.ts';

const host = '127.0.0.1';
const explain = (error: NodeJS.ErrnoException) => new Error(`explained: ${error.code}`);
const say =
  (words: string): RequestHandler =>
  async (_request, response) =>
    void response.end(words);

async function setUp(t: TestContext, clock = systemClock) {
  const port = await findFreePort();
  const servers = createSharedServers(clock, {
    headersTimeout: 50,
    requestTimeout: 50,
    connectionsCheckingInterval: 10,
  });
  const serve = async (path: string, handle: RequestHandler) => {
    const end = await servers.serve({ host, port, path, handle, explain });
    t.after(end);
    return end;
  };
  const get = (path: string) => fetch(`http://${host}:${port}${path}`);
  return { port, serve, get };
}

test('one port serves the paths of several parts, and closes with the last of them', async (t) => {
  const { port, serve, get } = await setUp(t);
  const [endA, endB] = await Promise.all([serve('/a', say('A')), serve('/b', say('B'))]);
  assert.equal(await (await get('/a?x=/b')).text(), 'A');
  assert.equal(await (await get('/b')).text(), 'B');
  const stranger = await get('/c');
  assert.deepEqual([stranger.status, await stranger.text()], [404, '']);
  await endA();
  await endA();
  assert.equal((await get('/a')).status, 404);
  assert.equal(await (await get('/b')).text(), 'B');
  await endB();
  await assert.rejects(get('/b'));

  const again = await serve('/a', say('again'));
  assert.equal(await (await get('/a')).text(), 'again');
  const other = createSharedServers(systemClock);
  const place = { host, port, path: '/x', handle: say(''), explain };
  await assert.rejects(other.serve(place), /^Error: explained: EADDRINUSE$/);
  await again();
  await (await other.serve(place))();
});

test('the end waits for requests that are under way, but not for ever', async (t) => {
  const clock = createFakeClock();
  const { serve, get } = await setUp(t, clock);
  const [begun, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const end = await serve('/a', async (_request, response) => {
    begun.resolve();
    await finish.promise;
    response.end('late');
  });
  const answered = get('/a');
  await begun.promise;
  const ended = end();
  finish.resolve();
  assert.equal(await (await answered).text(), 'late');
  await ended;

  const hanging = Promise.withResolvers<void>();
  const endHanging = await serve('/b', async () => {
    hanging.resolve();
    await new Promise(() => {});
  });
  const cut = assert.rejects(get('/b'));
  await hanging.promise;
  const over = endHanging();
  await clock.advance(3_000);
  await over;
  await cut;
});

test('a client that sends slowly is cut off, and a handler that fails answers nothing', async (t) => {
  const { port, serve, get } = await setUp(t);
  await serve('/a', async () => {
    throw new Error('a secret');
  });
  await assert.rejects(get('/a'), { message: 'fetch failed' });

  const socket = connect(port, host);
  socket.write('POST /a HTTP/1.1\r\n');
  assert.match(await text(socket), /^HTTP\/1.1 408/);
});
