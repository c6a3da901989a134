import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import { eventually } from './eventually.ts';
import { startPgbouncer, withoutPgbouncer } from './pgbouncer.ts';
import { freshDatabase, sharedCluster, withoutPostgres } from './postgres.ts';

test('gives a new database of a real server, whose connections can be cut', {
  skip: withoutPostgres,
}, async (t) => {
  const url = await freshDatabase(t);
  const client = new pg.Client({ connectionString: url });
  // The driver gives two errors: that of the server, and that of the connection.
  const cut = new Promise((resolve) => client.on('error', resolve));
  await client.connect();
  await client.query('CREATE TABLE mine (a text)');
  assert.equal(await (await sharedCluster()).cutConnections(url), 1);
  assert.match(String(await cut), /terminat/);
});

test('ends when the process that started it is killed, and leaves nothing behind', {
  skip: withoutPostgres,
}, async () => {
  const helper = new URL('postgres-cluster.ts', import.meta.url).href;
  const code = `const { startCluster } = await import('${helper}');
    console.log((await startCluster()).url);
    await new Promise((resolve) => setTimeout(resolve, 600_000));`;
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(owner.stdout.setEncoding('utf8'), 'data');
  const { rows } = await withClient(url.trim(), 'SHOW data_directory');
  const folder = dirname(rows[0].data_directory);
  assert.ok(existsSync(folder));
  owner.kill('SIGKILL');
  await eventually('the server to end and its folder to be gone', () => !existsSync(folder));
  await assert.rejects(withClient(url.trim(), 'SELECT 1'), /ECONNREFUSED/);
});

test('puts PgBouncer in transaction mode before it', {
  skip: withoutPostgres || withoutPgbouncer,
}, async (t) => {
  const url = await freshDatabase(t);
  const pooled = await startPgbouncer(t, url);
  const client = new pg.Client({ connectionString: pooled });
  await client.connect();
  const { rows } = await client.query('SELECT current_database() AS name');
  assert.equal(`/${rows[0].name}`, new URL(url).pathname);
  await client.end();
});

async function withClient(connectionString: string, text: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client.query(text).finally(() => client.end());
}
