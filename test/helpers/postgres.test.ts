import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
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
