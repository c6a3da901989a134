import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLocalAdapter } from '../../src/store/local-adapter.ts';

/** A storage whose next COMMIT fails, before or after its changes have arrived. */
function setUp() {
  const entries = new Map<string, string>();
  let failure: 'before' | 'after' | undefined;
  const adapter = createLocalAdapter({
    read: (key) => entries.get(key),
    put: (key, value) => void entries.set(key, value),
    remove: (key) => entries.delete(key),
    removeAll: () => entries.clear(),
    removeExpired: () => 0,
    findKeys: () => [],
    isExpired: () => false,
    close: () => {},
    transaction(work) {
      const before = [...entries];
      const result = work();
      if (!failure) return result;
      if (failure === 'before') {
        entries.clear();
        for (const [key, value] of before) entries.set(key, value);
      }
      failure = undefined;
      throw new Error('COMMIT failed');
    },
  });
  const failNextCommit = (when: 'before' | 'after') => {
    failure = when;
  };
  return { adapter, entries, failNextCommit };
}

describe('createLocalAdapter, after a claim,', () => {
  for (const when of ['before', 'after'] as const) {
    test(`still writes when the COMMIT of the next claim failed ${when} its data arrived`, async () => {
      const { adapter, entries, failNextCommit } = setUp();
      assert.equal(await adapter.claim('lease', undefined, 'first'), true);
      failNextCommit(when);
      await assert.rejects(adapter.claim('lease', 'first', 'second'), /COMMIT failed/);
      assert.equal(entries.get('lease'), when === 'before' ? 'first' : 'second');
      await adapter.set('a', '1');

      entries.set('lease', 'of another');
      await assert.rejects(adapter.set('a', '2'), /taken over/);
    });
  }
});
