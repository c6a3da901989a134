import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type { Conversations } from '../../src/contracts/conversations.ts';
import type { Store } from '../../src/contracts/store.ts';
import type {
  AnswerVersion,
  NewTurn,
  Turn,
  TurnOutcome,
  Turns,
} from '../../src/contracts/turns.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { readHistory } from '../../src/conversations/read-history.ts';
import { createRecordReader } from '../../src/conversations/record-reader.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';
import { channel, said } from './messages.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

let clock: FakeClock;
let store: Store;
let turns: Turns;
let conversations: Conversations;
const errors: Record<string, unknown>[] = [];
const log = { ...silentLog, error: (fields: Record<string, unknown>) => errors.push(fields) };

const open = async (historyDays = 30) => {
  ({ turns, conversations } = await openConversations({
    store,
    clock,
    log,
    historyDaysOf: () => historyDays,
  }));
};

beforeEach(async () => {
  clock = createFakeClock();
  store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  errors.length = 0;
  await open();
});

/** Asks, and gives the running turn. */
async function ask(text: string, room = 'room'): Promise<Turn> {
  await turns.accept(said({ text, in: room }));
  const turn = await turns.claim();
  assert.ok(turn);
  return turn;
}

async function talk(
  text: string,
  room = 'room',
  state: TurnOutcome['state'] = 'done',
): Promise<void> {
  const versions = [{ text: `answer to ${text}`, provider: 'p', model: 'm', end: 'stop' } as const];
  await turns.close(await ask(text, room), { state, versions });
}

/** What was said before, newest first. */
async function historyOf(turn: Turn): Promise<(string | undefined)[]> {
  return (await Array.fromAsync(conversations.history(turn))).map(({ inputs }) => inputs[0]?.text);
}

