import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ENTRY_KEYS_STATEMENT,
  ENTRY_SWEEP_STATEMENT,
  ENTRY_VALUES_STATEMENT,
} from '../../../src/store/postgres/entry-statements.ts';
import { toWriteValues, WRITE_STATEMENT } from '../../../src/store/postgres/write-statement.ts';
import { freshDatabase, withoutPostgres } from '../../helpers/postgres.ts';
import { openTestStore } from './open-test-store.ts';

test('no statement on the entries reads more of them than it needs, however many there are', {
  skip: withoutPostgres,
}, async (t) => {
  const { database } = await openTestStore(t, await freshDatabase(t));
  await database.query(
    `INSERT INTO parley.entries SELECT 'turn:' || n, repeat('x', 200), n FROM generate_series(1, 5000) AS n`,
  );
  const write = toWriteValues({
    writer: 'w',
    number: 1,
    fence: { key: 'turn:1', values: ['x'] },
    condition: { key: 'turn:2', expected: 'x' },
    now: 0,
    puts: Array.from({ length: 10 }, (_, index) => ({
      key: `p${index}`,
      value: 'v',
      expires: undefined,
    })),
    removals: ['turn:3', 'turn:4'],
    payloads: ['p'],
  });
  const statements = [
    [WRITE_STATEMENT, write],
    [ENTRY_VALUES_STATEMENT, [['turn:1', 'turn:2', 'nothing'], 0]],
    [ENTRY_KEYS_STATEMENT, ['turn:1', 'turn:2']],
    [ENTRY_SWEEP_STATEMENT, [5, 100]],
  ] as const;
  for (const [text, values] of statements) {
    const rows = await database.query(`EXPLAIN ${text}`, values);
    const plan = rows.map((row) => String(row['QUERY PLAN'])).join('\n');
    assert.match(plan, /Index|Conflict Arbiter/);
    assert.doesNotMatch(plan, /Seq Scan on entries/, `${text}\n${plan}`);
  }
});
