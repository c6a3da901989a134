import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { AnswerTurn } from '../../src/bot/answer/answer-turn.ts';
import { createDispatcher } from '../../src/bot/dispatcher.ts';
import { createTurnLine } from '../../src/bot/turn-line.ts';
import type { AtOnceLimit, Limits } from '../../src/contracts/limits.ts';
import type { Turn } from '../../src/contracts/turns.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { createOpenTurns } from '../../src/conversations/open-turns.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { channel, said } from '../conversations/messages.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeMessage, createFakeTurn } from '../helpers/fake-turn.ts';

interface Run {
  readonly id: string;
  readonly turn: Turn;
  readonly isStopped: boolean;
  end(): Promise<void>;
  release(): Promise<void>;
}

/** The most answers at the same time: of one person, and of all together. */
interface Most {
  person?: number;
  total?: number;
}

/** Bots over one store, whose answers a test ends by hand. */
function setUp(most: Most) {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const limits: Pick<Limits, 'atOnce'> = {
    atOnce: (author, { platform }) => {
      const all: (AtOnceLimit | false)[] = [
        most.person !== undefined && { key: `${platform}:${author?.id}`, most: most.person },
        most.total !== undefined && { key: 'total', most: most.total },
      ];
      return all.filter((limit) => limit !== false);
    },
  };

  async function start() {
    const { turns, conversations } = await openConversations({ store, clock, log: silentLog });
    const runs: Run[] = [];
    const started: string[] = [];
    const heldBack: string[] = [];
    const answerTurn: AnswerTurn = (turn, { stop, whenQuiet }) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const leave = async (work: Promise<void>) => {
        await work;
        runs.splice(runs.indexOf(run), 1);
        resolve();
        await clock.advance(0);
      };
      const run: Run = {
        id: turn.inputs.map(({ id }) => id).join('+'),
        turn,
        get isStopped() {
          return stop.aborted;
        },
        end: () => leave(turns.close(turn, { state: stop.aborted ? 'stopped' : 'done' })),
        release: () => leave(whenQuiet().then(() => turns.release(turn))),
      };
      runs.push(run);
      started.push(run.id);
      return promise;
    };
    const parts = { turns, clock, limits, log: silentLog };
    const onHeldBack = ({ inputs }: Turn) => void heldBack.push(inputs[0]?.id ?? '');
    const dispatcher = createDispatcher({ ...parts, onHeldBack }, answerTurn);
    const ask = async (by: string, room: string, id = `${by} in ${room}`) => {
      await clock.advance(1);
      await turns.accept(said({ by, in: room, id }));
      dispatcher.kick();
      await clock.advance(0);
    };
    const runOf = (id: string) => {
      const run = runs.find((each) => each.id === id);
      assert.ok(run, `${id} runs`);
      return run;
    };
    return { turns, conversations, dispatcher, runs, started, heldBack, ask, runOf };
  }
  return { clock, start };
}

