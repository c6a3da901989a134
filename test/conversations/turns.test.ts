import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Store } from '../../src/contracts/store.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { createSharedState, type TurnLimits } from '../../src/conversations/shared-state.ts';
import { createTurns } from '../../src/conversations/turns.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createStore } from '../../src/store/store.ts';
import { turnsSuite, WAITING_LIMIT } from '../contracts/turns-suite.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { answerEverywhere } from './answer-everywhere.ts';
import { said } from './messages.ts';

const folder = temporaryFolder();
const log = silentLog;
let files = 0;

turnsSuite('conversations over memory', (clock, limits = { waitingLimit: WAITING_LIMIT }) => {
  const adapter = createMemoryAdapter({ clock });
  return {
    async open() {
      const store = createStore({ adapter, clock });
      return (await openConversations({ store, clock, log, ...limits })).turns;
    },
  };
});

turnsSuite('conversations on a shared store', (clock, limits = { waitingLimit: WAITING_LIMIT }) => {
  const adapter = createMemoryAdapter({ clock });
  return {
    async open() {
      const store = createStore({ adapter, clock });
      const options = { store, clock, log, isShared: true, ...limits };
      return answerEverywhere((await openConversations(options)).turns, store);
    },
  };
});

turnsSuite('conversations over SQLite', (clock, limits = { waitingLimit: WAITING_LIMIT }) => {
  const url = `sqlite:${join(folder, `${files++}.sqlite`)}`;
  return {
    async open() {
      const store: Store = await openStore({ url, clock, log });
      return (await openConversations({ store, clock, log, ...limits })).turns;
    },
  };
});

test('an ended turn leaves nothing in memory', async () => {
  const clock = createFakeClock();
  const shared = createSharedState({
    store: createStore({ adapter: createMemoryAdapter({ clock }), clock }),
    clock,
    log,
  });
  const turns = createTurns(shared, {
    historyDaysOf: () => 1,
    waitingLimit: 9,
    inputLimit: 9,
    openLimit: 99,
  });
  await Promise.all(['a', 'b', 'c'].map((room) => turns.accept(said({ in: room }))));
  assert.equal(shared.open.size, 3);
  for (let turn = await turns.claim(); turn; turn = await turns.claim())
    await turns.close(turn, { state: 'done' });
  assert.equal(shared.open.size, 0);
  assert.equal(shared.marks.size, 0);
});

test('a message with the id of an earlier one, sent at another time, is another message', async () => {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const { turns } = await openConversations({ store, clock, log });
  const message = { id: '1', sentAt: 1_000 };
  assert.equal(await turns.accept(said(message)), 'accepted');
  assert.equal(await turns.accept(said({ ...message, sentAt: 2_000 })), 'accepted');
  assert.equal(await turns.accept(said(message)), 'duplicate');
});

test('the messages of a turn and the open turns of all conversations are limited', async () => {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const { turns } = await openConversations({ store, clock, log, inputLimit: 2, openLimit: 2 });
  const answers: string[] = [];
  for (const message of [{}, {}, {}, { in: 'b' }, {}])
    answers.push(await turns.accept(said(message)));
  assert.deepEqual(answers, ['accepted', 'accepted', 'accepted', 'full', 'accepted']);
  const open = await turns.open(said().message.channel);
  assert.deepEqual(
    open.map(({ inputs }) => inputs.length),
    [2, 2],
  );
});

/** Opens separate questions of a person, and gives the outcomes. */
async function askSeparately(
  limits: Partial<TurnLimits>,
  questions: readonly { readonly by: string; readonly in?: string; readonly isDirect?: boolean }[],
): Promise<string[]> {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const { turns } = await openConversations({ store, clock, log, ...limits });
  const outcomes: string[] = [];
  for (const { isDirect = false, ...question } of questions) {
    const { message, address } = said(question);
    const kind = isDirect ? 'direct' : 'group';
    const turn = { message, address: { channel: { ...address.channel, kind } as const } };
    outcomes.push(await turns.accept({ ...turn, isSeparate: true }));
  }
  return outcomes;
}

test('one person has half of the places of a shared conversation, and all of their own', async () => {
  const ann = Array.from({ length: 7 }, () => ({ by: 'ann' }));
  const shared = await askSeparately({ waitingLimit: 6 }, [...ann, { by: 'bob' }]);
  assert.deepEqual(shared, [...Array(3).fill('accepted'), ...Array(4).fill('full'), 'accepted']);
  const direct = ann.map((question) => ({ ...question, isDirect: true }));
  const own = await askSeparately({ waitingLimit: 6 }, direct);
  assert.deepEqual(own, [...Array(6).fill('accepted'), 'full']);
});

