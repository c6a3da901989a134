import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type { NewTurn, Turns } from '../../src/contracts/turns.ts';
import { convertMarks } from '../../src/conversations/convert-marks.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { silentLog as log } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { channel, said } from './messages.ts';

const ROOM: Channel = { ...channel('room'), server: 'server' };
const THREAD: Channel = { ...channel('thread'), kind: 'thread', parentId: 'room' };

function saidIn(place: Channel, id: string): NewTurn {
  const { message, address } = said({ id });
  return { message: { ...message, channel: place }, address: { ...address, channel: place } };
}

const idsOf = (turns: Turns) => turns.listOpen(9).map(({ id }) => id);

/** A store on which one process has left open turns: in a room, its thread, a group with a new id, and one that ended. */
async function storeOfOne() {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const { turns, conversations } = await openConversations({ store, clock, log });
  const accept = async (question: NewTurn) => {
    await turns.accept(question);
    await clock.advance(1);
  };
  await accept(saidIn(THREAD, '1'));
  await accept(saidIn(channel('ended'), '2'));
  await accept(saidIn(ROOM, '3'));
  await conversations.move(channel('old'), channel('new'));
  await accept(saidIn(channel('new'), '4'));
  const ended = (await turns.open(channel('ended')))[0];
  assert.ok(await turns.claim(ended));
  if (ended) await turns.close(ended, { state: 'done' });
  return { clock, store };
}

test('the one mark of open turns becomes a mark for each chat, and one again', async () => {
  const { clock, store } = await storeOfOne();
  const parts = { store, clock, log };
  assert.equal(await convertMarks(parts, 'per chat'), 3);
  assert.deepEqual((await store.findKeys('open')).toSorted(), ['open:test:old', 'open:test:room']);
  assert.deepEqual(await store.get('open:test:room'), {
    turns: ['test:thread#1', 'test:room#1'],
    server: 'server',
    format: 1,
  });
  const shared = (await openConversations({ ...parts, isShared: true })).turns;
  await shared.adopt('test:room');
  assert.deepEqual(idsOf(shared), ['test:thread#1', 'test:room#1']);
  await shared.adopt('test:old');
  assert.deepEqual(idsOf(shared), ['test:thread#1', 'test:room#1', 'test:old#1']);

  assert.equal(await convertMarks(parts, 'one'), 3);
  assert.deepEqual(await store.findKeys('open'), ['open']);
  const alone = (await openConversations(parts)).turns;
  assert.deepEqual(idsOf(alone), ['test:thread#1', 'test:room#1', 'test:old#1']);
});

test('marks that have the wanted form already stay as they are', async () => {
  const { clock, store } = await storeOfOne();
  const parts = { store, clock, log };
  await convertMarks(parts, 'per chat');
  const before = await store.get('open:test:room');
  assert.equal(await convertMarks(parts, 'per chat'), 3);
  assert.deepEqual(await store.get('open:test:room'), before);
  await convertMarks(parts, 'one');
  assert.equal(await convertMarks(parts, 'one'), 3);
  assert.equal((await openConversations(parts)).turns.countOpen(), 3);
});

test('a conversion that broke off is finished by the next one', async () => {
  const { clock, store } = await storeOfOne();
  const parts = { store, clock, log };
  const mark = (await store.get('open')) as object;
  await convertMarks(parts, 'per chat');
  await store.write([{ key: 'open', value: mark }]);
  assert.equal(await convertMarks(parts, 'per chat'), 3);
  assert.equal(await store.get('open'), undefined);

  const marks = await store.findKeys('open:');
  const values = await store.getMany(marks);
  await convertMarks(parts, 'one');
  await store.write(marks.map((key, index) => ({ key, value: values[index] as object })));
  assert.equal(await convertMarks(parts, 'one'), 3);
  assert.deepEqual(await store.findKeys('open'), ['open']);
});

test('without a mark, the open turns are found among all turns', async () => {
  const { clock, store } = await storeOfOne();
  await store.write([{ key: 'open', value: undefined }]);
  assert.equal(await convertMarks({ store, clock, log }, 'per chat'), 3);
  assert.deepEqual((await store.findKeys('open')).toSorted(), ['open:test:old', 'open:test:room']);
});

test('the turn that cannot be read keeps its mark', async () => {
  const { clock, store } = await storeOfOne();
  await store.write([{ key: 'turn:test:room#1', value: { format: 2 } }]);
  const parts = { store, clock, log };
  await convertMarks(parts, 'per chat');
  const marked = async (key: string) =>
    ((await store.get(key)) as { readonly turns: readonly string[] }).turns;
  assert.deepEqual(await marked('open:test:room'), ['test:thread#1', 'test:room#1']);
  await convertMarks(parts, 'one');
  assert.deepEqual(
    new Set(await marked('open')),
    new Set(['test:thread#1', 'test:old#1', 'test:room#1']),
  );
});
