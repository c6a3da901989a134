import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { silentLog } from '../../src/lib/log.ts';
import { type OpenedUsage, openUsage } from '../../src/usage/open-usage.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';
import { createSharedFleet, type SharedFleet } from '../helpers/shared-fleet.ts';
import { createSharedStore, type SharedStore } from '../helpers/shared-store.ts';
import { chargeOf } from './charges.ts';

const START = Date.parse('2026-11-29T12:00:00Z');
const DAY_MS = 24 * 60 * 60_000;
const ALL = { from: '2026-01-01', to: '2027-12-31' };

let clock: FakeClock;
let shared: SharedStore;
let fleet: SharedFleet;

beforeEach(() => {
  clock = createFakeClock(START);
  shared = createSharedStore(clock);
  fleet = createSharedFleet();
});

async function open() {
  const member = fleet.join();
  const store = shared.open();
  const parts = { store, clock, log: silentLog, timeZone: () => 'UTC' };
  return { ...(await openUsage({ ...parts, fleet: member })), member };
}

const usdIn = ({ ledger }: OpenedUsage, period: 'day' | 'month' = 'day') =>
  ledger.spent({ scope: 'bot', period }).usd;
const rowKeys = () => shared.open().findKeys('usage:');

describe('usage of several processes on one store', () => {
  test('rows of two processes keep both sums, and the first process has the keys of one alone', async () => {
    const [first, second] = [await open(), await open()];
    await Promise.all([
      first.ledger.settle(chargeOf()),
      second.ledger.settle(chargeOf()),
      second.ledger.settle(chargeOf()),
    ]);
    const { total } = await first.usage.report(ALL, []);
    assert.deepEqual([total.attempts, total.usd], [3, 0.03]);
    const rows = await Array.fromAsync(second.usage.rows(ALL));
    assert.deepEqual(
      rows.map(({ attempts, usd }) => [attempts, usd]),
      [[3, 0.03]],
    );
    const keys = (await rowKeys()).toSorted();
    assert.equal(keys.length, 2);
    assert.deepEqual(keys[1], `${keys[0]}.1`);
  });

  test('what one uses and holds back counts in the totals of the other, also of one that starts later', async () => {
    const [first, second] = [await open(), await open()];
    const running = chargeOf();
    await first.ledger.hold(running);
    await first.ledger.settle(chargeOf());
    await clock.advance(100);
    assert.deepEqual([usdIn(second), usdIn(second, 'month')], [0.02, 0.02]);
    const third = await open();
    assert.equal(usdIn(third), 0.02);
    await first.ledger.settle({
      ...running,
      attempt: { ...running.attempt, usd: 0.002 },
    });
    await clock.advance(100);
    assert.deepEqual([usdIn(first), usdIn(second), usdIn(third)], [0.012, 0.012, 0.012]);
  });

  test('what was not heard counts once a gap is noticed', async () => {
    const [first, second] = [await open(), await open()];
    fleet.setLossy(true);
    await first.ledger.settle(chargeOf());
    await first.ledger.hold(chargeOf());
    await clock.advance(100);
    assert.equal(usdIn(second), 0);
    fleet.setLossy(false);
    // The next message has a number that does not follow.
    await first.ledger.settle(chargeOf());
    await clock.advance(2_000);
    assert.deepEqual([usdIn(first), usdIn(second)], [0.03, 0.03]);

    fleet.setLossy(true);
    await second.ledger.settle(chargeOf());
    await clock.advance(100);
    shared.tellGap();
    await clock.advance(2_000);
    assert.deepEqual([usdIn(first), usdIn(second)], [0.04, 0.04]);
  });

  test('what a killed process held back is counted once, by one of the others', async () => {
    const [first, second, killed] = [await open(), await open(), await open()];
    await killed.ledger.hold(chargeOf());
    await clock.advance(100);
    fleet.remove(killed.member);
    await clock.advance(60_000);
    for (const opened of [first, second]) assert.equal(usdIn(opened), 0.01);
    const { total } = await first.usage.report(ALL, []);
    assert.deepEqual([total.attempts, total.estimatedAttempts, total.usd], [1, 1, 0.01]);
    assert.deepEqual(await shared.open().findKeys('usage-hold:'), []);
  });

  test('what a process holds back that has just come is left to it', async () => {
    const first = await open();
    const second = await open();
    await second.ledger.hold(chargeOf());
    const third = await open();
    await clock.advance(30 * 60_000);
    const { total } = await third.usage.report(ALL, []);
    assert.equal(total.attempts, 0);
    assert.equal(usdIn(first), 0.01);
  });

  test('a person who deleted their data is in no row of any process when the month ends', async () => {
    const [first, second, killed] = [await open(), await open(), await open()];
    for (const { ledger } of [first, second, killed]) await ledger.settle(chargeOf());
    fleet.remove(killed.member);
    await first.usage.forgetPerson('discord', 'ann');
    await clock.advance(3 * DAY_MS);
    const keys = await rowKeys();
    assert.ok(
      keys.every((key) => !key.includes(':ann:')),
      keys.join(),
    );
    const { total } = await second.usage.report(ALL, []);
    assert.deepEqual([total.attempts, total.usd], [3, 0.03]);
    assert.deepEqual(await shared.open().findKeys('usage-forgotten:'), []);
  });
});
