import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Store } from '../../src/contracts/store.ts';
import { StoreError } from '../../src/errors.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { NOTHING_USED } from '../../src/usage/add-numbers.ts';
import { createReadRows } from '../../src/usage/read-rows.ts';
import type { StoredUsage } from '../../src/usage/stored-usage.ts';
import { anonymousOrigin, originOfCharge } from '../../src/usage/usage-origin.ts';
import { createUsageRows, type UsageRows } from '../../src/usage/usage-rows.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { chargeOf } from './charges.ts';

const DAY = '2026-11-30';
const ONE = { ...NOTHING_USED, attempts: 1, usd: 0.5 };
const originOf = (person: string) => originOfCharge(chargeOf({ person }), DAY);

let disk: Store;
let isFull: boolean;
let reads: number;
let store: Store;

beforeEach(() => {
  const clock = createFakeClock();
  disk = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  isFull = false;
  reads = 0;
  store = {
    ...disk,
    get(key) {
      reads += 1;
      return disk.get(key);
    },
    async write(changes) {
      if (isFull) throw new StoreError('no room', { kind: 'full' });
      await disk.write(changes);
    },
  };
});

async function readAll(rows?: UsageRows): Promise<readonly StoredUsage[]> {
  const parts = { store: disk, log: silentLog, today: () => DAY };
  const read = createReadRows(rows ? { ...parts, rows } : parts);
  const found = await Array.fromAsync(read({ from: DAY, to: DAY }));
  return found.flat().flatMap(({ current }) => current() ?? []);
}

const sumOf = (rows: readonly StoredUsage[]) => rows.reduce((sum, { usd }) => sum + usd, 0);

describe('the rows in memory', () => {
  test('leave it when they are many and stored, and are read again when they change', async () => {
    const rows = createUsageRows({ store, log: silentLog, maxCached: 2 });
    for (const person of ['a', 'b', 'c', 'a', 'b', 'c']) {
      await rows.save(rows.add(originOf(person), ONE));
    }
    assert.equal(reads, 6);
    assert.deepEqual(
      (await readAll()).map(({ attempts }) => attempts),
      [2, 2, 2],
    );
  });

  test('stay while they wait for the disk, however many they are', async () => {
    const rows = createUsageRows({ store, log: silentLog, maxCached: 2 });
    isFull = true;
    const people = Array.from({ length: 40 }, (_, index) => `person ${index}`);
    for (const person of people) {
      await assert.rejects(rows.save(rows.add(originOf(person), ONE)));
    }
    assert.equal((await readAll(rows)).length, 40);
    assert.equal((await readAll()).length, 0);
    await assert.rejects(rows.saveAll());
    isFull = false;
    await rows.saveAll();
    assert.equal((await readAll()).length, 40);
  });

  test('are added up without person and channel when too many wait, so that no number is lost', async () => {
    const rows = createUsageRows({ store, log: silentLog, maxWaiting: 3 });
    isFull = true;
    for (const person of ['a', 'b', 'c', 'd', 'e', 'f', 'a']) {
      await assert.rejects(rows.save(rows.add(originOf(person), ONE)));
    }
    isFull = false;
    await rows.saveAll();
    const stored = await readAll();
    assert.equal(stored.length, 4);
    assert.equal(sumOf(stored), 3.5);
    const rest = stored.find(({ personId }) => personId === undefined);
    assert.deepEqual([rest?.usd, rest?.channelId, rest?.scopes], [1.5, '', ['bot', 'discord']]);
  });

  test('move to another row without losing what is added meanwhile, or a move that fails', async () => {
    const rows = createUsageRows({ store, log: silentLog });
    const [from, to] = [originOf('a'), anonymousOrigin(originOf('a'))];
    await rows.save(rows.add(from, ONE));
    isFull = true;
    await assert.rejects(rows.move(from, to));
    isFull = false;
    const moving = rows.move(from, to);
    const saving = rows.save(rows.add(from, ONE));
    await Promise.all([moving, rows.move(from, to), saving]);
    await rows.saveAll();
    assert.equal(sumOf(await readAll()), 1);
    assert.equal(sumOf(await readAll(rows)), 1);
  });
});
