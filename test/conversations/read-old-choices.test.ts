import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readOldChoices } from '../../src/conversations/read-old-choices.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const head = { sequence: 1, epoch: 0, settings: {}, format: 1 };

async function read(records: Readonly<Record<string, object>>) {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  await store.write(Object.entries(records).map(([key, value]) => ({ key, value })));
  return Object.fromEntries(await readOldChoices(store, silentLog));
}

describe('readOldChoices', () => {
  test('gives the choices of each conversation that has any', async () => {
    const choices = await read({
      'head:discord:1': { ...head, settings: { model: 'p/m' } },
      'head:telegram:2': { ...head, settings: { style: { rich: false } } },
      'head:telegram:3': head,
    });
    assert.deepEqual(choices, {
      'discord:1': { model: 'p/m' },
      'telegram:2': { style: { rich: false } },
    });
  });

  test('gives them to the channel that a conversation has now', async () => {
    const choices = await read({
      'head:telegram:-5': { ...head, settings: { model: 'p/m' } },
      'alias:telegram:-1005': { conversation: 'telegram:-5', format: 1 },
    });
    assert.deepEqual(choices, { 'telegram:-1005': { model: 'p/m' } });
  });

  test('reads those of a head that has another wrong part, and leaves out the unreadable', async () => {
    const choices = await read({
      'head:discord:1': { ...head, sequence: 'one', settings: { model: 'p/m' } },
      'head:discord:2': { ...head, settings: 7 },
      'alias:discord:3': { format: 9 },
    });
    assert.deepEqual(choices, { 'discord:1': { model: 'p/m' } });
  });

  test('lets a store of thousands of conversations pass in parts', async () => {
    const settings = { model: 'p/m' };
    const heads = Array.from({ length: 1_201 }, (_, index) => [
      `head:discord:${index}`,
      { ...head, settings },
    ]);
    assert.equal(Object.keys(await read(Object.fromEntries(heads))).length, 1_201);
  });
});
