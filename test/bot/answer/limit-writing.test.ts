import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { limitWriting } from '../../../src/bot/answer/limit-writing.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';

const stop = new AbortController();

describe('limitWriting', () => {
  test('ends an answer twenty seconds before nothing can be written, and says so', async () => {
    const clock = createFakeClock();
    const limit = limitWriting(clock.now() + 60_000, clock);
    await clock.advance(39_000);
    assert.equal(limit.signal.aborted, false);
    await clock.advance(1_000);
    assert.equal(limit.signal.aborted, true);
    assert.match(limit.stopNotes(true, stop.signal, 'en')[0] ?? '', /15 minutes/);
  });

  test('ends at once where the time is over, and never without an end', async () => {
    const clock = createFakeClock();
    const over = limitWriting(clock.now() - 1, clock);
    const open = limitWriting(undefined, clock);
    await clock.advance(1);
    assert.equal(over.signal.aborted, true);
    assert.equal(open.signal.aborted, false);
    assert.deepEqual(open.stopNotes(false, stop.signal, 'en'), []);
    assert.match(open.stopNotes(true, stop.signal, 'en')[0] ?? '', /stopped/);
  });
});
