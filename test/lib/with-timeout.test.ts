import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { withTimeout } from '../../src/lib/with-timeout.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const onTimeout = () => new Error('too slow');

describe('withTimeout', () => {
  test('gives a result that is ready in time', async () => {
    const clock = createFakeClock();
    assert.equal(
      await withTimeout({ clock, timeoutMs: 10, onTimeout }, async () => 'done'),
      'done',
    );
  });

  test('rejects after the time, and aborts the work', async () => {
    const clock = createFakeClock();
    let signal: AbortSignal | undefined;
    const result = withTimeout({ clock, timeoutMs: 10, onTimeout }, (given) => {
      signal = given;
      return new Promise(() => {});
    });
    const rejected = assert.rejects(result, /too slow/);
    await clock.advance(10);
    await rejected;
    assert.equal(signal?.aborted, true);
  });

  test('rejects with the error of the work', async () => {
    const clock = createFakeClock();
    const fail = () => Promise.reject(new Error('broken'));
    await assert.rejects(withTimeout({ clock, timeoutMs: 10, onTimeout }, fail), /broken/);
  });
});
