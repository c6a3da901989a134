import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import pg from 'pg';
import { systemClock } from '../../../src/lib/clock.ts';
import { type Connections, createConnections } from '../../../src/store/postgres/connections.ts';
import { readDatabaseAddress } from '../../../src/store/postgres/database-address.ts';
import { createOrderedWriter } from '../../../src/store/postgres/ordered-writer.ts';
import { toWriteValues, WRITE_STATEMENT } from '../../../src/store/postgres/write-statement.ts';
import { freshDatabase, withoutPostgres } from '../../helpers/postgres.ts';
import { openTestStore } from './open-test-store.ts';

describe('several processes on one database', { skip: withoutPostgres }, () => {
  test('count together by swaps, and lose none of the counts', async (t) => {
    const url = await freshDatabase(t);
    const stores = await Promise.all(Array.from({ length: 4 }, () => openTestStore(t, url)));
    const count = async ({ adapter }: (typeof stores)[number]) => {
      for (let done = 0; done < 10; ) {
        const value = await adapter.get('count');
        const next = String(Number(value ?? 0) + 1);
        if (await adapter.swap('count', value === undefined ? undefined : String(value), next))
          done += 1;
      }
    };
    await Promise.all(stores.map(count));
    assert.equal(await stores[0]?.adapter.get('count'), '40');
  });

  test('give a claim to one of them', async (t) => {
    const url = await freshDatabase(t);
    const stores = await Promise.all(Array.from({ length: 4 }, () => openTestStore(t, url)));
    for (let round = 0; round < 5; round += 1) {
      const claims = stores.map(({ adapter }, index) =>
        adapter.claim(`c${round}`, undefined, `${index}`),
      );
      const results = await Promise.all(claims);
      assert.equal(results.filter(Boolean).length, 1);
      assert.equal(await stores[0]?.adapter.get(`c${round}`), String(results.indexOf(true)));
      // Every one of them goes on without a claim.
      await Promise.all(
        stores.map(({ adapter }, index) => adapter.claim(`c${round}`, `${index}`, undefined)),
      );
    }
  });

  test('see no write of a process after they have removed its record', async (t) => {
    const url = await freshDatabase(t);
    const [dead, alive] = await Promise.all([openTestStore(t, url), openTestStore(t, url)]);
    await dead.adapter.claim('process:dead', undefined, 'record');
    let written = 0;
    const writing = (async () => {
      for (;;) {
        await dead.adapter.setMany([{ key: 'turn', value: String(written) }]);
        written += 1;
      }
    })();
    const refused = assert.rejects(writing, /taken over/);
    while (written < 20) await alive.adapter.get('turn');
    assert.equal(await alive.adapter.swap('process:dead', 'record', undefined), true);
    const seen = await alive.adapter.get('turn');
    await refused;
    assert.equal(await alive.adapter.get('turn'), seen);
    await assert.rejects(dead.adapter.swap('turn', String(seen), 'late'), /taken over/);
  });

  test('renew their records while they write, and nothing is refused', async (t) => {
    const { adapter } = await openTestStore(t, await freshDatabase(t));
    await adapter.claim('process:me', undefined, '0');
    const work = Array.from({ length: 40 }, (_, index) => [
      adapter.setMany([{ key: `k${index}`, value: '1' }]),
      adapter.claim('process:me', String(index), String(index + 1)),
    ]);
    const results = await Promise.all(work.flat());
    assert.ok(results.flat().every((result) => result === true));
  });

  test('write overlapping batches in any order', async (t) => {
    const url = await freshDatabase(t);
    const stores = await Promise.all(Array.from({ length: 3 }, () => openTestStore(t, url)));
    const keys = Array.from({ length: 20 }, (_, index) => `k${index}`);
    const orders = [keys, keys.toReversed(), keys.toSorted((a, b) => a.length - b.length)];
    const write = async (index: number) => {
      for (let round = 0; round < 6; round += 1) {
        const order = orders[(index + round) % orders.length] ?? [];
        await stores[index]?.adapter.setMany(
          order.map((key, at) => ({
            key,
            value: `${index}`,
            ...(at % 3 === round % 3 && { expires: 1 }),
          })),
        );
      }
    };
    await Promise.all([write(0), write(1), write(2)]);
  });
});

