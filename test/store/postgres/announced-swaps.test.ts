import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock as clock } from '../../../src/lib/clock.ts';
import { silentLog as log } from '../../../src/lib/log.ts';
import { openSharedRecords } from '../../../src/lib/shared-records.ts';
import { openPostgres } from '../../../src/store/postgres/open-postgres.ts';
import { createStore } from '../../../src/store/store.ts';
import { eventually } from '../../helpers/eventually.ts';
import { freshDatabase, withoutPostgres } from '../../helpers/postgres.ts';

interface Counter {
  readonly count: number;
}

test('two processes on PostgreSQL lose no change of a record, and hear of each other', {
  skip: withoutPostgres,
}, async (t) => {
  const url = await freshDatabase();
  const [first, second] = await Promise.all([open(), open()]);

  const addOne = (counter: Counter | undefined) => ({ count: (counter?.count ?? 0) + 1 });
  const changes = Array.from({ length: 20 }, (_, index) =>
    (index % 2 ? first : second).change('a', addOne, { ttlMs: 60_000 }),
  );
  await Promise.all(changes);
  const countIn = (records: typeof first) => records.values.get('a')?.count;
  await eventually('both know all changes', () =>
    [first, second].every((records) => countIn(records) === 20),
  );
  await first.change('a', () => undefined);
  await eventually('the other one knows that it is gone', () => second.values.size === 0);
  assert.equal(first.values.size, 0);

  async function open() {
    const { adapter } = await openPostgres({ url, clock, log, readOnly: false });
    const store = createStore({ adapter, clock });
    const read = (stored: unknown) => stored as Counter;
    const options = { prefix: 'counter:', read, most: 10 };
    const records = await openSharedRecords<Counter>({ store, clock, log, ...options });
    t.after(async () => {
      records.stop();
      await store.close();
    });
    return records;
  }
});
