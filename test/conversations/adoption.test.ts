import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type { NewTurn } from '../../src/contracts/turns.ts';
import {
  type ConversationsOptions,
  openConversations,
} from '../../src/conversations/open-conversations.ts';
import { silentLog as log } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { channel, said } from './messages.ts';

const ROOM = 'test:room';

/** A store that several processes work on: `open` starts one. */
function sharedStore() {
  const clock = createFakeClock();
  const adapter = createMemoryAdapter({ clock });
  const store = createStore({ adapter, clock });
  const open = (options: Partial<ConversationsOptions> = {}) =>
    openConversations({ store, clock, log, isShared: true, ...options });
  return { clock, adapter, store, open };
}

function saidIn(place: Channel, id: string): NewTurn {
  const { message, address } = said({ id });
  return { message: { ...message, channel: place }, address: { ...address, channel: place } };
}

test('a process on a shared store knows the open turns of the chats that it has adopted, and of no other one', async () => {
  const { open } = sharedStore();
  const first = (await open()).turns;
  await first.adopt(ROOM);
  await first.adopt('test:other');
  await first.accept(said({ id: '1' }));
  await first.accept(said({ id: '2', in: 'other' }));
  const second = (await open()).turns;
  assert.equal(second.countOpen(), 0);
  await second.adopt(ROOM);
  assert.deepEqual([second.countOpenIn(ROOM), second.countOpenIn('test:other')], [1, 0]);
  const turn = await second.claim();
  assert.deepEqual(
    turn?.inputs.map(({ id }) => id),
    ['1'],
  );
  assert.equal(await second.claim(), undefined);
});

test('a process that has left a chat answers there no more, and its turns stay stored', async () => {
  const { open } = sharedStore();
  const { turns } = await open();
  await turns.adopt(ROOM);
  await turns.accept(said({ id: '1' }));
  turns.leave(ROOM);
  assert.deepEqual([turns.countOpen(), turns.countOpenIn(ROOM)], [0, 0]);
  assert.equal(await turns.claim(), undefined);
  await assert.rejects(turns.accept(said({ id: '2' })), /Another process answers/);
  await turns.adopt(ROOM);
  assert.equal(turns.countOpenIn(ROOM), 1);
});

test('a turn that ran when its process was killed counts one more resume, and one that was put back does not', async () => {
  const { open } = sharedStore();
  const killed = (await open()).turns;
  await killed.adopt(ROOM);
  await killed.accept(said({ id: '1' }));
  await killed.claim();
  const draining = (await open()).turns;
  await draining.adopt(ROOM);
  const resumed = await draining.claim();
  assert.equal(resumed?.resumes, 1);
  await draining.release(resumed);
  draining.leave(ROOM);
  const last = (await open()).turns;
  await last.adopt(ROOM);
  assert.equal((await last.claim())?.resumes, 1);
});

test('adopting a chat that this process has changes nothing', async () => {
  const { open } = sharedStore();
  const { turns } = await open();
  await Promise.all([turns.adopt(ROOM), turns.adopt(ROOM)]);
  await turns.accept(said({ id: '1' }));
  const running = await turns.claim();
  await turns.adopt(ROOM);
  const [only, ...others] = await turns.open(channel('room'));
  assert.deepEqual([only?.state, others], ['running', []]);
  assert.ok(running);
  await turns.close(running, { state: 'done' });
  assert.equal(turns.countOpenIn(ROOM), 0);
});

test('a chat that is left while it is adopted stays left', async () => {
  const { open } = sharedStore();
  const before = (await open()).turns;
  await before.adopt(ROOM);
  await before.accept(said({ id: '1' }));
  const { turns } = await open();
  const adopting = turns.adopt(ROOM);
  turns.leave(ROOM);
  await adopting;
  assert.equal(turns.countOpen(), 0);
});

test('a chat without a mark is new: nothing is searched', async () => {
  const { open, adapter } = sharedStore();
  let searches = 0;
  const { findKeys } = adapter;
  adapter.findKeys = async (prefix) => {
    searches += 1;
    return findKeys(prefix);
  };
  const { turns } = await open();
  await turns.adopt(ROOM);
  assert.equal(searches, 0);
});

test('a chat with its threads has one mark, which names the server, and none without open turns', async () => {
  const { open, store } = sharedStore();
  const { turns } = await open();
  await turns.adopt(ROOM);
  const place: Channel = { ...channel('room'), server: 'server' };
  const thread: Channel = { ...channel('thread'), kind: 'thread', parentId: 'room' };
  await turns.accept(saidIn(place, '1'));
  await turns.accept(saidIn(thread, '2'));
  assert.equal(turns.countOpenIn(ROOM), 2);
  assert.deepEqual(await store.findKeys('open'), [`open:${ROOM}`]);
  const ids = ['test:room#1', 'test:thread#1'];
  assert.deepEqual(await store.get(`open:${ROOM}`), { turns: ids, server: 'server', format: 1 });
  for (let turn = await turns.claim(); turn; turn = await turns.claim())
    await turns.close(turn, { state: 'done' });
  assert.deepEqual(await store.findKeys('open'), []);
  await turns.accept(saidIn(thread, '3'));
  assert.deepEqual(await store.findKeys('open'), [`open:${ROOM}`]);
});

test('turns that are accepted at the same time in one chat are all in its mark', async () => {
  const { open, store } = sharedStore();
  const { turns } = await open();
  await turns.adopt(ROOM);
  const thread: Channel = { ...channel('thread'), kind: 'thread', parentId: 'room' };
  const { message } = said({ id: '1' });
  // What opens a thread is stored in another conversation than that of its message, which costs one more read.
  const opening = { message, address: { channel: thread, questionId: '1' } };
  await Promise.all([turns.accept(opening), turns.accept(said({ id: '2' }))]);
  const mark = (await store.get(`open:${ROOM}`)) as { readonly turns: readonly string[] };
  assert.deepEqual(new Set(mark.turns), new Set(['test:room#1', 'test:thread#1']));
});

