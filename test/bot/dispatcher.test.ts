import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AnswerTurn } from '../../src/bot/answer/answer-turn.ts';
import { createDispatcher } from '../../src/bot/dispatcher.ts';
import type { Turn, Turns } from '../../src/contracts/turns.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { channel, said } from '../conversations/messages.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

interface Answering {
  readonly turn: Turn;
  readonly stop: AbortSignal;
  readonly shutdown: AbortSignal;
  end(): Promise<void>;
}

/** A dispatcher over real turns; a test ends each answer by hand. */
async function setUp(wrap: (turns: Turns) => Turns = (turns) => turns) {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const { turns, conversations } = await openConversations({ store, clock, log: silentLog });
  const answering: Answering[] = [];
  const answerTurn: AnswerTurn = (turn, { stop, shutdown }) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = async () => {
      await turns.close(turn, { state: stop.aborted ? 'stopped' : 'done' });
      resolve();
      await clock.advance(0);
    };
    answering.push({ turn, stop, shutdown, end });
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
        async claim() {
          if (looks++ > 0) return real.claim();
          kickLater(moments);
          return undefined;
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
      claim: () => (failures-- > 0 ? Promise.reject(new Error('disk full')) : real.claim()),
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
    assert.equal(await dispatcher.stop(channel('a')), 2);
    assert.deepEqual(
      answering.map(({ stop }) => stop.aborted),
      [true, false],
    );
    await answering[0]?.end();
    assert.equal(running().length, 2);
    assert.equal(await dispatcher.stop(channel('a')), 0);
  });

  test('stops a turn that is just starting', async () => {
    const { clock, turns, dispatcher, answering } = await setUp();
    await turns.accept(said({ id: 'q', in: 'a' }));
    dispatcher.kick();
    const stopped = dispatcher.stop(channel('a'));
    await clock.advance(0);
    assert.equal(await stopped, 1);
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
    assert.equal(await dispatcher.stop(channel('new')), 1);
    assert.equal(answering[0]?.stop.aborted, true);
  });

  test('stops a turn of an earlier run as soon as it starts', async () => {
    const { clock, turns, dispatcher, answering } = await setUp();
    await turns.accept(said({ id: 'q', in: 'a' }));
    const turn = await turns.claim();
    assert.ok(turn);
    await turns.checkpoint(turn, { answerMessages: [{ messageId: 'p' }], creating: false });
    await turns.release(turn);
    assert.equal(await dispatcher.stop(channel('a')), 1);
    dispatcher.kick();
    await clock.advance(0);
    assert.equal(answering[0]?.stop.aborted, true);
  });

  test('does not stop a question that was accepted after the stop', async () => {
    const { clock, turns, dispatcher, running } = await setUp();
    await turns.accept(said({ id: 'before', in: 'a' }));
    const stopped = dispatcher.stop(channel('a'));
    const accepted = turns.accept(said({ id: 'after', in: 'a' }));
    assert.deepEqual([await stopped, await accepted], [1, 'accepted']);
    dispatcher.kick();
    await clock.advance(0);
    assert.deepEqual(running(), ['after']);
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
});
