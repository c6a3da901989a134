import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createPeople } from '../../src/settings/people.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createRecordingLog } from '../helpers/recording-log.ts';
import { createSharedStore } from '../helpers/shared-store.ts';

function setUp() {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const log = createRecordingLog();
  return { store, log, start: () => createPeople({ store, clock, log }) };
}

describe('createPeople', () => {
  test('keeps what a person chose over a restart, for all bots of the network', async () => {
    const { start } = setUp();
    const first = await start();
    await first.change('discord@memes', '7', () => ({ language: 'de', isRemembered: false }));
    const second = await start();
    assert.deepEqual(second.settings('discord', '7'), { language: 'de', isRemembered: false });
    assert.deepEqual(second.settings('telegram', '7'), {});
  });

  test('loses none of the changes that a person makes at the same time', async () => {
    const people = await setUp().start();
    await Promise.all([
      people.change('discord', '7', (settings) => ({ ...settings, language: 'ru' })),
      people.change('discord', '7', (settings) => ({ ...settings, opensThreads: true })),
    ]);
    assert.deepEqual(people.settings('discord', '7'), { language: 'ru', opensThreads: true });
  });

  test('stores nothing for a person without any choice', async () => {
    const { store, start } = setUp();
    const people = await start();
    await people.change('discord', '7', () => ({ language: 'ru' }));
    await people.change('discord', '7', () => ({}));
    assert.deepEqual(await store.findKeys('person:'), []);
  });

  test('leaves out a stored choice that cannot be read', async () => {
    const { store, log, start } = setUp();
    await store.write([
      { key: 'person:discord:7', value: { language: 'xx', opensThreads: true, format: 1 } },
      { key: 'person:discord:8', value: { format: 2 } },
    ]);
    const people = await start();
    assert.deepEqual(people.settings('discord', '7'), { opensThreads: true });
    assert.deepEqual(people.settings('discord', '8'), {});
    assert.equal(log.lines.length, 1);
  });

  test('hears what a person chose in another process, and loses neither of two choices', async () => {
    const clock = createFakeClock();
    const shared = createSharedStore(clock);
    const start = () => createPeople({ store: shared.open(), clock, log: createRecordingLog() });
    const [first, second] = [await start(), await start()];
    await Promise.all([
      first.change('discord', '7', (settings) => ({ ...settings, language: 'ru' })),
      second.change('discord', '7', (settings) => ({ ...settings, opensThreads: true })),
    ]);
    await clock.advance(0);
    for (const people of [first, second])
      assert.deepEqual(people.settings('discord', '7'), { language: 'ru', opensThreads: true });
  });
});
