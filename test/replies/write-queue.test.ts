import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EditBudget, OverallLimit } from '../../src/contracts/reply-surface.ts';
import { createPace, type Lane } from '../../src/replies/pace.ts';
import type { EndCall } from '../../src/replies/rate-window.ts';
import type { WriteKind } from '../../src/replies/write-limits.ts';
import { createWriteQueue } from '../../src/replies/write-queue.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const never = new AbortController().signal;
const wide: EditBudget = { scope: 'test', calls: 1_000, windowMs: 1_000, gapMs: 0 };

/** Scopes that share a limit. Each has room of its own, if `budget` does not say otherwise. */
function setUp(limit: Partial<OverallLimit> = {}) {
  const clock = createFakeClock();
  const queue = createWriteQueue(clock, { scope: 'all', calls: 2, windowMs: 1_000, ...limit });
  const order: string[] = [];
  let scopes = 0;
  const openPace = (budget: Partial<EditBudget> = {}) =>
    createPace({ ...wide, scope: `test:${++scopes}`, ...budget }, clock, queue);
  const openScope = (budget: Partial<EditBudget> = {}) => openPace(budget).open();

  /** Waits for room and keeps the call under way until `end` is called. */
  async function start(name: string, kind: WriteKind, lane: Lane = openScope()): Promise<EndCall> {
    const end = await lane.waitForRoom({ kind, isCreate: false }, never);
    order.push(name);
    assert.ok(end);
    return end;
  }

  /** Makes a write that the network answers at once. */
  const write = async (name: string, kind: WriteKind, lane?: Lane) =>
    (await start(name, kind, lane))();

  return { clock, queue, order, openPace, openScope, start, write };
}