describe('the history', () => {
  test('contains the earlier answered turns of the channel, newest first', async () => {
    assert.deepEqual(await historyOf(await ask('0', 'other')), []);
    await talk('1');
    await talk('2');
    const turn = await ask('3');
    await turns.accept(said({ text: '4' }));
    assert.deepEqual(await historyOf(turn), ['2', '1']);
  });

  /** Ends a turn with versions that ended like this, of which the last one is shown. */
  async function endWith(
    text: string,
    state: TurnOutcome['state'],
    ...ends: readonly { readonly end: AnswerVersion['end']; readonly text?: string }[]
  ): Promise<Turn> {
    const turn = await ask(text);
    const versions = ends.map(({ end, text: words = 'words' }) => ({
      text: words,
      provider: 'p',
      model: 'm',
      end,
    }));
    await turns.close(turn, { state, versions, shownVersion: Math.max(0, versions.length - 1) });
    return turn;
  }

  test('leaves out what was stopped or has failed, with and without words', async () => {
    await endWith('stopped', 'stopped', { end: 'stopped' });
    await endWith('stopped before its first word', 'stopped', { end: 'stopped', text: '' });
    await endWith('failed', 'failed', { end: 'failed' });
    await endWith('failed before its first word', 'failed', { end: 'failed', text: '' });
    await endWith('gave up', 'failed');
    await endWith('refused by the network', 'failed', { end: 'stop' });
    await endWith('without words', 'done', { end: 'stop', text: '\n' });
    for (const end of ['length', 'filter', 'other'] as const) await endWith(end, 'done', { end });
    assert.deepEqual(await historyOf(await ask('now')), ['other', 'filter', 'length']);
  });

  test('counts the shown version: a failed one hides a turn, and a better one brings it back', async () => {
    const turn = await endWith('question', 'failed', { end: 'stop' }, { end: 'failed' });
    const now = await ask('now');
    assert.deepEqual(await historyOf(now), []);
    await turns.reopen(turn, { kind: 'show', version: 0 });
    await turns.close(now, { state: 'done' });
    const shown = await turns.claim();
    assert.ok(shown);
    await turns.close(shown, { state: 'done', shownVersion: 0 });
    assert.deepEqual(await historyOf(now), ['question']);
  });

  test('leaves out a question that was stopped while it waited', async () => {
    const running = await ask('runs');
    await turns.accept(said({ text: 'waits' }));
    await turns.dropWaiting(channel('room'));
    await turns.close(running, { state: 'stopped' });
    const stopped = await turns.claim();
    assert.ok(stopped?.isStopped);
    await turns.close(stopped, { state: 'stopped' });
    assert.deepEqual(await historyOf(await ask('now')), []);
  });

  test('has no quotes of a question that was withdrawn, nor of its answer', async () => {
    const quote = (id: string, quotedId: string) => {
      const { message, address } = said({ id, text: `about ${quotedId}` });
      const quoted = { ...message, id: quotedId, isOwn: false, text: 'quoted words' };
      return { message: { ...message, quoted }, address };
    };
    const end = async (question: NewTurn, messageId: string) => {
      await turns.accept(question);
      const turn = await turns.claim();
      assert.ok(turn);
      await turns.checkpoint(turn, { answerMessages: [{ messageId }], creating: false });
      const versions = [{ text: 'an answer', provider: 'p', model: 'm', end: 'stop' } as const];
      await turns.close(turn, { state: 'done', versions });
    };
    await end(said({ id: 'q1' }), 'a1');
    await end(said({ id: 'q2' }), 'a2');
    await end(quote('q3', 'q1'), 'a3');
    await end(quote('q4', 'a1'), 'a4');
    await end(quote('q5', 'a2'), 'a5');
    await turns.withdraw(channel('room'), 'q1');
    const now = await ask('now');
    const quotes = (await Array.fromAsync(conversations.history(now))).map(({ inputs }) => [
      inputs[0]?.text,
      inputs[0]?.quoted?.text,
    ]);
    assert.deepEqual(quotes, [
      ['about a2', 'quoted words'],
      ['about a1', undefined],
      ['about q1', undefined],
      ['text of q2', undefined],
    ]);
  });

  test('loses the quotes of a question that is taken back also where the question with the quote waits', async () => {
    await turns.accept(said({ id: 'q1' }));
    const running = await turns.claim();
    assert.ok(running);
    const quoted = { ...said({ id: 'q1' }).message, isOwn: false, text: 'quoted words' };
    for (const [id, text] of [
      ['q2', 'about it'],
      ['q3', ''],
    ] as const) {
      const { message, address } = said({ id, text, by: id });
      await turns.accept({ message: { ...message, quoted }, address });
    }
    await turns.withdraw(channel('room'), 'q1');
    await turns.close(running, { state: 'stopped' });
    for (const quote of [undefined, '(deleted)']) {
      const waiting = await turns.claim();
      assert.ok(waiting);
      assert.equal(waiting.inputs[0]?.quoted?.text, quote);
      await turns.close(waiting, { state: 'done' });
    }
  });

  test('has the new words of a question that was edited long after its answer', async () => {
    await turns.accept(said({ id: 'q', text: 'old words' }));
    const turn = await turns.claim();
    assert.ok(turn);
    const versions = [{ text: 'an answer', provider: 'p', model: 'm', end: 'stop' } as const];
    await turns.close(turn, { state: 'done', versions });
    await clock.advance(DAY_MS);
    const { message } = said({ id: 'q', text: 'new words' });
    assert.deepEqual(await turns.edit(message), { kind: 'changed' });
    await open();
    assert.deepEqual(await historyOf(await ask('now')), ['new words']);
  });

  test('goes back to the first turn, also after a restart', async () => {
    for (let n = 1; n <= 65; n += 1) await talk(`${n}`);
    await open();
    const expected = Array.from({ length: 65 }, (_, index) => `${65 - index}`);
    assert.deepEqual(await historyOf(await ask('now')), expected);
  });

  test('forgets a turn HISTORY_DAYS after its end', async () => {
    await talk('old');
    await clock.advance(20 * DAY_MS);
    await talk('newer');
    const turn = await ask('now');
    assert.deepEqual(await historyOf(turn), ['newer', 'old']);
    await clock.advance(10 * DAY_MS);
    assert.deepEqual(await historyOf(turn), ['newer']);
    await clock.advance(20 * DAY_MS);
    assert.deepEqual(await historyOf(turn), []);
  });

  test('is not read to its beginning when that has expired', async () => {
    for (let n = 1; n <= 100; n += 1) await talk(`${n}`);
    await clock.advance(31 * DAY_MS);
    const turn = await ask('now');
    const records = createRecordReader(log);
    let reads = 0;
    const { getMany } = store;
    const counting: Store = {
      ...store,
      getMany(keys) {
        reads += 1;
        return getMany(keys);
      },
    };
    assert.deepEqual(await Array.fromAsync(readHistory({ store: counting, records }, turn)), []);
    assert.equal(reads, 1);
  });

  test('is kept for the days of its own channel', async () => {
    const historyDaysOf = ({ id }: Channel) => (id === 'short' ? 1 : 0);
    ({ turns, conversations } = await openConversations({ store, clock, log, historyDaysOf }));
    await talk('1', 'short');
    await talk('1', 'long');
    await clock.advance(2 * DAY_MS);
    assert.deepEqual(await historyOf(await ask('2', 'short')), []);
    assert.deepEqual(await historyOf(await ask('2', 'long')), ['1']);
  });

  test('is kept without limit with 0 days', async () => {
    await open(0);
    await talk('old');
    await clock.advance(10_000 * DAY_MS);
    assert.deepEqual(await historyOf(await ask('now')), ['old']);
  });

  test('never forgets an open turn', async () => {
    await turns.accept(said({ text: 'waits' }));
    await clock.advance(365 * DAY_MS);
    await open();
    assert.equal((await turns.claim())?.inputs[0]?.text, 'waits');
  });
});

