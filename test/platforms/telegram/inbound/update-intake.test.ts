import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Update } from 'grammy/types';
import { StoreError } from '../../../../src/errors.ts';
import {
  createUpdateIntake,
  type UpdateIntake,
} from '../../../../src/platforms/telegram/inbound/update-intake.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { createRecordingLog } from '../../../helpers/recording-log.ts';
import { message } from '../updates.ts';

const update = (id: number, chatId: number): Update =>
  ({
    update_id: id,
    message: message({ chat: { id: chatId, type: 'group', title: 'G' }, text: 'words' }),
  }) as Update;

const withoutId = (id: unknown) => ({ ...update(1, 1), update_id: id }) as Update;
const needsNoStore = ({ message, callback_query: press }: Update) =>
  press !== undefined || message?.text?.startsWith('/');

describe('createUpdateIntake', () => {
  let broken: Set<number>;
  let full = false;
  let accepted: number[];
  let intake: UpdateIntake;
  let log: ReturnType<typeof createRecordingLog>;

  beforeEach(() => {
    broken = new Set();
    accepted = [];
    log = createRecordingLog();
    intake = createUpdateIntake({
      async accept(given) {
        const id = given.update_id;
        // All chats are handled at the same time. Without this pause they would be in order by
        // chance.
        await new Promise(setImmediate);
        if (full && !needsNoStore(given)) throw new StoreError('full', { kind: 'full' });
        if (broken.has(id)) throw new Error('disk full');
        accepted.push(id);
      },
      clock: createFakeClock(),
      log,
    });
  });

  test('moves the offset past the accepted updates, also past gaps between their ids', async () => {
    assert.equal(await intake.take([update(5, 1), update(9, 2)]), true);
    assert.equal(intake.offset, 10);
  });

  test('holds the offset and the chat of a failing update, and no other chat', async () => {
    broken.add(6);
    const batch = [update(5, 1), update(6, 2), update(7, 2), update(8, 1)];
    assert.equal(await intake.take(batch), false);
    assert.deepEqual(accepted, [5, 8]);
    assert.equal(intake.offset, 6);

    broken.clear();
    assert.equal(await intake.take(batch.slice(1)), true);
    assert.deepEqual(accepted, [5, 8, 6, 7]);
    assert.equal(intake.offset, 9);
  });

  test('holds the questions of guests in the order of their chat', async () => {
    const guestUpdate = (id: number): Update => {
      const { message: guest_message } = update(id, 1);
      return { update_id: id, guest_message } as Update;
    };
    broken.add(5);
    assert.equal(await intake.take([guestUpdate(5), guestUpdate(6)]), false);
    assert.deepEqual(accepted, []);
  });

  test('sets an update aside that fails five times while others are accepted, and logs only its id', async () => {
    broken.add(5);
    const batch = [update(5, 1), update(6, 2)];
    for (let round = 0; round < 4; round++) assert.equal(await intake.take(batch), false);
    assert.equal(intake.offset, 0);
    assert.equal(await intake.take(batch), true);
    assert.equal(intake.offset, 7);
    assert.deepEqual(accepted, [6]);
    assert.match(log.lines.at(-1) ?? '', /^error telegram: update set aside.*"update":5/);
    assert.ok(log.lines.every((line) => !line.includes('words')));
  });

  test('goes on with the chat of an update that failed five times', async () => {
    broken.add(5);
    const batch = [update(5, 1), update(6, 1)];
    for (let round = 0; round < 4; round++) await intake.take(batch);
    assert.deepEqual(accepted, []);
    assert.equal(await intake.take(batch), true);
    assert.deepEqual(accepted, [6]);
  });

  test('skips accepted updates that a server gives again, but follows a server that numbers its updates anew', async () => {
    assert.equal(await intake.take([update(5, 1), update(6, 1)]), true);
    assert.equal(await intake.take([update(5, 1), update(6, 1), update(7, 1)]), true);
    assert.equal(await intake.take([update(5, 1), update(6, 1), update(7, 1)]), true);
    assert.deepEqual(accepted, [5, 6, 7]);
    assert.equal(intake.offset, 8);
    assert.equal(await intake.take([update(1, 1)]), true);
    assert.deepEqual(accepted, [5, 6, 7, 1]);
  });

  test('sets no update aside while the store says that it fails, and lets commands and buttons go on', async () => {
    const { chat } = update(5, 1).message ?? assert.fail('no message');
    const help = { update_id: 6, message: { ...message({ chat }), text: '/help' } } as Update;
    const press = { update_id: 8, callback_query: { message: { chat } } } as Update;
    const batch = [update(5, 1), help, update(7, 1), press, update(9, 2)];
    full = true;
    for (let round = 0; round < 20; round++) assert.equal(await intake.take(batch), false);
    assert.deepEqual(accepted.toSorted(), [6, 8]);

    full = false;
    assert.equal(await intake.take(batch), true);
    assert.deepEqual(accepted.toSorted(), [5, 6, 7, 8, 9]);
    assert.ok(accepted.indexOf(5) < accepted.indexOf(7), 'the questions stay in order');
    assert.equal(intake.offset, 10);
    assert.deepEqual(log.lines, [], 'the store itself logs what is wrong with it');
  });

  test('sets no update aside while none is accepted', async () => {
    for (const id of [5, 6]) broken.add(id);
    const batch = [update(5, 1), update(6, 2)];
    for (let round = 0; round < 20; round++) assert.equal(await intake.take(batch), false);

    broken.clear();
    assert.equal(await intake.take(batch), true);
    assert.deepEqual(accepted, [5, 6]);
  });

  test('sets updates aside whose id is unusable, reports them once, and takes the others', async () => {
    const unusable = [undefined, '5', -1, 2 ** 60, 1.5, null].map(withoutId);
    const given = [...unusable, null as unknown as Update, update(7, 1)];
    assert.equal(await intake.take(given), true);
    assert.equal(await intake.take(given), true);
    assert.deepEqual(accepted, [7]);
    assert.equal(intake.offset, 8);
    assert.equal(log.lines.filter((line) => line.includes('without a usable id')).length, 1);
  });
});
