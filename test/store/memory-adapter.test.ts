import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { storeAdapterSuite } from '../contracts/store-adapter-suite.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

storeAdapterSuite('memory', (clock) => createMemoryAdapter({ clock }));

test('a full memory store refuses new keys, names the alternative, and still changes old keys', async () => {
  const adapter = createMemoryAdapter({ clock: createFakeClock(), maxKeys: 1 });
  await adapter.set('a', '1');
  await assert.rejects(adapter.set('b', '1'), /STORE_URL=sqlite/);
  assert.equal(await adapter.set('a', '2'), true);
});
