import assert from 'node:assert/strict';
import { before, describe, type TestContext, test } from 'node:test';
import pg from 'pg';
import { createChatClaims } from '../../src/fleet/chat-claims.ts';
import { FLEET_SCHEMA } from '../../src/fleet/fleet-schema.ts';
import { freeChats } from '../../src/fleet/free-chats.ts';
import { eventually } from '../helpers/eventually.ts';
import { freshDatabase, withoutPostgres } from '../helpers/postgres.ts';
import { startMember } from './fleet-members.ts';

/** A connection of its own, as a transaction needs it. */
async function connect(t: TestContext, url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  t.after(() => client.end());
  return client;
}

const asDatabase = (client: pg.Client) => ({
  query: async (text: string, values?: readonly unknown[]) =>
    (await client.query(text, values && [...values])).rows,
});

const INSERT_RECORD = `INSERT INTO parley.entries (key, value) VALUES ('process:77', '{"value":{"member":{"id":"new"}}}')`;

test('a chat is claimed again where the answer to the claim was lost, and by no other member', {
  skip: withoutPostgres,
}, async (t) => {
  const url = await freshDatabase();
  await startMember(t, url);
  const database = asDatabase(await connect(t, url));
  await database.query(INSERT_RECORD);
  await database.query(INSERT_RECORD.replace('77', '78').replace('new', 'other'));
  const own = createChatClaims({ database, memberId: 'new', memberKey: 'process:77' });
  const another = createChatClaims({ database, memberId: 'other', memberKey: 'process:78' });
  assert.deepEqual(await own.claim('chat'), { end: 'left' });
  assert.deepEqual(await own.claim('chat'), { end: 'left' });
  assert.equal(await another.claim('chat'), undefined);
  assert.deepEqual(await own.list(), new Map([['chat', false]]));
  assert.deepEqual(await another.list(), new Map());
  await database.query("INSERT INTO parley.events (chat) VALUES ('chat')");
  assert.deepEqual(await own.list(), new Map([['chat', true]]));
});

describe('the chats of dead members', { skip: withoutPostgres }, () => {
  let url = '';
  before(async () => {
    url = await freshDatabase();
  });

  async function setUp(t: TestContext) {
    await startMember(t, url);
    const [one, other, looking] = await Promise.all([
      connect(t, url),
      connect(t, url),
      connect(t, url),
    ]);
    await one.query(FLEET_SCHEMA);
    await one.query(
      `DELETE FROM parley.hosts; DELETE FROM parley.entries WHERE key = 'process:77'`,
    );
    await one.query(`INSERT INTO parley.hosts (chat, member) VALUES ('chat', 'dead')`);
    /** Resolves when a statement waits for a lock. */
    const somebodyWaits = () =>
      eventually('a statement to wait', async () => {
        const { rows } = await looking.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return rows.length > 0;
      });
    return { one, other, somebodyWaits };
  }

  test('stay with a member that has joined and claimed one while somebody frees them', async (t) => {
    const { one, other, somebodyWaits } = await setUp(t);
    await one.query('BEGIN');
    await one.query(`UPDATE parley.hosts SET member = NULL WHERE chat = 'chat'`);
    // It has looked already who is alive.
    const freeing = freeChats(asDatabase(other));
    await somebodyWaits();
    await one.query(INSERT_RECORD);
    await one.query(`UPDATE parley.hosts SET member = 'new' WHERE chat = 'chat'`);
    await one.query('COMMIT');
    await freeing;
    const { rows } = await one.query(`SELECT member FROM parley.hosts WHERE chat = 'chat'`);
    assert.deepEqual(rows, [{ member: 'new' }]);
  });

  test('come with the death of their host to the next one, even where it asks while they are freed', async (t) => {
    const { one, other, somebodyWaits } = await setUp(t);
    await one.query(INSERT_RECORD);
    await one.query('BEGIN');
    await freeChats(asDatabase(one));
    const parts = { memberId: 'new', memberKey: 'process:77' };
    const claiming = createChatClaims({ database: asDatabase(other), ...parts }).claim('chat');
    await somebodyWaits();
    await one.query('COMMIT');
    const last = await claiming;
    assert.equal(last?.end, 'died');
    assert.ok(last?.end === 'died' && last.agoMs >= 0);
  });
});
