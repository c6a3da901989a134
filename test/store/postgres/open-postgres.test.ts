import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BotError, ConfigError } from '../../../src/errors.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { measureStore } from '../../../src/store/measure-store.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { openPostgres, type PostgresOptions } from '../../../src/store/postgres/open-postgres.ts';
import { prepareSchema } from '../../../src/store/postgres/prepare-schema.ts';
import { eventually } from '../../helpers/eventually.ts';
import { freshDatabase, sharedCluster, withoutPostgres } from '../../helpers/postgres.ts';
import { hastyClock, openTestStore } from './open-test-store.ts';

const usual = { clock: systemClock, log: silentLog, readOnly: false, patienceMs: 0 };

/** Parts of an address, as they replace its own. */
const withParts = (url: string, parts: Partial<URL>) => Object.assign(new URL(url), parts).href;

async function refuses(options: Partial<PostgresOptions> & { url: string }, cure: RegExp) {
  await assert.rejects(openPostgres({ ...usual, ...options }), (error) => {
    assert.ok(error instanceof ConfigError, String(error));
    assert.match(error.message, cure);
    const { password } = new URL(options.url);
    for (const secret of [password, decodeURIComponent(password)]) {
      if (secret !== '') assert.ok(!error.message.includes(secret), error.message);
    }
    return true;
  });
}

