import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ChatMessage } from '../../src/contracts/chat-message.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { channel, said } from './messages.ts';

const limits = { messages: 5, ageMs: 60_000, characters: 100 };

async function setUp() {
  const clock = createFakeClock();
  const adapter = createMemoryAdapter({ clock });
  let writes = 0;
  const open = async () => {
    const store = createStore({ adapter, clock });
    const counting: typeof store = {
      ...store,
      write(changes) {
        writes += 1;
        return store.write(changes);
      },
    };
    return (await openConversations({ store: counting, clock, log: silentLog })).nearby;
  };
  let nearby = await open();
  let lastId = 0;
  const say = async (text: string, by = 'ann', room = 'room'): Promise<ChatMessage> => {
    lastId += 1;
    const { message } = said({ id: `${lastId}`, text, by, in: room, sentAt: clock.now() });
    nearby.record(message, limits);
    await clock.advance(0);
    return message;
  };
  const texts = async (room = 'room', before = '999') =>
    (await nearby.before(channel(room), before, limits)).map(({ text }) => text);
  return {
    clock,
    adapter,
    say,
    texts,
    get nearby() {
      return nearby;
    },
    writes: () => writes,
    async restart() {
      nearby = await open();
    },
  };
}

describe('what was said around', () => {
  test('is kept within the limits for number, age and characters, oldest first', async () => {
    const { clock, say, texts } = await setUp();
    for (let count = 1; count <= 7; count++) await say(`${count}`);
    assert.deepEqual(await texts(), ['3', '4', '5', '6', '7']);
    assert.deepEqual(await texts('room', '6'), ['3', '4', '5']);
    await clock.advance(30_000);
    await say('x'.repeat(98));
    assert.deepEqual(await texts(), ['6', '7', 'x'.repeat(98)]);
    await clock.advance(30_001);
    assert.deepEqual(await texts(), ['x'.repeat(98)]);
  });

  test('survives a restart, and is written at most once a second', async () => {
    const { clock, say, texts, restart, writes } = await setUp();
    for (let count = 1; count <= 20; count++) await say(`${count}`);
    await clock.advance(1_000);
    assert.equal(writes(), 1);
    await restart();
    assert.deepEqual(await texts(), ['16', '17', '18', '19', '20']);
  });

  test('follows edits and deletions', async () => {
    const { say, texts, nearby } = await setUp();
    const first = await say('first');
    const second = await say('second');
    await nearby.edit({ ...first, text: 'better' });
    await nearby.edit({ ...first, id: '77', text: 'not kept' });
    await nearby.remove(second.channel, second.id);
    assert.deepEqual(await texts(), ['better']);
  });

  test('is forgotten by channel, and by person in all channels of a network', async () => {
    const { say, texts, nearby, clock } = await setUp();
    await say('of ann', 'ann');
    await say('of bob', 'bob');
    await say('elsewhere', 'ann', 'other');
    await clock.advance(1_000);
    await say('of ann again', 'ann');
    assert.equal(await nearby.deleteAuthor('test', 'ann'), 3);
    assert.deepEqual(await texts(), ['of bob']);
    await nearby.forget(channel('room'));
    assert.deepEqual(await texts(), []);
  });

  test('leaves the store when its time is over', async () => {
    const { say, clock, adapter } = await setUp();
    await say('words');
    await clock.advance(1_000);
    await clock.advance(60_001);
    assert.equal(await adapter.get('nearby:test:room'), undefined);
  });
});
