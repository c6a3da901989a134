import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { StoreError } from '../../src/errors.ts';
import { createEventIntake } from '../../src/fleet/event-intake.ts';
import type { LoggedEvent } from '../../src/fleet/event-log.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

function setUp(accept: (logged: LoggedEvent) => Promise<void>) {
  const clock = createFakeClock();
  const ending = new AbortController();
  const finished: string[] = [];
  const finish = async (id: string) => void finished.push(id);
  const intake = createEventIntake({
    clock,
    log: silentLog,
    ending: ending.signal,
    accept,
    finish,
  });
  return { clock, ending, finished, intake };
}

const channel = { platform: 'telegram', id: '5', kind: 'direct' } as const;
const deleted = (id: string): LoggedEvent => ({
  id,
  event: { kind: 'deleted', channel, messageId: id },
});
const added = (id: string): LoggedEvent => ({ id, event: { kind: 'added', channel } });

describe('the intake of events', () => {
  test('deals with what people write in its order, even when the first one takes longer', async () => {
    const first = Promise.withResolvers<void>();
    const begun: string[] = [];
    const { intake, finished } = setUp(async ({ id }) => {
      begun.push(id);
      if (id === '1') await first.promise;
    });
    intake.take([deleted('1'), deleted('2')]);
    await Promise.resolve();
    await Promise.resolve();
    assert.deepEqual(begun, ['1']);
    first.resolve();
    await intake.whenEmpty();
    assert.deepEqual(finished, ['1', '2']);
  });

  test('lets nothing wait for what is not written', async () => {
    const slow = Promise.withResolvers<void>();
    const { intake, finished } = setUp(({ id }) => (id === '1' ? slow.promise : Promise.resolve()));
    intake.take([added('1'), deleted('2')]);
    while (finished.length === 0) await new Promise(setImmediate);
    assert.deepEqual(finished, ['2']);
    slow.resolve();
    await intake.whenEmpty();
  });

  test('does not take an event again that a read saw before it was noted as done', async () => {
    const seen: string[] = [];
    const { intake } = setUp(async ({ id }) => void seen.push(id));
    intake.take([deleted('1')]);
    // The next read begins, sees the first event, and ends only after that is done.
    intake.beforeRead();
    await intake.whenEmpty();
    assert.equal(intake.take([deleted('1'), deleted('2')]), true);
    await intake.whenEmpty();
    assert.deepEqual(seen, ['1', '2']);
  });

  test('takes an event once, however often it is read', async () => {
    const seen: string[] = [];
    const { intake } = setUp(async ({ id }) => void seen.push(id));
    assert.equal(intake.take([deleted('1')]), true);
    assert.equal(intake.take([deleted('1')]), false);
    await intake.whenEmpty();
    assert.deepEqual(seen, ['1']);
  });

  test('tries again for as long as the store fails, and finishes nothing meanwhile', async () => {
    let failures = 0;
    const { intake, clock, finished } = setUp(async () => {
      failures += 1;
      if (failures <= 20) throw new StoreError('The database is away.', { kind: 'unavailable' });
    });
    intake.take([deleted('1')]);
    await clock.advance(10_000);
    assert.deepEqual(finished, []);
    await clock.advance(600_000);
    assert.deepEqual(finished, ['1']);
  });

  test('sets an event aside that fails again and again, so that others are not held up', async () => {
    const { intake, clock, finished } = setUp(async ({ id }) => {
      if (id === '1') throw new Error('broken');
    });
    intake.take([deleted('1'), deleted('2')]);
    await clock.advance(120_000);
    assert.deepEqual(finished, ['1', '2']);
  });

  test('leaves what fails to the next host, once this one gives the chat up', async () => {
    const { intake, clock, ending, finished } = setUp(async () => {
      throw new StoreError('The database is away.', { kind: 'unavailable' });
    });
    intake.take([deleted('1')]);
    await clock.advance(1_000);
    ending.abort();
    await intake.whenEmpty();
    assert.deepEqual(finished, []);
    assert.equal(intake.inHand, 0);
  });
});
