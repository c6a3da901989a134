import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as nextLoopTurn } from 'node:timers/promises';
import type { AnswerTurn } from '../../src/bot/answer/answer-turn.ts';
import { createDispatcher } from '../../src/bot/dispatcher.ts';
import type { Turn, Turns } from '../../src/contracts/turns.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { channel, said } from '../conversations/messages.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeTurn } from '../helpers/fake-turn.ts';

interface Answering {
  readonly turn: Turn;
  readonly stop: AbortSignal;
  readonly shutdown: AbortSignal;
  readonly superseded: AbortSignal;
  end(): Promise<void>;
  /** Ends the run of a turn that is closed. */
  leave(): void;
  /** Makes way for the next run, as soon as people pause. */
  release(): Promise<void>;
}

/** A dispatcher over real turns; a test ends each answer by hand. */
async function setUp(wrap: (turns: Turns) => Turns = (turns) => turns) {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const { turns, conversations } = await openConversations({ store, clock, log: silentLog });
  const answering: Answering[] = [];
  const answerTurn: AnswerTurn = (turn, { stop, shutdown, superseded, whenQuiet }) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = async () => {
      await turns.close(turn, { state: stop.aborted ? 'stopped' : 'done' });
      resolve();
      await clock.advance(0);
    };
    const release = async () => {
      await whenQuiet();
      await turns.release(turn);
      resolve();
      await clock.advance(0);
    };
    answering.push({ turn, stop, shutdown, superseded, end, leave: resolve, release });
    return promise;
  };
  const parts = { turns: wrap(turns), clock, log: silentLog };
  const dispatcher = createDispatcher(parts, answerTurn);
  const running = () => answering.map(({ turn }) => turn.inputs.map(({ id }) => id).join('+'));
  return { clock, turns, conversations, dispatcher, answering, running };
}

