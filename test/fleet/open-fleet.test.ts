import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { InboundEvent } from '../../src/contracts/inbox.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { openStore } from '../../src/store/open-store.ts';
import { eventually } from '../helpers/eventually.ts';
import { freshDatabase, withoutPostgres } from '../helpers/postgres.ts';
import { recordWork, startMember } from './fleet-members.ts';

const deletedIn = (id: string, messageId: string): InboundEvent => ({
  kind: 'deleted',
  channel: { platform: 'telegram', id, kind: 'group' },
  messageId,
});

describe('a fleet on PostgreSQL', { skip: withoutPostgres }, () => {
  // The members of a test leave their chats to those who come after them.
  let url = '';
  beforeEach(async () => {
    url = await freshDatabase();
  });

  test('gives its members different numbers, and tells them of each other', async (t) => {
    const members = await Promise.all([
      startMember(t, url),
      startMember(t, url),
      startMember(t, url),
    ]);
    const numbers = members.map(({ fleet }) => fleet.self.number);
    assert.deepEqual(numbers.toSorted(), [0, 1, 2]);
    await eventually('all know three', () =>
      members.every(({ fleet }) => fleet.members().length === 3),
    );

    await members[0]?.close();
    await eventually('the one who left is gone', () => members[1]?.fleet.members().length === 2);
  });

  test('tells the other members something, and not the one who says it', async (t) => {
    const [one, other] = [await startMember(t, url), await startMember(t, url)];
    const heard: unknown[] = [];
    one.fleet.onTold('weather', (content) => heard.push({ one: content }));
    other.fleet.onTold('weather', (content) => heard.push({ other: content }));
    // The connection that listens opens by itself.
    await eventually('the other hears it', () => {
      one.fleet.tell('weather', { sun: true });
      return heard.length > 0;
    });
    assert.deepEqual(heard[0], { other: { sun: true } });
    assert.ok(!heard.some((entry) => Object.hasOwn(Object(entry), 'one')));
  });

  test('gives the events of a chat to one host, in their order, and each of them once', async (t) => {
    const gateway = await startMember(t, url, { role: 'gateway' });
    const workers = [await startMember(t, url), await startMember(t, url)];
    const seen: string[][] = [[], []];
    for (const [index, worker] of workers.entries())
      worker.startHosting(recordWork((entry) => seen[index]?.push(entry)));

    const ids = Array.from({ length: 20 }, (_, index) => String(index));
    for (const id of ids) await gateway.put(deletedIn('5', id));
    await eventually('all events are dealt with', () => seen.flat().length === ids.length + 1);
    const [first] = seen.filter(({ length }) => length > 0);
    assert.deepEqual(first, ['adopt telegram:5 (left)', ...ids]);
  });

  test('leaves the chats that are idle, where there is no room for others', async (t) => {
    const worker = await startMember(t, url, { mostChats: 4 });
    const seen: string[] = [];
    worker.startHosting(recordWork((entry) => seen.push(entry)));
    for (const id of ['1', '2', '3', '4', '5', '6', '7', '8']) {
      await worker.put(deletedIn(id, `in ${id}`));
      // A chat lingers for a minute where there is room.
      await eventually('it is dealt with', () => seen.includes(`in ${id}`));
    }
    const left = seen.filter((entry) => entry.startsWith('release'));
    assert.ok(left.length >= 4, `${left.length} chats were left`);
  });

  test('recognises a command that two gateways deliver', async (t) => {
    const gateways = [await startMember(t, url), await startMember(t, url)];
    const seen: string[] = [];
    const worker = await startMember(t, url);
    worker.startHosting(recordWork((entry) => seen.push(entry)));
    const channel = { platform: 'discord', id: '7', kind: 'group' } as const;
    const author = { id: '1', name: 'A', isBot: false, isServerAdmin: false, roles: [] };
    const event: InboundEvent = {
      kind: 'button',
      id: 'stop',
      author,
      message: { messageId: '3', position: 0 },
      address: { channel, interaction: { id: '99', token: 't', expiresAt: 0 } },
    } as InboundEvent;
    await Promise.all(gateways.map((gateway) => gateway.put(event)));
    await gateways[0]?.put(deletedIn('7', 'last'));
    await gateways[0]?.put({ kind: 'added', channel });
    await eventually('the last event', () => seen.includes('added'));
    assert.equal(seen.filter((entry) => entry === 'button').length, 1);
  });

  test('continues the chat of a member that died elsewhere, and refuses its writes', async (t) => {
    const stuck = Promise.withResolvers<void>();
    // Before the members end: the chat of the first one waits for this.
    t.after(() => stuck.resolve());
    // A process ends when it is lost. This one only takes no more jobs.
    const first = await startMember(t, url, { onLost: () => void hosting.pause() });
    const seen: string[] = [];
    const hosting = first.startHosting(recordWork(() => {}, { accept: () => stuck.promise }));
    await first.put(deletedIn('5', 'unfinished'));
    const { fleet, store } = first;
    await eventually('the chat has its first host', async () => (await hostsOf(first)) > 0);

    const second = await startMember(t, url);
    second.startHosting(recordWork((entry) => seen.push(entry)));
    // The record of a process that was killed is not renewed. This marks it as the others would.
    const key = `process:${fleet.self.number}`;
    await eventually('it is marked', async () => {
      const record = Object(await second.store.get(key));
      return second.store.swap(key, record, { ...record, isDead: true });
    });
    await eventually('the event has a new host', () => seen.includes('unfinished'));
    assert.deepEqual(seen, ['adopt telegram:5 (died)', 'unfinished']);
    await assert.rejects(store.write([{ key: 'late', value: {} }]));
    await assert.rejects(first.membership.confirm());
  });

  test('lets a process join that finds a dead one at its first look', async (t) => {
    const store = await openStore({ url, clock: systemClock, log: silentLog });
    t.after(() => store.close());
    const dead = { id: 'dead', number: 40, role: 'worker', version: '1', storeFormat: 1, since: 0 };
    const record = { format: 1, member: dead, pid: 1, pidWorld: '?', renewedAt: 1, isDead: true };
    await store.write([{ key: 'process:40', value: record }]);
    await startMember(t, url);
    assert.equal(await store.get('process:40'), undefined);
  });

  test('goes on at once behind events that one read does not give', async (t) => {
    const member = await startMember(t, url);
    // They keep no order, so they are dealt with at the same time.
    const event = JSON.stringify({ event: { ...deletedIn('9', ''), kind: 'added' } });
    await member.database.query(
      "INSERT INTO parley.events (chat, content) SELECT 'telegram:9', $1 FROM generate_series(1, 1200)",
      [event],
    );
    let count = 0;
    member.startHosting(recordWork(() => (count += 1)));
    await member.put(deletedIn('9', 'last'));
    // A look every 15 s would take three minutes.
    await eventually('all are dealt with', () => count === 1202);
  });

  test('sets events aside that cannot be read, and goes on behind them', async (t) => {
    const member = await startMember(t, url);
    for (const content of ['no JSON', 'null', '{"event":5}', '{"event":{"kind":7}}', '{}']) {
      await member.database.query(
        "INSERT INTO parley.events (chat, content) SELECT 'telegram:11', $1 FROM generate_series(1, 30)",
        [content],
      );
    }
    const seen: string[] = [];
    member.startHosting(recordWork((entry) => seen.push(entry)));
    await member.put(deletedIn('11', 'readable'));
    await eventually('the event behind them is dealt with', () => seen.includes('readable'));
    const waiting = "SELECT 1 FROM parley.events WHERE chat = 'telegram:11' AND done_at IS NULL";
    await eventually('none waits', async () => (await member.database.query(waiting)).length === 0);
  });

  test('takes over from a dead member beside records that cannot be read', async (t) => {
    const member = await startMember(t, url);
    const { query } = member.database;
    await query(
      `INSERT INTO parley.entries (key, value) VALUES ('process:70', 'no JSON'), ('process:71', '{"value":[]}')`,
    );
    await query(
      "INSERT INTO parley.hosts (chat, member) VALUES ('telegram:12', 'dead'), ('', 'dead'), (repeat('7', 2000), 'dead')",
    );
    const dead = { id: 'dead', number: 40, role: 'worker', version: '1', storeFormat: 1, since: 0 };
    const record = { format: 1, member: dead, pid: 1, pidWorld: '?', renewedAt: 1, isDead: true };
    await member.store.write([{ key: 'process:40', value: record }]);
    const seen: string[] = [];
    member.startHosting(recordWork((entry) => seen.push(entry)));
    await eventually('the chat has a new host', () => seen.includes('adopt telegram:12 (died)'));
    await eventually('the dead one is removed', async () => {
      return (await member.store.get('process:40')) === undefined;
    });
  });

  test('refuses a member that works as another bot, and none that works as the same ones', async (t) => {
    const [first, second, third] = [
      await startMember(t, url),
      await startMember(t, url),
      await startMember(t, url),
    ];
    // Both are kept, though at the same moment.
    await Promise.all([
      first.membership.keep({ jobLock: 'pool' }),
      first.shareAccounts({ telegram: '1' }),
    ]);
    const record = Object(await first.store.get('process:0'));
    assert.deepEqual([record.jobLock, record.accounts], ['pool', { telegram: '1' }]);
    await second.shareAccounts({ telegram: '1', discord: '2' });
    await assert.rejects(third.shareAccounts({ telegram: '3' }), {
      name: 'ConfigError',
      message:
        /^STORE_URL: process \d on this store works as another bot on telegram \(1, and .*3\)/,
    });
    await third.close();
    await second.shareAccounts({ telegram: '1' });
  });

  test('hands its chats over when it stops in order', async (t) => {
    const first = await startMember(t, url);
    const seen: string[] = [];
    const hosting = first.startHosting(
      recordWork((entry) => seen.push(entry), { countOpenIn: () => 1 }),
    );
    await first.put(deletedIn('5', 'a'));
    await eventually('the event is dealt with', () => seen.includes('a'));

    const second = await startMember(t, url);
    second.startHosting(recordWork((entry) => seen.push(`second: ${entry}`)));
    await hosting.pause();
    await hosting.stop();
    await eventually('the chat has a new host', () =>
      seen.includes('second: adopt telegram:5 (left)'),
    );
    assert.equal(seen[2], 'release telegram:5');
  });

  test('raises the format when the last older program has left, and lets none in from then on', async (t) => {
    const old = await startMember(t, url);
    const newer = { version: '2.0.0', storeFormat: 2 };
    const first = await startMember(t, url, newer);
    const formatOf = async () => Object(await first.store.get('store-format')).format;
    assert.equal(await formatOf(), 1);
    // The older one works beside the newer.
    await old.store.write([{ key: 'beside', value: {} }]);
    await old.close();
    await eventually('the format is raised', async () => (await formatOf()) === 2);

    await assert.rejects(startMember(t, url), /format 2, which Parley 2\.0\.0 writes/);
    assert.deepEqual(await first.store.findKeys('process:'), ['process:1']);
    await startMember(t, url, newer);
  });
});

async function hostsOf({ database }: Awaited<ReturnType<typeof startMember>>): Promise<number> {
  return (await database.query('SELECT 1 FROM parley.hosts WHERE member IS NOT NULL')).length;
}
