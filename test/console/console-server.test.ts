import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { openConsoleServer } from '../../src/console/console-server.ts';
import { silentLog } from '../../src/lib/log.ts';
import { readJsonBody } from '../../src/lib/web/read-json-body.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { findFreePort } from '../helpers/free-port.ts';

const limits = { headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 10 };

/** Sends the beginning of a request, and gives what came until the server ended the connection. */
async function sendSlowly(t: TestContext, beginning: string): Promise<string> {
  const port = await findFreePort();
  const server = await openConsoleServer({
    host: '127.0.0.1',
    port,
    limits,
    async handle(request, response) {
      // As a change does: its body never ends.
      await readJsonBody(request, 100).catch(() => {});
      response.destroy();
    },
    onListening: () => {},
    clock: createFakeClock(),
    log: silentLog,
  });
  t.after(() => server.stop());
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  socket.on('error', () => {});
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.write(beginning);
  await once(socket, 'close');
  return text;
}

test('who sends the headers slowly is cut off', async (t) => {
  assert.match(await sendSlowly(t, 'GET / HTTP/1.1\r\nHost: a\r\nX-Slow'), /^HTTP\/1\.1 408 /);
});

test('who sends the body slowly is cut off', async (t) => {
  const head =
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n';
  await sendSlowly(t, `${head}{`);
});
