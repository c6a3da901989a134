import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { ProcessRole } from '../../src/contracts/fleet.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createSharedFleet } from '../helpers/shared-fleet.ts';
import { createSharedStore } from '../helpers/shared-store.ts';
import { startAlerts } from './start-alerts.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Processes of one fleet, all of them connected. */
async function startFleet(t: TestContext) {
  const clock = createFakeClock();
  const shared = createSharedStore(clock);
  const fleet = createSharedFleet();
  const start = async (role?: ProcessRole) => {
    const member = fleet.join(role);
    const options = { clock, store: shared.open(), fleet: member, admins: { discord: ['1'] } };
    const started = await startAlerts(t, options);
    await started.network('discord', 'connected');
    return { ...started, member };
  };
  return { clock, shared, fleet, start };
}

describe('alerts of several processes', () => {
  test('are told once, and so is their end, whichever process saw them', async (t) => {
    const { clock, start } = await startFleet(t);
    const [first, second] = [await start(), await start()];
    for (let count = 0; count < 3; count++) await second.attempt('auth');
    for (let count = 0; count < 3; count++) await first.attempt('auth');
    assert.equal(first.sent.length + second.sent.length, 1);
    assert.equal(second.alerts.troubles().length, 1);
    await second.attempt('answered');
    await clock.advance(HOUR_MS);
    assert.deepEqual([first.sent.length, second.sent.length], [2, 0]);
    assert.deepEqual([first.alerts.troubles(), second.alerts.troubles()], [[], []]);
  });

  test('are told once when both see one before they hear of each other', async (t) => {
    const { clock, shared, start } = await startFleet(t);
    const [first, second] = [await start(), await start()];
    shared.delay();
    await Promise.all([first.attempt('payment'), second.attempt('payment')]);
    shared.deliver();
    await clock.advance(HOUR_MS);
    assert.deepEqual([first.sent.length, second.sent.length], [1, 0]);
  });

  test('are told by another process when the one that tells has left, and not again', async (t) => {
    const { clock, fleet, start } = await startFleet(t);
    const [first, second] = [await start(), await start()];
    await first.attempt('payment');
    first.unreachable.add('discord:1');
    await first.attempt('payment', { model: 'other' });
    await first.alerts.stop();
    fleet.remove(first.member);
    await clock.advance(HOUR_MS);
    assert.equal(first.sent.length, 1);
    assert.equal(second.sent.length, 1);
  });

  test('about a lost network end when no process has it any more', async (t) => {
    const { clock, fleet, start } = await startFleet(t);
    const [first, second, third] = [await start(), await start(), await start()];
    for (const process of [second, third])
      await process.network('discord', 'retrying', 'It broke.');
    await clock.advance(11 * MINUTE_MS);
    assert.equal(first.sent.length, 1);
    await second.network('discord', 'connected');
    await clock.advance(HOUR_MS);
    assert.equal(first.sent.length, 1);
    fleet.remove(third.member);
    await clock.advance(HOUR_MS);
    assert.equal(first.sent.length, 2);
  });

  test('are told by a gateway only where nobody answers, which is one itself', async (t) => {
    const { clock, fleet, start } = await startFleet(t);
    const [gateway, worker] = [await start('gateway'), await start('worker')];
    await gateway.attempt('payment');
    assert.deepEqual([gateway.sent.length, worker.sent.length], [0, 1]);
    await worker.alerts.stop();
    fleet.remove(worker.member);
    await clock.advance(MINUTE_MS);
    assert.equal(gateway.sent.length, 0);
    await clock.advance(2 * MINUTE_MS);
    assert.match(gateway.texts().join(), /no worker is running/);
    const next = await start('worker');
    await clock.advance(MINUTE_MS);
    assert.match([...gateway.texts(), ...next.texts()].slice(1).join(), /running again/);
  });
});
