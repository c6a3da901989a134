import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import type { ChatMessage } from '../../src/contracts/chat-message.ts';
import type { InboundEvent } from '../../src/contracts/inbox.ts';
import { type EventToLog, openEventLog } from '../../src/fleet/event-log.ts';
import { silentLog as log } from '../../src/lib/log.ts';
import { eventually } from '../helpers/eventually.ts';
import { freshDatabase, withoutPostgres } from '../helpers/postgres.ts';
import { startMember } from './fleet-members.ts';

const CHAT = 'discord:1';
const channel = { platform: 'discord', id: '1', kind: 'group' } as const;
const where = { onlyWhereHosted: true };

function messageOf(id: string): EventToLog {
  const author = { id: 'ann', name: 'Ann', isBot: false, isServerAdmin: false, roles: [] };
  const said = { text: `"${id}" {\\}`, attachments: [], addressed: false, sentAt: 1 } as const;
  const message: ChatMessage = { id, channel, author, ...said };
  return { event: { kind: 'message', message, address: { channel } }, isLoose: true };
}

test('the event log stores loose messages only in a chat that has a host, or wants one', {
  skip: withoutPostgres,
}, async (t) => {
  const { database, fleet } = await startMember(t, await freshDatabase());
  const clocks = { aheadMs: () => 0 };
  const events = openEventLog({
    ...{ database, chatOf: () => CHAT, clocks, log, memberId: fleet.self.id },
  });
  const read = async () => {
    const rows = await database.query(
      'SELECT * FROM parley.events WHERE done_at IS NULL ORDER BY id',
    );
    return rows.map(({ id, content }) => ({ id: String(id), ...JSON.parse(String(content)) }));
  };
  const jobs = async () => (await database.query('SELECT 1 FROM graphile_worker.jobs')).length;
  const host = (member: string | null) =>
    database.query('INSERT INTO parley.hosts (chat, member) VALUES ($1, $2)', [CHAT, member]);
  const leave = () => database.query('DELETE FROM parley.hosts');

  assert.equal(await events.put([messageOf('alone')], where), false);
  assert.deepEqual([await read(), await jobs()], [[], 0]);

  // A question waits for the host. What belongs to it is before it, and what a network delivers twice is there once.
  const question = { ...messageOf('question'), isLoose: false };
  assert.equal(await events.put([messageOf('b'), messageOf('a'), question]), true);
  assert.equal(await events.put([messageOf('a'), messageOf('late')], where), true);
  const waiting = await read();
  const found = waiting.map(({ event, isLoose }) => [
    event.kind === 'message' && event.message.text,
    isLoose,
  ]);
  assert.deepEqual(found, [
    ['"b" {\\}', true],
    ['"a" {\\}', true],
    ['"question" {\\}', false],
    ['"late" {\\}', true],
  ]);
  assert.equal(await jobs(), 1);
  await Promise.all(waiting.map(({ id }) => events.finish(id, 0)));
  assert.equal(await events.put([messageOf('over')], where), false);

  // A member hosts it; its turns wait for a member; it was left.
  for (const [index, member] of [fleet.self.id, null].entries()) {
    await host(member);
    assert.equal(await events.put([messageOf(`hosted ${index}`)], where), true);
    const [logged] = await read();
    assert.ok(logged);
    await events.finish(logged.id, 0);
    await leave();
  }
  assert.equal(await events.put([messageOf('left')], where), false);
});

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
