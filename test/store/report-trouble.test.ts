import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Observation } from '../../src/contracts/observation.ts';
import type { Store } from '../../src/contracts/store.ts';
import { StoreError } from '../../src/errors.ts';
import { silentLog } from '../../src/lib/log.ts';
import { reportTrouble } from '../../src/store/report-trouble.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const MINUTE_MS = 60_000;

/** A store that fails while `error` is set. */
function setUp() {
  const clock = createFakeClock();
  const lines: string[] = [];
  const state: { error?: Error } = {};
  const call = async () => {
    if (state.error) throw state.error;
  };
  const failing: Store = {
    get: call,
    getMany: async () => (await call()) ?? [],
    write: call,
    findKeys: async () => (await call()) ?? [],
    replace: call,
    purge: async () => void (await call()),
    swap: async () => true,
    watch: () => () => {},
    claim: async () => (await call()) ?? true,
    close: async () => {},
  };
  const log = {
    ...silentLog,
    error: (_fields: unknown, message: string) => lines.push(message),
    info: (_fields: unknown, message: string) => lines.push(message),
  };
  const problems: (string | undefined)[] = [];
  const observe = (seen: Observation) => {
    if (seen.kind === 'store') problems.push(seen.problem);
  };
  const store = reportTrouble(failing, { observe, clock, log });
  const write = () => store.write([{ key: 'a', value: {} }]);
  return { clock, lines, problems, state, store, write };
}

describe('reportTrouble', () => {
  test('logs a full disk at once and then at growing intervals, and when the store works again', async () => {
    const { clock, lines, state, write } = setUp();
    state.error = new StoreError('The disk is full.', { kind: 'full' });
    for (let second = 0; second < 3_600; second += 1) {
      await assert.rejects(write(), /disk is full/);
      await clock.advance(1_000);
    }
    // After 0, 1, 3, 7, 15 and 31 minutes.
    assert.deepEqual(lines, Array(6).fill('store: The disk is full.'));

    delete state.error;
    await write();
    assert.equal(lines.length, 6, 'one write alone may succeed on a full disk');
    await clock.advance(MINUTE_MS);
    await write();
    await write();
    assert.deepEqual(lines.slice(6), ['store: works again']);
  });

  test('keeps trouble of different kinds apart, and leaves other errors alone', async () => {
    const { lines, state, store, write } = setUp();
    state.error = new StoreError('Full.', { kind: 'full' });
    await assert.rejects(write());
    state.error = new StoreError('Damaged.', { kind: 'damaged' });
    await assert.rejects(store.get('a'));
    await assert.rejects(store.claim('a', undefined, {}));
    state.error = new Error('a bug');
    await assert.rejects(store.getMany(['a']), /a bug/);
    assert.deepEqual(lines, ['store: Full.', 'store: Damaged.']);
  });

  test('reports trouble with each line, and its end only when all kinds are over', async () => {
    const { clock, problems, state, write } = setUp();
    state.error = new StoreError('Full.', { kind: 'full' });
    await assert.rejects(write());
    await clock.advance(MINUTE_MS / 2);
    state.error = new StoreError('Away.', { kind: 'unavailable' });
    await assert.rejects(write());
    assert.deepEqual(problems, ['Full.', 'Away.']);

    delete state.error;
    await clock.advance(MINUTE_MS / 2);
    await write();
    assert.deepEqual(problems, ['Full.', 'Away.'], 'one kind is over');
    await clock.advance(MINUTE_MS / 2);
    await write();
    await write();
    assert.deepEqual(problems, ['Full.', 'Away.', undefined]);
  });
});
