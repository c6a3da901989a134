import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRichSupport } from '../../../../src/platforms/telegram/outbound/rich-support.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { createRecordingLog } from '../recording-log.ts';

const HOUR_MS = 60 * 60_000;

describe('refused rich messages', () => {
  test('a chat that refused one is left alone for an hour, and others are not', async () => {
    const clock = createFakeClock();
    const use = createRichSupport(clock, createRecordingLog());
    use.recordRefusal('7', {
      reason: '400 RICH_MESSAGE_DEPTH_INVALID',
      isServerWide: false,
    });
    await clock.advance(HOUR_MS - 1);
    assert.deepEqual([use.isRefusedIn('7'), use.isRefusedIn('8')], [true, false]);
    await clock.advance(1);
    assert.equal(use.isRefusedIn('7'), false);
  });

  test('a server that knows none is left alone everywhere, for an hour', async () => {
    const clock = createFakeClock();
    const use = createRichSupport(clock, createRecordingLog());
    use.recordRefusal('7', {
      reason: '404 Not Found: method not found',
      isServerWide: true,
    });
    await clock.advance(HOUR_MS - 1);
    assert.equal(use.isRefusedIn('8'), true);
    await clock.advance(1);
    assert.equal(use.isRefusedIn('8'), false);
  });
});