describe('openPostgres', { skip: withoutPostgres }, () => {
  test('creates its tables once, though several processes start at the same moment', async (t) => {
    const url = await freshDatabase(t);
    const stores = await Promise.all(Array.from({ length: 5 }, () => openTestStore(t, url)));
    await stores[0]?.adapter.set('a', '1');
    const values = await Promise.all(stores.map(({ adapter }) => adapter.get('a')));
    assert.deepEqual(values, ['1', '1', '1', '1', '1']);
    const formats = await (await sharedCluster()).query('SELECT format FROM parley.store', url);
    assert.deepEqual(formats, [{ format: 1 }]);
  });

  test('gives a store with its database and its size', async (t) => {
    const url = await freshDatabase(t);
    const { clock, log } = usual;
    const store = await openStore({ url, clock, log });
    t.after(store.close);
    await store.write([{ key: 'a', value: { b: '\u0000 \ud800' } }]);
    assert.deepEqual(await store.get('a'), { b: '\u0000 \ud800' });
    assert.ok(Number(await measureStore(url, store.database)) > 8_000);
    await store.claim('lease', undefined, { a: 1 });
    await store.purge();
    // One key that PostgreSQL cannot hold stops no other write.
    const [wrong, right] = await Promise.allSettled([
      store.write([{ key: 'c\u0000', value: { b: 1 } }]),
      store.write([{ key: 'd\ud800', value: { b: 2 } }]),
    ]);
    assert.equal(wrong.status, 'rejected');
    assert.equal(right.status, 'fulfilled');
    assert.deepEqual(await store.get('d\ud800'), { b: 2 });
  });

  test('creates nothing to read, and then reads only', async (t) => {
    const url = await freshDatabase(t);
    const reading = { ...usual, url, readOnly: true };
    await assert.rejects(openPostgres(reading), (error) => {
      assert.ok(error instanceof BotError && !(error instanceof ConfigError));
      return /no Parley has run/.test(error.message);
    });
    const { adapter } = await openTestStore(t, url);
    await adapter.set('a', '1');
    const reader = await openPostgres(reading);
    assert.equal(reader.database, undefined);
    assert.equal(await reader.adapter.get('a'), '1');
    await assert.rejects(reader.adapter.set('a', '2'));
    await reader.adapter.disconnect?.();
  });

  test('needs no right to create anything once its tables exist', async (t) => {
    const url = await freshDatabase(t);
    const cluster = await sharedCluster();
    await cluster.query(
      "DROP ROLE IF EXISTS small; CREATE ROLE small LOGIN PASSWORD 'sm@ll-secret'",
      url,
    );
    const small = withParts(url, { username: 'small', password: 'sm@ll-secret' });
    await refuses({ url: small }, /lacks a right.*GRANT CREATE/);
    await openTestStore(t, url);
    await cluster.query(
      'GRANT USAGE ON SCHEMA parley TO small; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA parley TO small',
      url,
    );
    const { adapter } = await openTestStore(t, small);
    await adapter.set('a', '1');
    await adapter.disconnect?.();
    await cluster.query('ALTER ROLE small CONNECTION LIMIT 0', url);
    await refuses({ url: small }, /no free connection.*STORE_CONNECTIONS/);
    await cluster.query('DROP OWNED BY small; DROP ROLE small', url);
  });

  test('names the cure of what is wrong with an address, and never its password', async (t) => {
    const url = await freshDatabase(t);
    await refuses({ url: withParts(url, { password: 'wr@ng-secret' }) }, /user or the password/);
    await refuses(
      { url: withParts(url, { pathname: '/nothing' }) },
      /no such database.*CREATE DATABASE/,
    );
    await refuses({ url: withParts(url, { hostname: 'parley.invalid' }) }, /host is not found/);
    await refuses({ url: withParts(url, { port: '1' }) }, /does not answer.*PostgreSQL runs there/);
    // Every mode but disable asks for an encrypted connection, which the server of the tests does not take.
    for (const mode of ['require', 'verify-full']) {
      await refuses(
        { url: withParts(url, { search: `?sslmode=${mode}` }) },
        /takes no encrypted connections.*sslmode=disable/,
      );
    }
    await refuses({ url: 'postgres:parley' }, /not the address of a database. Write it/);
    await refuses(
      { url: withParts(url, { search: '?sslrootcert=/nowhere/ca.pem' }) },
      /nowhere.*cannot be read/,
    );
  });

  test('names the address that is wrong where there are two, and prepares nothing in another database', async (t) => {
    const [url, other] = [await freshDatabase(t), await freshDatabase(t)];
    await refuses({ url: withParts(url, { port: '1' }), directUrl: url }, /^STORE_URL: .*answer/);
    await refuses({ url, directUrl: withParts(url, { port: '1' }) }, /^STORE_DIRECT_URL: .*answer/);
    await refuses(
      { url, directUrl: other, clock: hastyClock },
      /^STORE_DIRECT_URL: .*is another database than the one to which STORE_URL .*leads/,
    );
    const schemas = await (await sharedCluster()).query(
      "SELECT to_regnamespace('parley') AS found",
      other,
    );
    assert.deepEqual(schemas, [{ found: null }]);
    await openTestStore(t, url, { directUrl: withParts(url, { hostname: 'localhost' }) });
  });

  test('asks to escape a password whose signs end the address', async () => {
    for (const url of [
      'postgres://u:pass/w0rd@h/db',
      'postgres://u:12?w0rd@h/db',
      'postgres://u:a#w0rd@h/db',
    ]) {
      await assert.rejects(openPostgres({ ...usual, url }), (error) => {
        assert.ok(error instanceof ConfigError && /%2F/.test(error.message));
        return !error.message.includes('w0rd');
      });
    }
  });

  test('says that a database takes no writes, and waits for it to take them again', async (t) => {
    const url = await freshDatabase(t);
    const cluster = await sharedCluster();
    const name = new URL(url).pathname.slice(1);
    await cluster.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    await refuses({ url }, /no writes.*primary server/);
    await cluster.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
    const { adapter } = await openTestStore(t, url);
    await cluster.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    await cluster.cutConnections(url);
    const written = adapter.set('a', '1');
    await cluster.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
    await cluster.query(`ALTER DATABASE ${name} CONNECTION LIMIT 100`);
    assert.equal(await written, true);
  });

  test('says after a while that a database takes no writes, though others read it all the time', async (t) => {
    const url = await freshDatabase(t);
    const patienceMs = 500;
    const { adapter } = await openTestStore(t, url, { patienceMs });
    const cluster = await sharedCluster();
    const name = new URL(url).pathname.slice(1);
    await cluster.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    await cluster.cutConnections(url);
    let hasEnded = false;
    const writing = adapter.set('key', '{"value":1}').finally(() => {
      hasEnded = true;
    });
    const refused = assert.rejects(writing, /it takes no writes/);
    await eventually('the write is refused', async () => {
      await adapter.get('key');
      return hasEnded;
    });
    await refused;
  });

  test('refuses a server that is too old, and a database that cannot hold every text', async () => {
    const old = { query: async () => ({ rows: [{ version: 120_022, encoding: 'UTF8' }] }) };
    const address = { url: 'postgres://h/db', name: 'STORE_URL', shown: 'h:5432/db' };
    await assert.rejects(prepareSchema(old, address), /PostgreSQL 13 or newer/);
    const cluster = await sharedCluster();
    const name = `latin_${process.pid}`;
    await cluster.query(`CREATE DATABASE ${name} ENCODING 'LATIN1' TEMPLATE template0`);
    await refuses({ url: withParts(cluster.url, { pathname: `/${name}` }) }, /LATIN1.*UTF8/);
  });

  test('refuses a schema of another program, and one of a newer Parley', async (t) => {
    const url = await freshDatabase(t);
    const cluster = await sharedCluster();
    await cluster.query('CREATE SCHEMA parley; CREATE TABLE parley.theirs (a int)', url);
    await refuses({ url }, /belongs to another program/);
    await cluster.query('DROP SCHEMA parley CASCADE', url);
    await openTestStore(t, url);
    await cluster.query('UPDATE parley.store SET format = 2', url);
    await refuses({ url }, /newer Parley.*Update/);
  });
});
