import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Conversations } from '../../src/contracts/conversations.ts';
import type { Store } from '../../src/contracts/store.ts';
import type { Summaries } from '../../src/contracts/summaries.ts';
import type { Turn, Turns } from '../../src/contracts/turns.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';
import { channel, said } from './messages.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const versions = [{ text: 'Yes.', provider: 'p', model: 'm', end: 'stop' } as const];

let clock: FakeClock;
let store: Store;
let turns: Turns;
let conversations: Conversations;
let summaries: Summaries;

beforeEach(async () => {
  clock = createFakeClock();
  store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const opened = await openConversations({ store, clock, log: silentLog, historyDaysOf: () => 30 });
  ({ turns, conversations, summaries } = opened);
});

async function ask(text: string): Promise<Turn> {
  await turns.accept(said({ text }));
  const turn = await turns.claim();
  assert.ok(turn);
  return turn;
}

async function talk(text: string): Promise<Turn> {
  const turn = await ask(text);
  await turns.close(turn, { state: 'done', versions });
  return turn;
}

async function summarise(newest: Turn, to: number): Promise<'kept' | 'stale'> {
  const draft = summaries.begin(newest, to);
  const { epoch } = newest;
  const text = `the first ${to}`;
  const outcome = await summaries.keep(draft, {
    text,
    from: 1,
    to,
    epoch,
    model: 'm',
    since: clock.now(),
    at: clock.now(),
  });
  summaries.end(draft);
  return outcome;
}

/** The text of the summary that the next question finds. */
async function summaryNow(): Promise<string | undefined> {
  const turn = await ask('and now?');
  const summary = await summaries.find(turn);
  await turns.close(turn, { state: 'failed' });
  return summary?.text;
}

describe('the summary of a conversation', () => {
  test('is kept with it, and expires with its history', async () => {
    await talk('1');
    await talk('2');
    assert.equal(await summarise(await talk('3'), 2), 'kept');
    assert.equal(await summaryNow(), 'the first 2');

    await clock.advance(31 * DAY_MS);
    assert.equal(await summaryNow(), undefined);
  });

  test('expires with the oldest question that it covers, also when it was extended since', async () => {
    await talk('1');
    const since = clock.now();
    await clock.advance(20 * DAY_MS);
    const newest = await talk('2');
    const draft = summaries.begin(newest, 1);
    const summary = { text: 'old', from: 1, to: 1, epoch: 0, model: 'm', since, at: clock.now() };
    assert.equal(await summaries.keep(draft, summary), 'kept');
    await clock.advance(9 * DAY_MS);
    assert.equal(await summaryNow(), 'old');
    await clock.advance(2 * DAY_MS);
    assert.equal(await summaryNow(), undefined);
    assert.equal(await summaries.keep(draft, summary), 'stale');
  });

  test('is not for a question that it covers itself', async () => {
    const first = await talk('1');
    await summarise(await talk('2'), 1);
    assert.equal(await summaries.find(first), undefined);
  });

  test('is dropped when a question that it covers is edited, withdrawn, forgotten or answered again', async () => {
    const changes: ((covered: Turn) => Promise<unknown>)[] = [
      ({ inputs: [input] }) =>
        turns.edit(said({ id: input?.id ?? '', text: 'other words' }).message),
      ({ inputs: [input] }) => turns.withdraw(channel('room'), input?.id ?? ''),
      (covered) => turns.forget(covered),
      (covered) => turns.reopen(covered, { kind: 'regenerate' }),
    ];
    for (const change of changes) {
      await conversations.reset(channel('room'));
      const covered = await talk('1');
      const newest = await talk('2');
      await summarise(newest, covered.sequence);
      await talk('3');
      await change(covered);
      const key = (await store.findKeys('summary:'))[0] ?? '';
      assert.equal(key && (await store.get(key)), '', String(change));
      for (let open = await turns.claim(); open; open = await turns.claim()) {
        await turns.close(open, { state: 'done', versions });
      }
    }
  });

  test('stays when a later question changes', async () => {
    await talk('1');
    const newest = await talk('2');
    await summarise(newest, 1);
    await turns.forget(newest);
    assert.equal(await summaryNow(), 'the first 1');
  });

  test('is dropped with a reset, also while it is written', async () => {
    await talk('1');
    const newest = await talk('2');
    await summarise(newest, 1);
    const draft = summaries.begin(newest, 1);
    await conversations.reset(channel('room'));

    assert.equal(await summaryNow(), undefined);
    assert.ok(draft.signal.aborted);
    const late = {
      text: 'late',
      from: 1,
      to: 1,
      epoch: newest.epoch,
      model: 'm',
      since: clock.now(),
      at: 0,
    };
    assert.equal(await summaries.keep(draft, late), 'stale');
    assert.deepEqual(await store.findKeys('summary:'), []);
  });

  test('becomes stale when a question that it covers changes while it is written', async () => {
    const covered = await talk('1');
    const newest = await talk('2');
    const draft = summaries.begin(newest, 1);
    const other = summaries.begin({ ...newest, conversation: 'another' }, 1);
    await turns.forget(covered);
    assert.ok(draft.signal.aborted);
    assert.ok(!other.signal.aborted);
    const summary = {
      text: 'forgotten words',
      from: 1,
      to: 1,
      epoch: 0,
      model: 'm',
      since: clock.now(),
      at: 0,
    };
    assert.equal(await summaries.keep(draft, summary), 'stale');
    assert.equal(await summaryNow(), undefined);
  });

  test('that cannot be read is none', async () => {
    await talk('1');
    const newest = await talk('2');
    await summarise(newest, 1);
    const [key = ''] = await store.findKeys('summary:');
    await store.write([{ key, value: { text: 1, format: 9 } }]);
    assert.equal(await summaryNow(), undefined);
  });
});