describe('a reset', () => {
  test('starts a new history without the answers to older questions', async () => {
    await talk('1');
    const old = await ask('2');
    await conversations.reset(channel('room'));
    await turns.close(old, { state: 'stopped' });
    await talk('3');
    const turn = await ask('4');
    assert.deepEqual(await historyOf(turn), ['3']);
    await open();
    assert.deepEqual(await historyOf(turn), ['3']);
  });

  test('keeps the next question out of a turn that waits from before', async () => {
    await turns.accept(said({ text: 'before' }));
    await conversations.reset(channel('room'));
    await turns.accept(said({ text: 'after' }));
    const turn = await turns.claim();
    assert.equal(turn?.inputs.length, 1);
  });

  test('keeps other channels as they are', async () => {
    await talk('elsewhere', 'other');
    await conversations.reset(channel('room'));
    assert.deepEqual(await historyOf(await ask('now', 'other')), ['elsewhere']);
  });
});

describe('finding a turn', () => {
  const find = async (which: Parameters<typeof conversations.find>[1]) =>
    (await conversations.find(channel('room'), which))?.turn.sequence;

  test('works by a message of the question or the answer, by the sequence number, or by both', async () => {
    for (const id of ['q1', 'q2']) {
      await turns.accept(said({ id }));
      const turn = await turns.claim();
      assert.ok(turn);
      const answerMessages = [{ messageId: `answer to ${id}` }];
      await turns.checkpoint(turn, { answerMessages, creating: false });
      await turns.close(turn, { state: 'done' });
    }
    assert.deepEqual(
      await Promise.all(['q1', 'answer to q2', 'x'].map((messageId) => find({ messageId }))),
      [1, 2, undefined],
    );
    assert.deepEqual(await Promise.all([2, 3].map((sequence) => find({ sequence }))), [
      2,
      undefined,
    ]);
    assert.equal(await find({ sequence: 1, messageId: 'answer to q1' }), 1);
    assert.equal(await find({ sequence: 1, messageId: 'answer to q2' }), undefined);
  });

  test('gives the newest turn with an answer since the last reset when nothing is selected', async () => {
    assert.equal(await find({}), undefined);
    await talk('1');
    await ask('2');
    await turns.accept(said({ text: '3' }));
    assert.equal(await find({}), 2, 'its answer grows');
    await conversations.reset(channel('room'));
    assert.equal(await find({}), undefined);
  });

  test('skips a question that was stopped before its answer', async () => {
    await talk('1');
    await turns.accept(said({ text: '2' }));
    await turns.dropWaiting(channel('room'));
    assert.equal(await find({}), 1);
  });

  test('keeps a turn with a rerun in the history as people see it', async () => {
    await talk('1');
    const found = await conversations.find(channel('room'), {});
    assert.ok(found);
    const now = await ask('now');
    await turns.reopen(found.turn, { kind: 'regenerate' });
    assert.deepEqual(await historyOf(now), ['1']);
  });
});

