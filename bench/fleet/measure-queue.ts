import pg from 'pg';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { chatKey } from '../../src/lib/chat-key.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { openStore } from '../../src/store/open-store.ts';
import { ANSWERED, questionIn, storeConversation } from '../history/stored-conversation.ts';

/** The times of accepting and of claiming one turn. */
export interface QueueTimes {
  readonly acceptMs: readonly number[];
  readonly claimMs: readonly number[];
}

const ROOM = 'busy';
const WARM_UP_ROUNDS = 50;
const ROUNDS = 400;
/** The turns of one of the other conversations. */
const TURNS_EACH = 100;

/** Accepts, claims and closes turns in one conversation, in a database that holds `stored` turns of others. */
export async function measureParleyQueue(url: string, stored: number): Promise<QueueTimes> {
  const parts = { clock: systemClock, log: silentLog };
  const store = await openStore({ url, ...parts });
  await storeConversation(store, 'other', Math.min(stored, TURNS_EACH));
  await multiplyTurns(url, Math.ceil(stored / TURNS_EACH) - 1);
  const { turns } = await openConversations({ store, isShared: true, ...parts });
  await turns.adopt(chatKey({ platform: 'bench', id: ROOM }));

  const acceptMs: number[] = [];
  const claimMs: number[] = [];
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const startedAt = performance.now();
    await turns.accept(questionIn(ROOM, round + WARM_UP_ROUNDS));
    const acceptedAt = performance.now();
    const turn = await turns.claim();
    const claimedAt = performance.now();
    if (!turn) throw new Error('the accepted turn cannot be claimed');
    await turns.close(turn, { state: 'done', versions: [ANSWERED] });
    if (round < 0) continue;
    acceptMs.push(acceptedAt - startedAt);
    claimMs.push(claimedAt - acceptedAt);
  }
  await store.close();
  return { acceptMs, claimMs };
}

/** Copies the stored conversation under other names, as its turns were written. */
async function multiplyTurns(url: string, copies: number): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      `INSERT INTO parley.entries (key, value, expires)
       SELECT replace(key, 'bench:other', 'bench:o' || number), replace(value, 'bench:other', 'bench:o' || number), expires
       FROM parley.entries, generate_series(1, $1::int) AS number WHERE key LIKE 'turn:bench:other#%'`,
      [copies],
    );
    await client.query('ANALYZE parley.entries');
  });
}

/** The least that a queue in PostgreSQL needs: one table, and `FOR UPDATE SKIP LOCKED`. */
export async function measureBareQueue(url: string, stored: number): Promise<QueueTimes> {
  const acceptMs: number[] = [];
  const claimMs: number[] = [];
  await withClient(url, async (client) => {
    await client.query(
      `CREATE TABLE queue (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state text NOT NULL, value text NOT NULL);
       CREATE INDEX queue_waiting ON queue (id) WHERE state = 'waiting'`,
    );
    const value = JSON.stringify({ ...questionIn(ROOM, 1), versions: [ANSWERED] });
    await client.query(
      `INSERT INTO queue (state, value) SELECT 'done', $1 FROM generate_series(1, $2::int)`,
      [value, stored],
    );
    await client.query('ANALYZE queue');
    for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      const startedAt = performance.now();
      await client.query({
        ...{ name: 'accept', text: `INSERT INTO queue (state, value) VALUES ('waiting', $1)` },
        values: [JSON.stringify(questionIn(ROOM, round))],
      });
      const acceptedAt = performance.now();
      const { rows } = await client.query({
        name: 'claim',
        text: `UPDATE queue SET state = 'running' WHERE id = (
          SELECT id FROM queue WHERE state = 'waiting' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
        ) RETURNING id, value`,
      });
      const claimedAt = performance.now();
      await client.query(`UPDATE queue SET state = 'done' WHERE id = $1`, [rows[0].id]);
      if (round < 0) continue;
      acceptMs.push(acceptedAt - startedAt);
      claimMs.push(claimedAt - acceptedAt);
    }
  });
  return { acceptMs, claimMs };
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
