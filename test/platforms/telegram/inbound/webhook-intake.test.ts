import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Update } from 'grammy/types';
import { StoreError } from '../../../../src/errors.ts';
import {
  createWebhookIntake,
  type WebhookIntake,
} from '../../../../src/platforms/telegram/inbound/webhook-intake.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { createRecordingLog } from '../../../helpers/recording-log.ts';
import { message } from '../updates.ts';

const update = (id: number, chatId = 1): Update =>
  ({
    update_id: id,
    message: message({ chat: { id: chatId, type: 'group', title: 'G' }, text: 'words' }),
  }) as Update;

describe('createWebhookIntake', () => {
  let accepted: number[];
  let failWith: ReadonlyMap<number, Error>;
  let gate: Promise<void>;
  let intake: WebhookIntake;
  let log: ReturnType<typeof createRecordingLog>;

  beforeEach(() => {
    accepted = [];
    failWith = new Map();
    gate = Promise.resolve();
    log = createRecordingLog();
    intake = createWebhookIntake({
      async accept({ update_id: id }) {
        if (id < 100) await gate;
        const error = failWith.get(id);
        if (error) throw error;
        accepted.push(id);
      },
      clock: createFakeClock(),
      log,
    });
  });

  test('takes the updates of a chat in the order in which they come, and does not let other chats wait', async () => {
    const open = Promise.withResolvers<void>();
    gate = open.promise;
    const ofOne = [intake.take(update(1)), intake.take(update(200))];
    assert.equal(await intake.take(update(300, 2)), true);
    assert.deepEqual(accepted, [300]);
    open.resolve();
    assert.deepEqual(await Promise.all(ofOne), [true, true]);
    assert.deepEqual(accepted, [300, 1, 200]);
  });

  test('accepts an update once that comes again, also while it is under way', async () => {
    const open = Promise.withResolvers<void>();
    gate = open.promise;
    const deliveries = [intake.take(update(1)), intake.take(update(1))];
    await setImmediate();
    open.resolve();
    assert.deepEqual(await Promise.all(deliveries), [true, true]);
    assert.equal(await intake.take(update(1)), true);
    assert.deepEqual(accepted, [1]);
  });

  test('sets an update aside that fails five times while others are accepted', async () => {
    failWith = new Map([[1, new Error('broken')]]);
    for (let time = 0; time < 6; time++) assert.equal(await intake.take(update(1)), false);
    assert.equal(await intake.take(update(2)), true);
    assert.equal(await intake.take(update(1)), true);
    assert.equal(await intake.take(update(1)), true);
    assert.deepEqual(accepted, [2]);
    assert.equal(log.lines.filter((line) => /^error.*set aside/.test(line)).length, 1);
    assert.ok(log.lines.every((line) => !line.includes('words')));
  });

  test('sets no update aside while the store fails', async () => {
    failWith = new Map([[1, new StoreError('full', { kind: 'full' })]]);
    for (let time = 0; time < 20; time++) assert.equal(await intake.take(update(1)), false);
    assert.equal(await intake.take(update(2)), true);
    assert.equal(await intake.take(update(1)), false);
    failWith = new Map();
    assert.equal(await intake.take(update(1)), true);
    assert.deepEqual(accepted, [2, 1]);
  });

  test('sets what is no update aside, and takes no more than it can hold', async () => {
    for (const given of [null, 5, 'x', [], {}, { update_id: '1' }])
      assert.equal(await intake.take(given), true);
    assert.equal(log.lines.length, 1);

    gate = new Promise(() => {});
    for (let id = 0; id < 99; id++) void intake.take(update(id, id));
    for (let id = 0; id < 901; id++) void intake.take(update(1_000 + id, 1));
    assert.equal(await intake.take(update(5_000, 7_000)), false);
  });
});