test('the notice about a trimmed history is claimed once per epoch', async () => {
  const room = channel('room');
  assert.deepEqual(await Promise.all([1, 2, 3].map(() => conversations.claimTrimNotice(room))), [
    true,
    false,
    false,
  ]);
  await open();
  assert.equal(await conversations.claimTrimNotice(room), false);
  await conversations.reset(room);
  assert.equal(await conversations.claimTrimNotice(room), true);
  assert.equal(await conversations.claimTrimNotice(channel('other')), true);
});

describe('a channel whose id changed', () => {
  const moved = channel('moved');

  test('keeps its history and order, also after a second move', async () => {
    await talk('1');
    await conversations.move(channel('room'), moved);
    await conversations.move(channel('room'), moved);
    await talk('2', 'moved');
    await open();
    assert.deepEqual(await historyOf(await ask('3', 'moved')), ['2', '1']);
    await conversations.move(moved, channel('third'));
    assert.equal(await turns.accept(said({ in: 'third' })), 'accepted');
    assert.equal(
      await turns.claim(),
      undefined,
      'the turn that was running before the move still is',
    );
  });

  test('gets its open turns answered under the new id, not as replies', async () => {
    const running = await ask('runs');
    await turns.checkpoint(running, { answerMessages: [{ messageId: 'p' }], creating: false });
    await turns.accept(said({ text: 'waits' }));
    await conversations.move(channel('room'), moved);
    await open();
    const resumed = await turns.claim();
    assert.deepEqual(resumed?.address, { channel: moved });
    assert.deepEqual(resumed?.answerMessages, [{ messageId: 'p' }]);
    await turns.close(resumed, { state: 'done' });
    assert.deepEqual((await turns.claim())?.address, { channel: moved });
  });

  test('keeps the new address when the running turn still has the old one', async () => {
    const running = await ask('runs');
    await conversations.move(channel('room'), moved);
    await turns.checkpoint(running, running);
    await open();
    assert.deepEqual((await turns.claim())?.address, { channel: moved });
  });
});

describe('an unreadable value', () => {
  const newer = { format: 2 };

  test('stays at the start if it is an open turn, for a version that can read it', async () => {
    const turn = await ask('1');
    await turns.accept(said({ in: 'other' }));
    const kept = await store.get(`turn:${turn.id}`);
    await store.write([{ key: `turn:${turn.id}`, value: newer }]);
    await open();
    assert.equal(errors.length, 1);
    assert.equal((await turns.claim())?.inputs[0]?.channel.id, 'other');
    await turns.accept(said({ in: 'third' }));
    assert.ok(typeof kept === 'object' && kept !== null);
    await store.write([{ key: `turn:${turn.id}`, value: kept }]);
    await open();
    const found = await Promise.all([turns.claim(), turns.claim(), turns.claim()]);
    assert.ok(found.some((other) => other?.id === turn.id));
  });
});

test('an open mark may list missing and ended turns', async () => {
  await talk('1');
  await store.write([{ key: 'open', value: { turns: ['test:room#1', 'test:room#7'], format: 1 } }]);
  await open();
  assert.equal(await turns.claim(), undefined);
  await talk('2');
});
