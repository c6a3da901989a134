import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, test } from 'node:test';
import { linkAbort } from '../../src/lib/link-abort.ts';

describe('linkAbort', () => {
  test('aborts with the other signal, for the same reason', () => {
    const other = new AbortController();
    const { signal } = linkAbort(other.signal);
    assert.equal(signal.aborted, false);

    other.abort('stopped');
    assert.deepEqual([signal.aborted, signal.reason], [true, 'stopped']);
  });

  test('is aborted from the start when the other signal is', () => {
    assert.equal(linkAbort(AbortSignal.abort()).signal.aborted, true);
  });

  test('aborts by itself, without the other signal', () => {
    const other = new AbortController();
    const linked = linkAbort(other.signal);
    linked.abort();

    assert.deepEqual([linked.signal.aborted, other.signal.aborted], [true, false]);
  });

  test('leaves nothing behind at the other signal', () => {
    const other = new AbortController();
    linkAbort(other.signal).unlink();

    assert.deepEqual(getEventListeners(other.signal, 'abort'), []);
  });
});
