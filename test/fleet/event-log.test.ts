import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import type { InboundEvent } from '../../src/contracts/inbox.ts';
import { eventually } from '../helpers/eventually.ts';
import { freshDatabase, withoutPostgres } from '../helpers/postgres.ts';
import { startMember } from './fleet-members.ts';

const deleted = (messageId: string): InboundEvent => ({
  kind: 'deleted',
  channel: { platform: 'telegram', id: '5', kind: 'group' },
  messageId,
});

test('an event whose connection breaks while it is stored is not overtaken by the next one', {
  skip: withoutPostgres,
}, async (t) => {
  const url = await freshDatabase();
  const gateway = await startMember(t, url, { role: 'gateway' });
  const gate = new pg.Client({ connectionString: url });
  await gate.connect();
  t.after(() => gate.end());
  await gate.query('BEGIN; LOCK TABLE parley.events IN EXCLUSIVE MODE');

  const first = gateway.put(deleted('first'));
  await eventually('the first one to wait, and its connection to be cut', async () => {
    const { rows } = await gate.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  });
  const second = gateway.put(deleted('second'));
  await gate.query('COMMIT');
  await Promise.all([first, second]);
  const { rows } = await gate.query(
    `SELECT content::json -> 'event' ->> 'messageId' AS id FROM parley.events ORDER BY events.id`,
  );
  assert.deepEqual(rows, [{ id: 'first' }, { id: 'second' }]);
});