describe('the dispatcher', () => {
  test('runs one turn at a time in a conversation, and conversations side by side', async () => {
    const { clock, turns, dispatcher, answering, running } = await setUp();
    for (const message of [
      { id: '1', in: 'a', by: 'ann' },
      { id: '2', in: 'a', by: 'bob' },
      { id: '3', in: 'b', by: 'ann' },
    ]) {
      await clock.advance(1);
      await turns.accept(said(message));
    }
    dispatcher.kick();
    await clock.advance(0);
    assert.deepEqual(running(), ['1', '3']);
    await answering[0]?.end();
    assert.deepEqual(running(), ['1', '3', '2']);
  });

  test('finds a turn that is accepted at any moment of its search', async () => {
    for (let moments = 0; moments < 12; moments++) {
      const kickLater = (left: number) =>
        left > 0 ? queueMicrotask(() => kickLater(left - 1)) : dispatcher.kick();
      let looks = 0;
      const { clock, turns, dispatcher, running } = await setUp((real) => ({
        ...real,
        async ready() {
          if (looks++ > 0) return real.ready();
          kickLater(moments);
          return [];
        },
      }));
      await turns.accept(said({ id: 'q' }));
      dispatcher.kick();
      await clock.advance(0);
      assert.deepEqual(running(), ['q'], `a kick ${moments} moments later`);
    }
  });

  test('claims again after the store failed', async () => {
    let failures = 3;
    const { clock, turns, dispatcher, running } = await setUp((real) => ({
      ...real,
      claim: (turn) => (failures-- > 0 ? Promise.reject(new Error('disk full')) : real.claim(turn)),
    }));
    await turns.accept(said({ id: 'q' }));
    dispatcher.kick();
    await clock.advance(120_000);
    assert.deepEqual(running(), ['q']);
  });

  test('stops the running turn and drops the waiting ones of one channel, and counts them', async () => {
    const { clock, turns, dispatcher, answering, running } = await setUp();
    for (const message of [{ in: 'a' }, { in: 'b' }]) await turns.accept(said(message));
    dispatcher.kick();
    await clock.advance(0);
    await turns.accept(said({ in: 'a', by: 'bob' }));
    assert.equal((await dispatcher.stop(channel('a'))).stopped, 2);
    assert.deepEqual(
      answering.map(({ stop }) => stop.aborted),
      [true, false],
    );
    assert.equal((await dispatcher.stop(channel('a'))).stopped, 0, 'nothing is stopped twice');
    await answering[0]?.end();
    assert.equal(running().length, 3);
    assert.equal(answering[2]?.stop.aborted, true, 'the dropped one only says that it was stopped');
    assert.equal((await dispatcher.stop(channel('a'))).stopped, 0);
  });

  test('stops a turn that is just starting', async () => {
    const { clock, turns, dispatcher, answering } = await setUp();
    await turns.accept(said({ id: 'q', in: 'a' }));
    dispatcher.kick();
    const stopped = dispatcher.stop(channel('a'));
    await clock.advance(0);
    assert.equal((await stopped).stopped, 1);
    assert.deepEqual(
      answering.map(({ stop }) => stop.aborted),
      answering.map(() => true),
    );
  });

  test('stops the turn of a chat whose id changed during the answer', async () => {
    const { clock, turns, conversations, dispatcher, answering } = await setUp();
    await turns.accept(said({ id: 'q', in: 'old' }));
    dispatcher.kick();
    await clock.advance(0);
    await conversations.move(channel('old'), channel('new'));
    assert.equal((await dispatcher.stop(channel('new'))).stopped, 1);
    assert.equal(answering[0]?.stop.aborted, true);
  });

  test('stops a turn of an earlier run as soon as it starts', async () => {
    const { clock, turns, dispatcher, answering } = await setUp();
    await turns.accept(said({ id: 'q', in: 'a' }));
    const turn = await turns.claim();
    assert.ok(turn);
    await turns.checkpoint(turn, { answerMessages: [{ messageId: 'p' }], creating: false });
    await turns.release(turn);
    assert.equal((await dispatcher.stop(channel('a'))).stopped, 1);
    dispatcher.kick();
    await clock.advance(0);
    assert.equal(answering[0]?.stop.aborted, true);
  });

  test('does not stop a question that was accepted after the stop', async () => {
    const { clock, turns, dispatcher, answering, running } = await setUp();
    await turns.accept(said({ id: 'before', in: 'a' }));
    const stopped = dispatcher.stop(channel('a'));
    const accepted = turns.accept(said({ id: 'after', in: 'a' }));
    assert.deepEqual([(await stopped).stopped, await accepted], [1, 'accepted']);
    dispatcher.kick();
    await clock.advance(0);
    assert.deepEqual(running(), ['before']);
    await answering[0]?.end();
    assert.deepEqual(running(), ['before', 'after']);
    assert.deepEqual(
      answering.map(({ stop }) => stop.aborted),
      [true, false],
    );
  });

  /** A dispatcher whose only turn is running. */
  async function setUpRunning() {
    const parts = await setUp();
    await parts.turns.accept(said({ id: 'q', in: 'a', text: 'old words' }));
    parts.dispatcher.kick();
    await parts.clock.advance(0);
    const edit = async (text: string) => {
      const change = await parts.turns.edit(said({ id: 'q', in: 'a', text }).message);
      assert.equal(change.kind, 'reopened');
      if (change.kind === 'reopened') await parts.dispatcher.supersede(change.turn);
    };
    const texts = () => parts.answering.map(({ turn }) => turn.inputs[0]?.text);
    return { ...parts, edit, texts };
  }

  test('ends the run of an edited question, and answers the last of several edits after a quiet second', async () => {
    const { clock, answering, edit, texts } = await setUpRunning();
    await edit('new words');
    assert.deepEqual(
      [answering[0]?.superseded.aborted, answering[0]?.stop.aborted],
      [true, false],
      'the run ends without a word',
    );
    const released = answering[0]?.release();
    await clock.advance(900);
    await edit('newer words');
    await clock.advance(900);
    assert.equal(answering.length, 1, 'people are still typing');
    await clock.advance(100);
    await released;
    assert.deepEqual(texts(), ['old words', 'newer words']);
    assert.equal(answering[1]?.superseded.aborted, false);
  });

  test('stops an edited question that waits for its next run', async () => {
    const { clock, turns, dispatcher, answering, edit, texts } = await setUpRunning();
    await edit('new words');
    const released = answering[0]?.release();
    const [open] = await turns.open(channel('a'));
    assert.ok(open);
    assert.equal(await dispatcher.stopTurn(open), true);
    await clock.advance(0);
    await released;
    assert.deepEqual(texts(), ['old words', 'new words']);
    assert.equal(answering[1]?.stop.aborted, true);
  });

  test('runs a withdrawn question once more, without a pause', async () => {
    const { clock, turns, dispatcher, answering } = await setUpRunning();
    const change = await turns.withdraw(channel('a'), 'q');
    assert.ok(change.kind === 'reopened');
    await dispatcher.supersede(change.turn);
    await answering[0]?.release();
    await clock.advance(0);
    assert.deepEqual(answering[1]?.turn.inputs, []);
  });

  test('keeps hold of a new run when the run before it ends late', async () => {
    const { clock, turns, dispatcher, answering, edit } = await setUpRunning();
    const [first] = answering;
    assert.ok(first);
    await turns.close(first.turn, { state: 'done' });
    await edit('new words');
    await clock.advance(0);
    assert.equal(answering.length, 2);
    first.leave();
    await clock.advance(0);
    const [open] = await turns.open(channel('a'));
    assert.ok(open);
    assert.equal(await dispatcher.stopTurn(open), true);
    assert.equal(answering[1]?.stop.aborted, true);
  });

  test('does not end a run that has the new words already', async () => {
    const { clock, turns, dispatcher, answering } = await setUp();
    await turns.accept(said({ id: 'q', in: 'a' }));
    const claimed = await turns.claim();
    assert.ok(claimed);
    const change = await turns.edit(said({ id: 'q', in: 'a', text: 'new words' }).message);
    await turns.release(claimed);
    dispatcher.kick();
    await clock.advance(0);
    assert.ok(change.kind === 'reopened');
    await dispatcher.supersede(change.turn);
    assert.equal(answering[0]?.superseded.aborted, false);
  });

  test('drains: waits for the running turns, interrupts them after the grace, and starts no more', async () => {
    const { clock, turns, dispatcher, answering, running } = await setUp();
    await turns.accept(said({ id: '1', in: 'a' }));
    dispatcher.kick();
    // The claim is under way while the drain begins.
    const drained = dispatcher.drain(5_000);
    await turns.accept(said({ id: '2', in: 'b' }));
    dispatcher.kick();
    await clock.advance(4_999);
    assert.deepEqual(running(), ['1']);
    assert.equal(answering[0]?.shutdown.aborted, false);
    await clock.advance(1);
    assert.equal(answering[0]?.shutdown.aborted, true);
    await answering[0]?.end();
    await drained;
    assert.deepEqual(running(), ['1']);
  });

  test('starts hundreds of turns without blocking the event loop', async () => {
    const waiting = Array.from({ length: 100 }, (_, index) => createFakeTurn({ id: `${index}` }));
    let now = 0;
    let started = 0;
    const ready = async () => waiting.slice(-1);
    const claim = async () => {
      now += 1;
      return waiting.pop();
    };
    const turns = { ready, claim, dropWaiting: notUsed, dropPlace: notUsed };
    const clock = { ...createFakeClock(), now: () => now };
    const { promise: never } = Promise.withResolvers<void>();
    const dispatcher = createDispatcher({ turns, clock, log: silentLog }, () => {
      started += 1;
      return never;
    });

    dispatcher.kick();
    const startedByTurn: number[] = [];
    while (waiting.length > 0) {
      const before = started;
      await nextLoopTurn();
      startedByTurn.push(started - before);
    }

    assert.ok(Math.max(...startedByTurn) <= 8, `${startedByTurn}`);
    assert.equal(started, 100);
  });
});

const notUsed = () => assert.fail();
