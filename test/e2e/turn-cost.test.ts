import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import pg from 'pg';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import { eventually } from '../helpers/eventually.ts';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import { freshDatabase, withoutPostgres } from '../helpers/postgres.ts';
import { roomOf, startBot, startNetworks, waitForAnswer } from '../helpers/start-parley.ts';

/** The statements of one turn in a chat that is hosted: no more may come. */
const STATEMENTS_OF_TURN = [
  /^put event$/,
  /^read events$/,
  /^read seen$/,
  /^write head open seen turn$/,
  /^write usage-hold, with done events, told$/,
  // Before the first message of the answer, after it, and at the end. What was used goes with one of them.
  /^write turn\b/,
  /^write (turn|turn usage usage-hold)\b/,
  /^write open turn\b/,
];
const MOST_TURNS = 60;
const LOOSE = 20;
const RENEW_EVERY_MS = 400;

/** What rides with a write waits for it on a slow machine, too. */
const patientClock: Clock = {
  now: systemClock.now,
  after: (ms, run) => systemClock.after(ms >= 50 && ms <= 100 ? ms * 10 : ms, run),
};

const kindsOf = (keys: unknown) =>
  [...new Set((keys as string[]).map((key) => key.split(':')[0]))].toSorted().join(' ');

/** Names a statement. `undefined`: it belongs to no turn, but to the process. */
function nameOf(text: string, values: readonly unknown[]): string | undefined {
  if (text.includes('INSERT INTO parley.events')) return 'put event';
  if (text.includes('content FROM parley.events')) return 'read events';
  if (text.includes("pg_notify('parley_fleet'") && !text.includes('WITH fence')) return 'tell';
  if (text.startsWith('\nUPDATE parley.events')) return 'note done events';
  if (text.startsWith('SELECT key, value')) {
    const kinds = kindsOf(values[0]);
    return /process|share|penalty/.test(kinds) ? undefined : `read ${kinds}`;
  }
  const isWrite = text.includes('WITH fence') && values[4] === undefined;
  if (!isWrite) return undefined;
  const keys = [...(values[7] as string[]), ...(values[10] as string[])];
  const riders = [
    ...(text.includes('UPDATE parley.events') ? ['done events'] : []),
    ...(text.includes("pg_notify('parley_fleet'") ? ['told'] : []),
  ];
  return [`write ${kindsOf(keys)}`, riders.join(', ')].filter(Boolean).join(', with ');
}

/** Takes down all statements of this process. Gives the function that gives those since its last call. */
function watchStatements(t: TestContext): () => readonly string[] {
  let names: string[] = [];
  const { query } = pg.Client.prototype;
  t.mock.method(pg.Client.prototype, 'query', function (this: pg.Client, ...args: unknown[]) {
    const [asked] = args;
    const { text, values } = Object(asked);
    const name = typeof text === 'string' && nameOf(text, values ?? []);
    if (name) names.push(name);
    return Reflect.apply(query, this, args);
  });
  return () => {
    const taken = names;
    names = [];
    return taken;
  };
}

/** The whole bot on a store of its own, whose statements `take` gives. */
async function startOnPostgres(t: TestContext) {
  const url = await freshDatabase();
  const networks = await startNetworks(t);
  const model = await startOpenAiServer({ script: sayText('The answer to all of it is long.') });
  t.after(() => model.stop());
  const take = watchStatements(t);
  const env = { ...networks.env, OPENAI_BASE_URL: model.url, STORE_URL: url };
  await startBot(t, env, { clock: patientClock });
  return { ...networks, model, take, url };
}

async function countEvents(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    'SELECT count(*)::int AS events, count(DISTINCT chat)::int AS chats FROM parley.events',
  );
  await client.end();
  return rows[0];
}

/** Another process is a member, on another machine, until the test ends. */
async function joinElsewhere(t: TestContext, url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const [self] = (await client.query("SELECT value FROM parley.entries WHERE key = 'process:0'"))
    .rows;
  const { value } = JSON.parse(self.value);
  const renew = async () => {
    const member = { ...value.member, id: 'another', number: 9, role: 'gateway' };
    const record = { ...value, member, pidWorld: 'elsewhere', renewedAt: Date.now() };
    await client.query({
      text: `INSERT INTO parley.entries (key, value) VALUES ('process:9', $1)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      values: [JSON.stringify({ value: record })],
    });
  };
  await renew();
  let renewing = Promise.resolve();
  const timer = setInterval(() => {
    renewing = renewing.then(renew).catch(() => {});
  }, RENEW_EVERY_MS);
  t.after(async () => {
    clearInterval(timer);
    await renewing;
    await client.end();
  });
}

describe('a store of several processes', { skip: withoutPostgres }, () => {
  test('is asked for a turn in a hosted chat in eight statements, which tell the other processes, too', async (t) => {
    const { telegram, take, url } = await startOnPostgres(t);
    await joinElsewhere(t, url);

    const roomId = roomOf(telegram, 'direct');
    let cost: readonly string[] = [];
    for (let turn = 0; turn < MOST_TURNS && !isAsExpected(cost); turn += 1) {
      const question = await telegram.say({ roomId, text: `Question ${turn}?` });
      await waitForAnswer(telegram, question, /is long\.$/);
      // The turn is closed a moment after its answer is seen.
      cost = [];
      await eventually('the turn is closed', () => {
        cost = [...cost, ...take()];
        return cost.some((name) => name.startsWith('write open turn'));
      });
    }
    // Each costs more where the machine is too slow for what would go together, so one of them is enough.
    assert.ok(isAsExpected(cost), cost.join('\n'));
  });

  test('is not asked for what people write to each other where nobody hosts the chat', async (t) => {
    const { discord, model, take, url } = await startOnPostgres(t);
    const roomId = roomOf(discord, 'channel');
    const original = await discord.say({ roomId, text: 'words that were forwarded' });
    for (let count = 0; count < LOOSE; count += 1)
      await discord.say({ roomId, text: `To Bo: ${count}` });
    const text = '@Parley is this so?';
    const forward = { roomId, messageId: original.id, toRoomId: roomId, text };
    const question = await discord.forward(forward);
    await waitForAnswer(discord, question, /is long\.$/);
    assert.match(String(model.streams[0]?.question), /words that were forwarded.*is this so/s);

    // The first message asks whether the chat has a host. The forward waits for its question, and goes along.
    const puts = take().filter((name) => name === 'put event');
    assert.equal(puts.length, 2);
    assert.deepEqual(await countEvents(url), { events: 2, chats: 1 });
  });
});

function isAsExpected(cost: readonly string[]): boolean {
  const isEach = STATEMENTS_OF_TURN.every((pattern, index) => pattern.test(cost[index] ?? ''));
  const isUsageTold = cost.some((name) => /^write .*usage usage-hold, with told/.test(name));
  return isEach && cost.length === STATEMENTS_OF_TURN.length && isUsageTold;
}
