import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Turn } from '../../src/contracts/turns.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { turnChange } from '../../src/conversations/records.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createSqliteAdapter } from '../../src/store/sqlite-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { said } from './messages.ts';

const WINDOW = 30;
const folder = temporaryFolder();

/** What one more turn asks of the store when the conversation has `age` turns: calls, keys, and bytes of values. */
async function costOfOneTurn(age: number) {
  const clock = createFakeClock();
  const adapter = createSqliteAdapter({
    path: join(folder, `${age}.sqlite`),
    clock,
    readOnly: false,
  });
  const store = createStore({ adapter, clock });
  const { turns, conversations } = await openConversations({ store, clock, log: silentLog });

  // One turn as it really is, multiplied: going through all of them one by one would take a minute.
  await turns.accept(said({ id: 'first', in: 'old' }));
  const real = await turns.claim();
  assert.ok(real);
  const versions = [{ text: 'answer', provider: 'demo', model: 'demo', end: 'stop' as const }];
  await turns.close(real, { state: 'done', versions });
  const conversation = 'test:old';
  const copies = Array.from({ length: age }, (_, index): Turn => {
    const sequence = index + 1;
    return { ...real, state: 'done', versions, sequence, id: `${conversation}#${sequence}` };
  });
  await store.write(copies.map(turnChange));
  await store.write([
    { key: `head:${conversation}`, value: { sequence: age, epoch: 0, settings: {}, format: 1 } },
  ]);

  const cost = { calls: 0, keys: 0, bytes: 0 };
  const { get, getMany, setMany } = adapter;
  const count = (values: readonly unknown[]) => {
    cost.calls += 1;
    cost.keys += values.length;
    for (const value of values) cost.bytes += typeof value === 'string' ? value.length : 0;
  };
  const counted: Pick<typeof adapter, 'get' | 'getMany' | 'setMany'> = {
    async get<Value>(key: string) {
      const value = await get<Value>(key);
      count([value]);
      return value;
    },
    async getMany<Value>(keys: string[]) {
      const values = await getMany<Value>(keys);
      count(values);
      return values;
    },
    setMany(entries) {
      count(entries.map(({ value }) => value));
      return setMany(entries);
    },
  };
  Object.assign(adapter, counted);

  await turns.accept(said({ id: 'newest', in: 'old' }));
  const turn = await turns.claim();
  assert.equal(turn?.sequence, age + 1);
  const window = conversations.history(turn);
  let read = 0;
  for await (const _ of window) if (++read === Math.min(WINDOW, age)) break;
  assert.equal(read, Math.min(WINDOW, age));
  await turns.checkpoint(turn, turn);
  await turns.close(turn, { state: 'done', versions });
  await store.close();
  return cost;
}

test('a turn costs the same after 100 and after 100,000 turns', async () => {
  const young = await costOfOneTurn(100);
  const old = await costOfOneTurn(100_000);
  assert.equal(old.calls, young.calls);
  assert.equal(old.keys, young.keys);
  // Sequence numbers have three digits more, in a few places of each value.
  assert.ok(old.bytes < young.bytes * 1.05, `${old.bytes} bytes, ${young.bytes} when young`);
  const newborn = await costOfOneTurn(10);
  assert.ok(
    newborn.calls <= old.calls && old.calls <= newborn.calls + 1,
    'one batch of history more than with 10 turns',
  );
});
