import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { openJobSessions } from '../../src/fleet/job-sessions.ts';
import { freshDatabase, withoutPostgres } from '../helpers/postgres.ts';

/** Starts a way to a server on which connections can fall silent, as when a machine vanishes. */
async function startWay(t: TestContext, url: string) {
  const silent = new Set<object>();
  let newest: object | undefined;
  const server = createServer((client) => {
    newest = client;
    const upstream = connect(Number(new URL(url).port), '127.0.0.1');
    const ends = [client, upstream];
    for (const end of ends) {
      end.on('error', () => {});
      end.on('close', () => void ends.map((each) => each.destroy()));
    }
    client.on('data', (bytes) => void (silent.has(client) || upstream.write(bytes)));
    upstream.on('data', (bytes) => void client.write(bytes));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo; // The address of a TCP server is never a string.
  return {
    url: Object.assign(new URL(url), { port: String(port) }).href,
    silence: () => silent.add(Object(newest)),
  };
}

test('a session for jobs ends that gets no answer or may not write, and the next statement has another one', {
  skip: withoutPostgres,
}, async (t) => {
  const way = await startWay(t, await freshDatabase(t));
  const sessions = openJobSessions({ url: way.url, most: 1, answerTimeoutMs: 200 });
  t.after(() => sessions.end());
  const ask = async (text: string) => {
    const client = await sessions.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      client.release();
    }
  };
  assert.deepEqual(await ask('SELECT 1 AS answer'), [{ answer: 1 }]);
  way.silence();
  await assert.rejects(ask('SELECT 1 AS answer'), /timeout/);
  assert.deepEqual(await ask('SELECT 1 AS answer'), [{ answer: 1 }]);

  await ask('SET default_transaction_read_only = on');
  await assert.rejects(ask('CREATE TABLE a ()'), /read-only/);
  await ask('CREATE TABLE a ()');
});
