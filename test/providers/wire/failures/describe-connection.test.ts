import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { createHttp } from '../../../../src/providers/wire/exchange/http.ts';
import { describeConnection } from '../../../../src/providers/wire/failures/describe-connection.ts';

const TLS = join(import.meta.dirname, '../../../fixtures/tls/discord.test');

describe('describeConnection', () => {
  test('says that a server does not speak HTTP', async (t) => {
    const url = await listen(t, createServer(answerWith('SSH-2.0-OpenSSH_9\r\n')));
    const { kind, problem, cure } = await describeCall(t, `http://${url}`);
    assert.deepEqual([kind, problem], ['protocol', 'does not speak HTTP there']);
    assert.match(cure ?? '', /port in BASE_URL/);
  });

  test('takes ten thousand headers for a wrong answer, not for a server out of reach', async (t) => {
    const headers = Array.from({ length: 10_000 }, (_, index) => `x-${index}: y\r\n`).join('');
    const url = await listen(t, createServer(answerWith(`HTTP/1.1 200 OK\r\n${headers}\r\n`)));
    const { kind, problem } = await describeCall(t, `http://${url}`);
    assert.deepEqual([kind, problem], ['protocol', 'answered with too many headers']);
  });

  test('says that a server does not speak TLS', async (t) => {
    const url = await listen(t, createServer(answerWith('HTTP/1.1 400 Bad Request\r\n\r\n')));
    const { kind, problem, cure } = await describeCall(t, `https://${url}`);
    assert.deepEqual([kind, problem], ['connect', 'does not speak TLS there']);
    assert.match(cure ?? '', /Begin BASE_URL with http:/);
  });

  test('says what is wrong with a certificate', async (t) => {
    const options = { key: readFileSync(`${TLS}.key`), cert: readFileSync(`${TLS}.crt`) };
    const url = await listen(
      t,
      createTlsServer(options, (socket) => socket.on('error', () => {})),
    );
    const { kind, problem, cure } = await describeCall(t, `https://${url}`);
    assert.deepEqual([kind, problem], ['connect', 'has a self-signed certificate']);
    assert.match(cure ?? '', /NODE_EXTRA_CA_CERTS/);
  });

  test('advises https where a server closes at the first byte of plain HTTP', async (t) => {
    const url = await listen(
      t,
      createServer((socket) => socket.on('data', () => socket.end())),
    );
    const { kind, problem, cure } = await describeCall(t, `http://${url}`);
    assert.deepEqual([kind, problem], ['connect', 'could not be reached (UND_ERR_SOCKET)']);
    assert.match(cure ?? '', /begin BASE_URL with https/);
  });

  test('says that no server has a name', () => {
    const error = Object.assign(new Error('x'), { code: 'ENOTFOUND' });
    assert.match(describeConnection(error, true).problem, /no server has this name/);
  });

  test('never shows that a code is undefined', () => {
    for (const error of [
      undefined,
      'x',
      new Error('x'),
      Object.assign(new Error('x'), { code: undefined }),
    ]) {
      assert.equal(describeConnection(error, false).problem, 'could not be reached');
    }
  });
});

function answerWith(text: string) {
  return (socket: Socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(text));
  };
}

async function listen(t: TestContext, server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

async function describeCall(t: TestContext, url: string) {
  const http = createHttp({ env: {} });
  t.after(() => http.close());

  const call = http({ method: 'POST', url, headers: {}, body: '{}', signal: t.signal });
  const error = await call.then(
    () => assert.fail('the server answered'),
    (reason: unknown) => reason,
  );
  return describeConnection(error, url.startsWith('https:'));
}
