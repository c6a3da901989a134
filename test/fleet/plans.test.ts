import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChatClaims } from '../../src/fleet/chat-claims.ts';
import { openEventLog } from '../../src/fleet/event-log.ts';
import { askForHostsAgain, freeChats } from '../../src/fleet/free-chats.ts';
import { readWaitingEvents } from '../../src/fleet/waiting-events.ts';
import { silentLog as log } from '../../src/lib/log.ts';
import { toWriteValues, writeStatement } from '../../src/store/postgres/write-statement.ts';
import { freshDatabase, withoutPostgres } from '../helpers/postgres.ts';
import { openTestStore } from '../store/postgres/open-test-store.ts';
import { startMember } from './fleet-members.ts';

const channel = { platform: 'telegram', id: '7', kind: 'group' } as const;
const NO_CHANGE = { fence: undefined, condition: undefined, puts: [], removals: [], payloads: [] };

/** A database that takes down what it is asked. */
function recordStatements() {
  const statements: [text: string, values: readonly unknown[]][] = [];
  return {
    statements,
    async query(text: string, values: readonly unknown[] = []) {
      statements.push([text, values]);
      // Nothing waits: what is read and cannot be understood would be set aside, and read anew.
      return text.includes('content FROM') ? [] : [{ has_events: true }];
    },
    async ride(text: string, take: () => readonly string[]) {
      const values = take();
      const write = { writer: 'w', number: 1, now: 0, ...NO_CHANGE, riders: [{ text, values }] };
      statements.push([text, [values]], [writeStatement([text]), toWriteValues(write)]);
    },
  };
}

test('no statement of the fleet reads all events or all hosts, however many there are', {
  skip: withoutPostgres,
}, async (t) => {
  // It stays until its member has left.
  const url = await freshDatabase();
  const { fleet } = await startMember(t, url);
  const { database } = await openTestStore(t, url);
  await database.query(
    `INSERT INTO parley.events (chat, identity, done_at) SELECT 'telegram:' || n % 2000, 'm' || n, now() FROM generate_series(1, 20000) AS n`,
  );
  await database.query(
    `INSERT INTO parley.hosts (chat, member) SELECT 'telegram:' || n, $1 FROM generate_series(1, 10000) AS n`,
    [fleet.self.id],
  );
  await database.query(
    `INSERT INTO parley.events (chat, content, accepted_at) SELECT 'telegram:' || n, '{}', now() - interval '1 minute' FROM generate_series(1, 50) AS n`,
  );
  await database.query('ANALYZE parley.events');
  await database.query('ANALYZE parley.hosts');

  const recorder = recordStatements();
  const clocks = { aheadMs: () => 0 };
  const member = { memberId: fleet.self.id, memberKey: 'process:0' };
  const chatOf = () => 'telegram:7';
  const eventLog = openEventLog({ database: recorder, chatOf, clocks, log, ...member });
  const claims = createChatClaims({ database: recorder, ...member });
  const event = { kind: 'added', channel } as const;
  await eventLog.put([{ event }]);
  await eventLog.put([{ event }], { onlyWhereHosted: true });
  await eventLog.read('telegram:7');
  await eventLog.finish('20007', 0);
  await eventLog.sweep();
  await claims.claim('telegram:7');
  await claims.release('telegram:7', false);
  await claims.release('telegram:7', true);
  await freeChats(recorder);
  await askForHostsAgain(recorder);
  await readWaitingEvents(recorder.query);

  assert.equal(recorder.statements.length, 14);
  for (const [text, values] of recorder.statements) {
    const rows = await database.query(`EXPLAIN (ANALYZE, COSTS OFF) ${text}`, values);
    const plan = rows.map((row) => String(row['QUERY PLAN'])).join('\n');
    // What only a dead member needs is planned, and does not run.
    assert.doesNotMatch(plan, /Seq Scan on (events|hosts).*actual/, `${text}\n${plan}`);
  }
});