test('an end that did not arrive leaves the mark of its chat, also while another turn ends', async () => {
  const { open, adapter } = sharedStore();
  const { turns } = await open();
  await turns.adopt(ROOM);
  const thread: Channel = { ...channel('thread'), kind: 'thread', parentId: 'room' };
  await turns.accept(said({ id: '1' }));
  await turns.accept(saidIn(thread, '2'));
  const [one, two] = [await turns.claim(), await turns.claim()];
  assert.ok(one && two);
  const { setMany } = adapter;
  adapter.setMany = async (entries) => {
    const isFirst = entries.some(({ key }) => key === `turn:${one.id}`);
    return isFirst ? entries.map(() => false) : setMany(entries);
  };
  const ends = [one, two].map((turn) => turns.close(turn, { state: 'done' }));
  await Promise.allSettled(ends);
  adapter.setMany = setMany;
  const next = (await open()).turns;
  await next.adopt(ROOM);
  const found = await next.claim();
  assert.ok(found && found.state === 'running', 'it is answered by the next process');
});

test('a group with a new id keeps its chat, its mark and its conversation', async () => {
  const { open, store } = sharedStore();
  const old = channel('old');
  const group = channel('new');
  const { turns, conversations } = await open();
  await turns.adopt('test:old');
  await turns.accept(saidIn(old, '1'));
  await conversations.move(old, group);
  await turns.accept({ ...saidIn(group, '2'), isSeparate: true });
  const topic: Channel = { ...channel('new/5'), kind: 'thread', parentId: 'new' };
  await turns.accept(saidIn(topic, '3'));
  assert.equal(turns.countOpenIn('test:old'), 3);
  assert.deepEqual(await store.findKeys('open'), ['open:test:old']);
  const next = (await open()).turns;
  await next.adopt('test:old');
  const ids = ['test:old#1', 'test:old#2', 'test:new/5#1'];
  assert.deepEqual(
    next.listOpen(9).map(({ id }) => id),
    ids,
  );
  assert.deepEqual(
    (await next.open(group)).map(({ id }) => id),
    ids.slice(0, 2),
  );
});

test('a process that answers under the new id of a group before its move is known goes on there', async () => {
  const { open } = sharedStore();
  const [old, group] = [channel('old'), channel('new')];
  const later = await open();
  await later.turns.adopt('test:new');
  await later.turns.accept(saidIn(group, '2'));
  const earlier = await open();
  await earlier.turns.adopt('test:old');
  await earlier.turns.accept(saidIn(old, '1'));
  await earlier.conversations.move(old, group);
  await later.turns.accept({ ...saidIn(group, '3'), isSeparate: true });
  await earlier.turns.accept({ ...saidIn(group, '4'), isSeparate: true });
  const idsOf = (turns: typeof later.turns) => turns.listOpen(9).map(({ id }) => id);
  assert.deepEqual(idsOf(later.turns), ['test:new#1', 'test:new#2']);
  assert.deepEqual(idsOf(earlier.turns), ['test:old#1', 'test:old#2']);
  const next = await open();
  await next.turns.adopt('test:new');
  assert.deepEqual(idsOf(next.turns), ['test:new#1', 'test:new#2']);
});

test('an unreadable mark of a chat is made again from the turns of the chat', async () => {
  const { open, store } = sharedStore();
  const { turns } = await open();
  await turns.adopt(ROOM);
  await turns.adopt('test:room2');
  await turns.accept(said({ id: '1' }));
  await turns.accept(said({ id: '2', in: 'room2' }));
  await store.write([{ key: `open:${ROOM}`, value: { turns: 'none' } }]);
  const next = (await open()).turns;
  await next.adopt(ROOM);
  assert.deepEqual(
    next.listOpen(9).map(({ id }) => id),
    ['test:room#1'],
  );
  assert.deepEqual(await store.get(`open:${ROOM}`), { turns: ['test:room#1'], format: 1 });
});

test('a store of one process has its one mark as before', async () => {
  const { open, store } = sharedStore();
  const { turns } = await open({ isShared: false });
  await turns.accept(said({ id: '1' }));
  await turns.adopt('test:other');
  turns.leave(ROOM);
  assert.equal(turns.countOpenIn(ROOM), 1);
  const [turn] = [await turns.claim()];
  assert.ok(turn);
  await turns.close(turn, { state: 'done' });
  assert.deepEqual(await store.get('open'), { turns: ['test:room#1'], format: 1 });
  assert.deepEqual(await store.findKeys('open'), ['open']);
});

test('what a network says of a thread without its channel changes nothing where another process answers', async () => {
  const { open } = sharedStore();
  const thread: Channel = { ...channel('thread'), kind: 'thread', parentId: 'room' };
  const host = (await open()).turns;
  await host.adopt(ROOM);
  const question = saidIn(thread, 'q');
  await host.accept(question);
  await host.claim();

  // After a start, a gateway of Discord does not know the threads that are archived.
  const other = (await open()).turns;
  await other.adopt('test:thread');
  const elsewhere = { kind: 'elsewhere', channel: thread };
  assert.deepEqual(await other.withdraw(channel('thread'), 'q'), elsewhere);
  const edited = { ...question.message, channel: channel('thread'), text: 'other words' };
  assert.deepEqual(await other.edit(edited), elsewhere);
  assert.equal((await host.withdraw(thread, 'q')).kind, 'reopened');
});
