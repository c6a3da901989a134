import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRichSupport } from '../../../../src/platforms/telegram/outbound/rich-support.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { createRecordingLog } from '../../../helpers/recording-log.ts';

const HOUR_MS = 60 * 60_000;

describe('createRichSupport', () => {
  test('reports a refusal for an hour, in that chat only', async () => {
    const clock = createFakeClock();
    const support = createRichSupport(clock, createRecordingLog());
    support.recordRefusal('7', {
      reason: '400 RICH_MESSAGE_DEPTH_INVALID',
      isServerWide: false,
    });
    await clock.advance(HOUR_MS - 1);
    assert.deepEqual([support.isRefusedIn('7'), support.isRefusedIn('8')], [true, false]);

    await clock.advance(1);
    assert.equal(support.isRefusedIn('7'), false);
  });

  test('reports a refusal of the whole server for an hour, in every chat', async () => {
    const clock = createFakeClock();
    const support = createRichSupport(clock, createRecordingLog());
    support.recordRefusal('7', {
      reason: '404 Not Found: method not found',
      isServerWide: true,
    });
    await clock.advance(HOUR_MS - 1);
    assert.equal(support.isRefusedIn('8'), true);

    await clock.advance(1);
    assert.equal(support.isRefusedIn('8'), false);
  });
});
