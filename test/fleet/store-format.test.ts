import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Store } from '../../src/contracts/store.ts';
import { chooseStoreFormat, readStoreFormat } from '../../src/fleet/store-format.ts';
import { silentLog as log } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

/** A store, and those who are registered on it. */
function workplace() {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const members = new Set<Program>();
  return { store, members };
}

type Program = { readonly storeFormat: number; readonly version: string };
const OLD: Program = { storeFormat: 1, version: '1.0.0' };
const NEW: Program = { storeFormat: 2, version: '2.0.0' };

/** Registers a program on the store, and lets it choose its format. */
async function join({ store, members }: ReturnType<typeof workplace>, program: Program) {
  const self = { ...program };
  members.add(self);
  const readMembers = async () => [...members];
  try {
    const format = await chooseStoreFormat({ store, self, readMembers, log });
    return { ...format, leave: () => members.delete(self) };
  } catch (error) {
    members.delete(self);
    throw error;
  }
}

const formatOf = async (store: Store) => (await readStoreFormat(store)).format;

test('a store without a record has format 1, and gets the record', async () => {
  const place = workplace();
  assert.equal((await join(place, OLD)).current(), 1);
  assert.deepEqual(await place.store.get('store-format'), { format: 1, version: '1.0.0' });
});

test('a newer program alone raises the format at once', async () => {
  const place = workplace();
  assert.equal((await join(place, NEW)).current(), 2);
  assert.equal(await formatOf(place.store), 2);
});

test('newer programs write the older format until the last older one has left, then raise it once', async () => {
  const place = workplace();
  const olds = [await join(place, OLD), await join(place, OLD)];
  const news = [await join(place, NEW), await join(place, NEW)];
  const formats = () => news.map(({ current }) => current());
  const raise = () => Promise.all(news.map((each) => each.raise()));
  await raise();
  assert.deepEqual(formats(), [1, 1]);
  olds[0]?.leave();
  await raise();
  assert.deepEqual(formats(), [1, 1]);
  olds[1]?.leave();
  await raise();
  await raise();
  assert.deepEqual(formats(), [2, 2]);
  assert.equal(await formatOf(place.store), 2);
});

test('an older program refuses a newer format, names both versions, and writes nothing', async () => {
  const place = workplace();
  await join(place, NEW);
  const before = await place.store.get('store-format');
  await assert.rejects(join(place, OLD), {
    name: 'ConfigError',
    message: /format 2, which Parley 2\.0\.0 writes.*Parley 1\.0\.0, which reads formats up to 1/,
  });
  assert.deepEqual(await place.store.get('store-format'), before);
  // Nobody lowers it, even where all newer ones have gone.
  place.members.clear();
  await assert.rejects(join(place, OLD), { name: 'ConfigError' });
});

test('an older program that registers while the format is raised is never overlooked', async () => {
  // The older one comes before each step of the newer one in turn.
  for (let comesBefore = 1; comesBefore <= 5; comesBefore += 1) {
    const place = workplace();
    let steps = 0;
    let older: Promise<{ current(): number } | Error> | undefined;
    const step = async () => {
      steps += 1;
      if (steps !== comesBefore) return;
      older = join(place, OLD).catch((error: Error) => error);
      await older;
    };
    const { store, members } = place;
    const slow = {
      async get(key: string) {
        await step();
        return store.get(key);
      },
      async swap(...words: Parameters<Store['swap']>) {
        await step();
        return store.swap(...words);
      },
    };
    members.add(NEW);
    const readMembers = async () => {
      await step();
      return [...members];
    };
    const newer = await chooseStoreFormat({ store: slow, self: NEW, readMembers, log });
    const joined = await older;
    assert.ok(joined, `nobody came before step ${comesBefore}`);
    if (joined instanceof Error) await newer.raise();
    const wanted = joined instanceof Error ? 2 : 1;
    assert.equal(await formatOf(store), wanted, `before step ${comesBefore}`);
    assert.equal(newer.current(), wanted, `before step ${comesBefore}`);
  }
});

test('a newer program that died while it raised the format locks no older one out', async () => {
  const place = workplace();
  await join(place, OLD);
  await place.store.write([
    { key: 'store-format', value: { format: 1, version: '2.0.0', raisingTo: 2 } },
  ]);
  assert.equal((await join(place, OLD)).current(), 1);
});