describe('the line of turns', () => {
  test('runs no more answers of a person than the limit, and the next as soon as one ends', async () => {
    const bot = await setUp({ person: 2 }).start();
    for (const room of ['a', 'b', 'c', 'd']) await bot.ask('ann', room);
    await bot.ask('bob', 'e');
    assert.deepEqual(bot.started, ['ann in a', 'ann in b', 'bob in e']);
    assert.deepEqual(new Set(bot.heldBack), new Set(['ann in c', 'ann in d']));
    await bot.runOf('ann in b').end();
    assert.deepEqual(bot.started.slice(3), ['ann in c']);
    await bot.runOf('ann in a').end();
    assert.deepEqual(bot.started.slice(4), ['ann in d']);
  });

  test('gives the next place to the person who has none, not to the oldest question', async () => {
    const bot = await setUp({ total: 1 }).start();
    for (let room = 0; room < 30; room++) await bot.ask('ann', `room ${room}`);
    await bot.ask('bob', 'hall');
    for (let answers = 0; answers < 31; answers++) await bot.runs[0]?.end();
    assert.equal(bot.started.indexOf('bob in hall'), 1);
    assert.equal(bot.started.length, 31);
  });

  test('says at once that a question was stopped, although there is no place for an answer', async () => {
    const bot = await setUp({ person: 1 }).start();
    await bot.ask('ann', 'a');
    await bot.ask('ann', 'b');
    assert.equal((await bot.dispatcher.stop(channel('b'))).stopped, 1);
    await bot.ask('bob', 'c');
    assert.deepEqual(bot.started, ['ann in a', 'ann in b', 'bob in c']);
    assert.equal(bot.runOf('ann in b').isStopped, true);
  });

  test('leaves out a question that people took back while it waited, and has the new words of an edited one', async () => {
    const bot = await setUp({ person: 1 }).start();
    for (const room of ['a', 'b', 'c', 'd']) await bot.ask('ann', room);
    await bot.turns.withdraw(channel('b'), 'ann in b');
    await bot.conversations.reset(channel('c'));
    await bot.dispatcher.stop(channel('c'));
    const { message } = said({ by: 'ann', in: 'd', id: 'ann in d', text: 'new words' });
    await bot.turns.edit(message);
    await bot.runOf('ann in a').end();
    await bot.runOf('ann in c').end();
    assert.deepEqual(bot.started, ['ann in a', 'ann in c', 'ann in d']);
    assert.equal(bot.runOf('ann in d').turn.inputs[0]?.text, 'new words');
  });

  test('keeps the place of a question that is edited while it is answered', async () => {
    const { clock, start } = setUp({ total: 1 });
    const bot = await start();
    await bot.ask('ann', 'a');
    await bot.ask('bob', 'b');
    const { message } = said({ by: 'ann', in: 'a', id: 'ann in a', text: 'new words' });
    const change = await bot.turns.edit(message);
    assert.ok(change.kind === 'reopened');
    await bot.dispatcher.supersede(change.turn);
    const released = bot.runOf('ann in a').release();
    await clock.advance(1_000);
    await released;
    assert.deepEqual(bot.started, ['ann in a', 'ann in a']);
  });

  test('keeps the place of an answer that a restart interrupts, and the limit after it', async () => {
    const { clock, start } = setUp({ total: 1 });
    const first = await start();
    await first.ask('ann', 'a');
    await first.ask('bob', 'b');
    await first.runOf('ann in a').end();
    await first.ask('cem', 'c');
    await first.ask('dora', 'd');
    assert.deepEqual(first.started, ['ann in a', 'bob in b']);

    const second = await start();
    second.dispatcher.kick();
    await clock.advance(0);
    assert.deepEqual(second.started, ['bob in b']);
    await second.runOf('bob in b').end();
    assert.deepEqual(second.started, ['bob in b', 'cem in c']);
  });

  test('starts what waits when the limit is raised, with nothing else happening', async () => {
    const most: Most = { person: 1 };
    const { clock, start } = setUp(most);
    const bot = await start();
    await bot.ask('ann', 'a');
    await bot.ask('ann', 'b');
    most.person = 2;
    await clock.advance(2_000);
    assert.deepEqual(bot.started, ['ann in a', 'ann in b']);
    assert.equal(clock.pending, 0, 'nothing waits, so nothing is looked for');
  });

  test('counts the answers of before under a limit that is new', async () => {
    const most: Most = {};
    const { clock, start } = setUp(most);
    const bot = await start();
    await bot.ask('ann', 'a');
    await bot.ask('ann', 'b');
    most.person = 2;
    await clock.advance(2_000);
    await bot.ask('ann', 'c');
    assert.deepEqual(bot.started, ['ann in a', 'ann in b']);
  });

  test('lets a drain end while questions wait for a place', async () => {
    const { clock, start } = setUp({ person: 1 });
    const bot = await start();
    await bot.ask('ann', 'a');
    await bot.ask('ann', 'b');
    const drained = bot.dispatcher.drain(5_000);
    await bot.runOf('ann in a').end();
    await drained;
    assert.deepEqual([bot.started, clock.pending], [['ann in a'], 0]);
  });

  test('loses no wake-up: after whatever happened, nobody waits who could run', async () => {
    const step = fc.record({
      kind: fc.constantFrom('ask', 'ask', 'ask', 'end', 'end', 'stop', 'edit'),
      by: fc.constantFrom('ann', 'bob', 'cem'),
      room: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      index: fc.nat(5),
    });
    const property = fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { clock, start } = setUp({ person: 1, total: 2 });
      const bot = await start();
      const answering = () => bot.runs.filter(({ turn }) => !turn.isStopped);
      let ids = 0;
      const actions = {
        ask: ({ by, room }: { by: string; room: string }) => bot.ask(by, room, `m${++ids}`),
        end: async ({ index }: { index: number }) => bot.runs[index % bot.runs.length]?.end(),
        stop: async ({ room }: { room: string }) => {
          await bot.dispatcher.stop(channel(room));
        },
        edit: async ({ index }: { index: number }) => {
          const run = bot.runs[index % bot.runs.length];
          const [input] = run?.turn.inputs ?? [];
          if (!run || !input) return;
          const change = await bot.turns.edit({ ...input, text: `words ${++ids}` });
          if (change.kind !== 'reopened') return;
          await bot.dispatcher.supersede(change.turn, { pauses: false });
          await run.release();
        },
      };
      for (const each of steps) {
        await actions[each.kind](each);
        await clock.advance(0);
        const people = answering().map(({ turn }) => turn.inputs[0]?.author.id);
        const couldRun = (await bot.turns.ready()).filter(
          ({ inputs, isStopped }) =>
            isStopped || (people.length < 2 && !people.includes(inputs[0]?.author.id)),
        );
        assert.deepEqual(couldRun, []);
        assert.ok(people.length <= 2 && new Set(people).size === people.length);
      }
    });
    await fc.assert(property, { numRuns: 25, seed: 1 });
  });

  test('costs one pass over the conversations, however many turns are open', () => {
    const clock = createFakeClock();
    const open = createOpenTurns(() => 'chat');
    let reads = 0;
    let asked = 0;
    for (let index = 0; index < 10_000; index++) {
      const conversation = `c${index % 1_000}`;
      const author = { ...createFakeMessage().author, id: `p${index % 37}` };
      const turn = createFakeTurn({
        id: `${conversation}#${index}`,
        conversation,
        state: 'waiting',
        inputs: [createFakeMessage({ author })],
      });
      open.add(
        Object.defineProperty(turn, 'acceptedAt', {
          get() {
            reads += 1;
            return index;
          },
        }),
      );
    }
    const limits: Pick<Limits, 'atOnce'> = {
      atOnce() {
        asked += 1;
        return [{ key: 'total', most: 0 }];
      },
    };
    const line = createTurnLine({ limits, clock });
    const choose = () => line.choose(open.ready(), () => false);
    assert.equal(choose().turn, undefined);
    assert.deepEqual([reads, asked], [1_000, 1_000]);
    for (let times = 0; times < 10; times++) choose();
    assert.deepEqual([reads, asked], [1_000, 1_000], 'what was read is known');
    open.takeReady(open.ready()[500]);
    assert.equal(reads, 1_000);
    assert.equal(open.ready().length, 999);
  });

  test('counts the answers that run in other processes, and tells them its own', () => {
    let elsewhere = 2;
    const told: unknown[] = [];
    const line = createTurnLine({
      clock: createFakeClock(),
      limits: {
        atOnce: () => [{ key: 'total', most: 2 }],
        runningElsewhere: () => elsewhere,
        runAtOnce(keys) {
          told.push(keys);
          return () => void told.push('end');
        },
      },
    });
    const turn = createFakeTurn({ state: 'waiting', inputs: [createFakeMessage({})] });
    const choose = () => line.choose([turn], () => false);
    assert.deepEqual(choose(), { turn: undefined, heldBack: [turn] });
    elsewhere = 1;
    assert.equal(choose().turn, turn);
    const end = line.start(turn);
    assert.equal(choose().turn, undefined);
    end({ keepsPlace: false });
    assert.deepEqual(told, [['total'], 'end']);
    assert.equal(choose().turn, turn);
  });
});
