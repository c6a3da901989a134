import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRiders } from '../../../src/store/postgres/riders.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { freshDatabase, withoutPostgres } from '../../helpers/postgres.ts';
import { openTestStore } from './open-test-store.ts';

test('statements that wait are gathered, and go alone when the first of them has waited long enough', async () => {
  const clock = createFakeClock();
  const alone: unknown[] = [];
  const runAlone = async (text: string, values: readonly string[]) => {
    alone.push([text, ...values]);
    if (text === 'broken') throw new Error('the server is away');
  };
  const { ride, takeAll } = createRiders({ clock, runAlone });
  const all = [ride('one', () => ['1'], 50), ride('two', () => ['2'], 20)];
  const failed = assert.rejects(
    ride('broken', () => ['3'], 90),
    /away/,
  );
  await clock.advance(19);
  all.push(ride('one', () => ['4', '5'], 90));
  assert.deepEqual(alone, []);
  await clock.advance(1);
  await Promise.all([...all, failed]);
  assert.deepEqual(alone.splice(0), [
    ['one', '1', '4', '5'],
    ['two', '2'],
    ['broken', '3'],
  ]);

  // What says that there is nothing any more costs nothing.
  const nothing = ride('one', () => [], 10);
  assert.deepEqual(takeAll(), []);
  await nothing;
  const many = Array.from({ length: 100 }, (_, index) => ride('one', () => [String(index)], 1_000));
  await clock.advance(0);
  await Promise.all(many);
  assert.equal(alone.length, 1);
  assert.equal(clock.pending, 0);
});

describe('a statement that goes with a write', { skip: withoutPostgres }, () => {
  const FINISH = 'UPDATE done SET times = times + 1 WHERE id = ANY ($1::bigint[]) RETURNING 1';

  test('runs once in its transaction, and not where another process has taken over', async (t) => {
    const url = await freshDatabase(t);
    const [{ adapter, database }, other] = [
      await openTestStore(t, url),
      await openTestStore(t, url),
    ];
    await database.query('CREATE TABLE done (id bigint PRIMARY KEY, times int NOT NULL DEFAULT 0)');
    await database.query('INSERT INTO done SELECT generate_series(1, 4)');
    const counts = async () => {
      const rows = await database.query('SELECT times FROM done ORDER BY id');
      return rows.map(({ times }) => times);
    };

    await adapter.claim('process:1', undefined, 'alive');
    const riding = [
      database.ride(FINISH, () => ['1'], 600_000),
      database.ride(FINISH, () => ['2'], 600_000),
    ];
    await adapter.setMany([{ key: 'turn', value: 'first' }]);
    await Promise.all(riding);
    assert.deepEqual(await counts(), [1, 1, 0, 0]);

    const alone = database.ride(FINISH, () => ['3'], 0);
    await alone;
    assert.deepEqual(await counts(), [1, 1, 1, 0]);

    await other.adapter.swap('process:1', 'alive', 'dead');
    const late = assert.rejects(
      database.ride(FINISH, () => ['4'], 600_000),
      /taken over/,
    );
    await assert.rejects(adapter.setMany([{ key: 'turn', value: 'late' }]), /taken over/);
    await late;
    assert.deepEqual(await counts(), [1, 1, 1, 0]);
    assert.equal(await other.adapter.get('turn'), 'first');
  });
});