test('one person takes no more than a share of all places once half of them are taken', async () => {
  const asks = (by: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({ by, in: `room ${index}` }));
  const limits = { waitingLimit: 2, openLimit: 200 };
  const outcomes = await askSeparately(limits, [...asks('ann', 120), ...asks('bob', 12)]);
  const countFull = (from: number, to: number) =>
    outcomes.slice(from, to).filter((outcome) => outcome === 'full').length;
  assert.equal(countFull(0, 120), 20);
  assert.equal(countFull(120, 132), 2);
});

test('a message whose write failed is accepted when it comes again', async () => {
  const clock = createFakeClock();
  const adapter = createMemoryAdapter({ clock });
  const { setMany } = adapter;
  const { turns } = await openConversations({ store: createStore({ adapter, clock }), clock, log });
  adapter.setMany = async (entries) => entries.map(() => false);
  await assert.rejects(turns.accept(said({ id: 'q' })), /did not write/);
  assert.equal(await turns.claim(), undefined);
  adapter.setMany = setMany;
  assert.equal(await turns.accept(said({ id: 'q' })), 'accepted');
  adapter.setMany = async (entries) => entries.map(() => false);
  await assert.rejects(turns.claim(), /did not write/);
  adapter.setMany = setMany;
  assert.equal((await turns.claim())?.inputs[0]?.id, 'q');
});

test('a turn that is joined while it is claimed is claimed once', async () => {
  const clock = createFakeClock();
  const adapter = createMemoryAdapter({ clock });
  const { setMany } = adapter;
  const { turns } = await openConversations({ store: createStore({ adapter, clock }), clock, log });
  await turns.accept(said({ id: '1' }));
  const isWriting = Promise.withResolvers<void>();
  const mayWrite = Promise.withResolvers<void>();
  adapter.setMany = async (entries) => {
    isWriting.resolve();
    await mayWrite.promise;
    return setMany(entries);
  };
  const joining = turns.accept(said({ id: '2' }));
  await isWriting.promise;
  const first = turns.claim();
  mayWrite.resolve();
  await joining;
  const claimed = await Promise.all([first, turns.claim()]);
  assert.deepEqual(
    claimed.flatMap((turn) => turn?.inputs.map(({ id }) => id) ?? []),
    ['1', '2'],
  );
});

test('accepting is one write', async () => {
  const clock = createFakeClock();
  const adapter = createMemoryAdapter({ clock });
  const { setMany } = adapter;
  let writes = 0;
  adapter.setMany = (entries) => {
    writes += 1;
    return setMany(entries);
  };
  const { turns } = await openConversations({ store: createStore({ adapter, clock }), clock, log });
  await turns.accept(said());
  assert.equal(writes, 1);
  await turns.accept(said());
  assert.equal(writes, 2);
});

test('a turn that starts at once is claimed without a write, and has been tried when its process dies', async () => {
  const clock = createFakeClock();
  const adapter = createMemoryAdapter({ clock });
  const store = createStore({ adapter, clock });
  const open = () => openConversations({ store, clock, log });
  const { turns } = await open();
  const [never, always] = [() => false, () => true];
  await turns.accept(said({ id: '1' }), never, always);
  const { setMany } = adapter;
  let writes = 0;
  adapter.setMany = (entries) => {
    writes += 1;
    return setMany(entries);
  };
  const restarted = await (await open()).turns.claim();
  assert.equal(restarted?.resumes, 1);
  assert.equal(writes, 1);
  const claimed = await turns.claim();
  assert.equal(claimed?.state, 'running');
  assert.equal(claimed?.resumes, 0);
  assert.equal(writes, 1);
  // The next one of the conversation has to wait.
  await turns.accept(said({ id: '2' }), never, always);
  const [, waiting] = await (await open()).turns.open(said().address.channel);
  assert.deepEqual([waiting?.state, waiting?.resumes], ['waiting', 0]);
});

test('a turn that is joined before its claim is written when it is claimed', async () => {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const { turns } = await openConversations({ store, clock, log });
  await turns.accept(
    said({ id: '1' }),
    () => true,
    () => true,
  );
  assert.equal(await turns.accept(said({ id: '2' })), 'accepted');
  const claimed = await turns.claim();
  assert.equal(claimed?.inputs.length, 2);
  const [stored] = await turns.read([claimed?.id ?? '']);
  assert.deepEqual([stored?.state, stored?.inputs.length], ['running', 2]);
});