describe('the writes of many scopes with one overall limit', () => {
  test('go out as ends, then first words, then previews, whoever came first', async () => {
    const { clock, order, write } = setUp({ calls: 1 });
    await write('before', 'final');
    const writes = [
      write('preview', 'preview'),
      write('first words', 'first'),
      write('end', 'final'),
      write('another end', 'final'),
    ];
    await clock.advance(10_000);
    await Promise.all(writes);
    assert.deepEqual(order, ['before', 'end', 'another end', 'first words', 'preview']);
  });

  test('take turns: the reply whose last write is the oldest comes first', async () => {
    const { clock, order, openScope, write } = setUp({ calls: 1 });
    const [a, b, c] = [openScope(), openScope(), openScope()];
    for (const round of [1, 2]) {
      for (const [name, lane] of [
        ['a', a],
        ['b', b],
        ['c', c],
      ] as const) {
        void write(`${name}${round}`, 'preview', lane);
        await clock.advance(100);
      }
    }
    await clock.advance(10_000);
    assert.deepEqual(order, ['a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
  });

  test('start in the moment in which a call of another scope was not made', async () => {
    const { order, start } = setUp({ calls: 1 });
    const end = await start('a', 'preview');
    const waiting = start('b', 'first');
    end('unused');
    await waiting;
    assert.deepEqual(order, ['a', 'b']);
  });

  test('let another scope pass while their own has no room, and start when it has', async () => {
    const { clock, order, openScope, start, write } = setUp({ calls: 3 });
    const narrow = openScope({ calls: 1, windowMs: 5_000 });
    const end = await start('narrow', 'final', narrow);
    void write('narrow, later', 'final', narrow);
    await write('other', 'preview');
    assert.deepEqual(order, ['narrow', 'other']);

    end();
    await clock.advance(5_000);
    assert.deepEqual(order, ['narrow', 'other', 'narrow, later']);
  });

  test('are as urgent as before when a reply had nothing to write', async () => {
    const { clock, order, openScope, start, write } = setUp({ calls: 1 });
    const [a, b] = [openScope(), openScope()];
    await write('b', 'preview', b);
    await clock.advance(1_000);
    const end = await start('a, not made', 'preview', a);
    const later = [write('b again', 'preview', b), write('a', 'preview', a)];
    end('unused');
    await clock.advance(5_000);
    await Promise.all(later);
    assert.deepEqual(order, ['b', 'a, not made', 'a', 'b again']);
  });

  test('leave the reserved calls to first words and ends', async () => {
    const { clock, order, write } = setUp({ calls: 30, reservedCalls: 10 });
    for (let scope = 0; scope < 40; scope++) void write('preview', 'preview');
    await clock.advance(0);
    assert.equal(order.length, 20);

    await write('first words', 'first');
    await write('end', 'final');
    assert.deepEqual(order.slice(20), ['first words', 'end']);
  });

  test('never exceed the limit in any window, and previews get a share of it', async () => {
    const { clock, write } = setUp({ calls: 30, reservedCalls: 10 });
    const times: number[] = [];
    let previews = 0;
    const record = () => times.push(clock.now());
    for (let scope = 0; scope < 300; scope++) void write('end', 'final').then(record);
    for (let scope = 0; scope < 20; scope++) {
      void write('preview', 'preview').then(() => {
        previews += 1;
        record();
      });
    }

    await clock.advance(4_999);
    assert.ok(times.length >= 130, `${times.length} writes`);
    assert.ok(times.every((time, call) => (times[call + 30] ?? time + 1_000) - time >= 1_000));
    assert.ok(previews >= 4 && previews <= 10, `${previews} previews`);
  });

  test('wait together while the network wants silence from all', async () => {
    const { clock, queue, order, write } = setUp();
    queue.block(5_000);
    void write('a', 'final');
    void write('b', 'final');
    await clock.advance(4_999);
    assert.deepEqual(order, []);
    await clock.advance(1);
    assert.deepEqual(order, ['a', 'b']);
  });

  test('wait together when the network asks several scopes at once and does not say whom it means', async () => {
    const { clock, order, openPace, write } = setUp({ calls: 9, penalizedScopes: 3 });
    const scopes = [openPace(), openPace(), openPace()] as const;
    scopes[0].block(3_000);
    scopes[0].block(3_000);
    scopes[1].block(9_000);
    await write('after two', 'final');
    scopes[2].block(4_000);
    void write('after three', 'final');
    await clock.advance(2_999);
    assert.deepEqual(order, ['after two']);
    await clock.advance(1);
    assert.deepEqual(order, ['after two', 'after three']);
  });

  test('go on beside scopes that are penalised one after the other', async () => {
    const { clock, order, openPace, write } = setUp({ calls: 9, penalizedScopes: 3 });
    for (let scope = 0; scope < 5; scope++) {
      openPace().block(60_000);
      await clock.advance(600);
    }
    await write('another', 'final');
    assert.deepEqual(order, ['another']);
  });

  test('wait together when the network says that it means all', async () => {
    const { clock, order, openPace, write } = setUp();
    openPace().block(5_000, true);
    void write('another', 'final');
    await clock.advance(4_999);
    assert.deepEqual(order, []);
    await clock.advance(1);
    assert.deepEqual(order, ['another']);
  });

  test('leave calls that nobody needs to "typing", but never more than half', async () => {
    const { clock, queue, order, write } = setUp({ calls: 6 });
    await write('a', 'final');
    const end = queue.takeSpareCall();
    assert.ok(end);
    assert.ok(queue.takeSpareCall());
    assert.equal(queue.takeSpareCall(), undefined);
    for (const name of ['b', 'c', 'd', 'e']) void write(name, 'final');
    await clock.advance(0);
    assert.deepEqual(order, ['a', 'b', 'c', 'd']);

    end();
    await clock.advance(1_000);
    assert.deepEqual(order, ['a', 'b', 'c', 'd', 'e']);
    assert.ok(queue.takeSpareCall());
    queue.block(1_000);
    assert.equal(queue.takeSpareCall(), undefined);
  });

  test('cost nothing while they wait: one timer for all, and no look at a scope without an event', async () => {
    const { clock, order, openScope, start } = setUp({ calls: 2 });
    await Promise.all([start('a', 'final'), start('b', 'final')]);
    for (let scope = 0; scope < 1_000; scope++) void start(`${scope}`, 'preview', openScope());
    assert.equal(clock.pending, 0);
    await clock.advance(60_000);
    assert.equal(order.length, 2);
  });

  test('are looked at one scope at a time: work grows with the logarithm of their number', async () => {
    const workOf = async (scopes: number) => {
      const clock = createFakeClock();
      const queue = createWriteQueue(clock, { scope: 'all', calls: 1, windowMs: 1_000 });
      let looks = 0;
      const counting = {
        ...queue,
        update: (scope: Parameters<typeof queue.update>[0]) =>
          queue.update({
            get next() {
              looks += 1;
              return scope.next;
            },
            get dueAt() {
              looks += 1;
              return scope.dueAt;
            },
            refresh: scope.refresh,
            startNext: scope.startNext,
          }),
      };
      const panes = Array.from({ length: scopes }, () => createPace(wide, clock, counting).open());
      for (const lane of panes) {
        void lane.waitForRoom({ kind: 'preview', isCreate: false }, never).then((end) => end?.());
      }
      await clock.advance(0);
      looks = 0;
      await clock.advance(10_000);
      return looks / 10;
    };
    const [few, many] = [await workOf(100), await workOf(1_600)];
    assert.ok(many < few * 2.5, `${many} looks for each write beside ${few}`);
  });
});
