import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Update } from 'grammy/types';
import {
  createUpdateIntake,
  type UpdateIntake,
} from '../../../../src/platforms/telegram/inbound/update-intake.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { createRecordingLog } from '../recording-log.ts';
import { message } from '../updates.ts';

const update = (id: number, chatId: number): Update =>
  ({
    update_id: id,
    message: message({ chat: { id: chatId, type: 'group', title: 'G' }, text: 'words' }),
  }) as Update;

describe('which updates count as received', () => {
  let broken: Set<number>;
  let accepted: number[];
  let intake: UpdateIntake;
  let log: ReturnType<typeof createRecordingLog>;
  beforeEach(() => {
    broken = new Set();
    accepted = [];
    log = createRecordingLog();
    intake = createUpdateIntake({
      async accept({ update_id: id }) {
        // Chats are taken at the same time: without a pause, order would come for free.
        await new Promise(setImmediate);
        if (broken.has(id)) throw new Error('disk full');
        accepted.push(id);
      },
      clock: createFakeClock(),
      log,
    });
  });

  test('the offset stands behind what was accepted, gaps between ids included', async () => {
    assert.equal(await intake.take([update(5, 1), update(9, 2)]), true);
    assert.equal(intake.offset, 10);
  });

  test('a failing update holds the offset and the rest of its chat, and nothing else', async () => {
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

  test('an update that fails again and again while others are accepted is set aside, and logged by its id alone', async () => {
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

  test('a hopeless update does not hold its own chat for ever', async () => {
    broken.add(5);
    const batch = [update(5, 1), update(6, 1)];
    for (let round = 0; round < 4; round++) await intake.take(batch);
    assert.deepEqual(accepted, []);
    assert.equal(await intake.take(batch), true);
    assert.deepEqual(accepted, [6]);
  });

  test('a server that gives accepted updates again is not obeyed, and one that counts anew is', async () => {
    assert.equal(await intake.take([update(5, 1), update(6, 1)]), true);
    assert.equal(await intake.take([update(5, 1), update(6, 1), update(7, 1)]), true);
    assert.equal(await intake.take([update(5, 1), update(6, 1), update(7, 1)]), true);
    assert.deepEqual(accepted, [5, 6, 7]);
    assert.equal(intake.offset, 8);
    assert.equal(await intake.take([update(1, 1)]), true);
    assert.deepEqual(accepted, [5, 6, 7, 1]);
  });

  test('while the store takes nothing, nothing is set aside', async () => {
    for (const id of [5, 6]) broken.add(id);
    const batch = [update(5, 1), update(6, 2)];
    for (let round = 0; round < 20; round++) assert.equal(await intake.take(batch), false);
    broken.clear();
    assert.equal(await intake.take(batch), true);
    assert.deepEqual(accepted, [5, 6]);
  });
});