describe('a write whose answer got lost', { skip: withoutPostgres }, () => {
  /** Every statement arrives, and is repeated as if its answer had not come back. */
  async function openWithoutAnswers(url: string) {
    const address = readDatabaseAddress('STORE_URL', url);
    const real = createConnections({ address, most: 2, clock: systemClock });
    const connections: Connections = {
      ...real,
      async repeat(text, values) {
        await real.repeat(text, values);
        return real.repeat(text, values);
      },
    };
    const read = async (key: string) => {
      const rows = await real.repeat('SELECT value FROM parley.entries WHERE key = $1', [key]);
      return rows[0] && String(rows[0].value);
    };
    return {
      ...createOrderedWriter({ connections, clock: systemClock, read, writesPerRow: 4 }),
      read,
      close: real.close,
    };
  }

  test('happens once, and its outcome is told', async (t) => {
    const url = await freshDatabase(t);
    const { adapter, database } = await openTestStore(t, url);
    const writer = await openWithoutAnswers(url);
    t.after(writer.close);
    assert.equal(await writer.claim('process:me', undefined, '1'), true);
    assert.equal(await writer.claim('process:me', '1', '2'), true);
    assert.equal(await writer.claim('process:me', '1', '3'), false);
    const put = { key: 'a', value: '1', expires: undefined };
    await writer.write({ puts: [put], removals: [], payloads: [] });
    assert.equal(await writer.swap('a', '1', '2'), true);
    assert.equal(await writer.swap('a', '1', '3'), false);
    assert.equal(await writer.swap('a', undefined, '3'), false);
    assert.equal(await writer.swap('b', undefined, '4'), true);
    assert.equal(await writer.swap('b', '4', undefined), true);
    assert.deepEqual(await adapter.getMany(['a', 'b']), ['2', undefined]);
    assert.equal(await adapter.swap('process:me', '2', undefined), true);
    await assert.rejects(writer.write({ puts: [put], removals: [], payloads: [] }), /taken over/);
    assert.equal(await adapter.get('a'), '2');
    // Its rows of four writes each, beside that of the other store.
    const rows = await database.query('SELECT number::int FROM parley.writers ORDER BY number');
    assert.deepEqual(
      rows.map(({ number }) => number),
      [1, 4, 8, 10],
    );
  });

  test('changes nothing when it arrives after later ones', async (t) => {
    const url = await freshDatabase(t);
    const { database } = await openTestStore(t, url);
    const write = async (number: number, value: string) => {
      const put = { key: 'a', value, expires: undefined };
      const request = {
        writer: 'w',
        fence: undefined,
        condition: undefined,
        now: 0,
        removals: [],
        payloads: [],
      };
      const values = toWriteValues({ ...request, number, puts: [put] });
      return (await database.query(WRITE_STATEMENT, values))[0];
    };
    assert.equal((await write(1, 'first'))?.put, 1);
    assert.equal((await write(3, 'third'))?.put, 1);
    assert.equal((await write(2, 'second'))?.put, 0);
    assert.equal((await database.query('SELECT value FROM parley.entries'))[0]?.value, 'third');
  });

  test('waits for a statement that still runs, and takes its outcome', async (t) => {
    const url = await freshDatabase(t);
    const { adapter } = await openTestStore(t, url);
    await adapter.set('a', '1');
    const running = new pg.Client({ connectionString: url });
    await running.connect();
    const request = {
      writer: 'w',
      number: 1,
      fence: undefined,
      now: 0,
      removals: [],
      payloads: [],
    };
    const condition = { key: 'a', expected: '1' };
    const values = toWriteValues({
      ...request,
      condition,
      puts: [{ key: 'a', value: '2', expires: undefined }],
    });
    await running.query('BEGIN');
    await running.query(WRITE_STATEMENT, [...values]);
    const repeating = new pg.Client({ connectionString: url });
    await repeating.connect();
    const repetition = repeating.query(WRITE_STATEMENT, [...values]);
    await running.query('COMMIT');
    // The first one has set the value: the repetition neither sets it again nor says that it was another one.
    assert.equal((await repetition).rows[0].is_matching, null);
    const verdict = await repeating.query("SELECT is_matching FROM parley.writers WHERE id = 'w'");
    assert.deepEqual(verdict.rows, [{ is_matching: true }]);
    await Promise.all([running.end(), repeating.end()]);
  });
});

test('the renewal of a claim does not wait behind other writes, and the end of the claim does', async () => {
  const written: unknown[] = [];
  const repeat: Connections['repeat'] = async (_text, values = []) => {
    const [, , , , claimed, , , [key = claimed] = []] = values as readonly (readonly unknown[])[];
    written.push(key);
    return [{ is_allowed: true, is_matching: true, put: 1, removed: [] }];
  };
  const connections = { repeat, once: repeat, close: async () => {} };
  const read = async () => undefined;
  const writer = createOrderedWriter({ connections, clock: systemClock, read });
  await writer.claim('process:1', undefined, '1');
  const write = (key: string) =>
    writer.write({ puts: [{ key, value: '', expires: undefined }], removals: [], payloads: [] });
  await Promise.all([
    ...[write('a'), write('b'), write('c')],
    writer.claim('process:1', '1', '2'),
    writer.claim('process:1', '2', undefined),
  ]);
  assert.deepEqual(written, ['process:1', 'process:1', 'a', 'b', 'c', 'process:1']);
  await writer.claim('process:1', undefined, '3');
  await writer.claim('process:1', '3', '4');
  assert.equal(written.length, 8);
});
