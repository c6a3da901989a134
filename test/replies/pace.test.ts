import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EditBudget, RateLimitState } from '../../src/contracts/reply-surface.ts';
import { createPace, type Lane, type Pace } from '../../src/replies/pace.ts';
import type { WriteKind } from '../../src/replies/write-limits.ts';
import { createWriteQueue } from '../../src/replies/write-queue.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const budget: EditBudget = { scope: 'test', calls: 5, windowMs: 5_000, gapMs: 1_000 };
const never = new AbortController().signal;

function setUp(change: Partial<EditBudget> = {}) {
  const clock = createFakeClock();
  const pace = createPace({ ...budget, ...change }, clock, createWriteQueue(clock));
  const startedAt = clock.now();
  return { clock, pace, elapsedMs: () => clock.now() - startedAt };
}

/** Gives a function that makes one write: it waits for room, and the network answers at once. */
function writeIn(pace: Pace, lane: Lane = pace.open()) {
  return async (
    kind: WriteKind,
    { isCreate = false, rateLimit }: { isCreate?: boolean; rateLimit?: RateLimitState } = {},
  ) => {
    const endCall = await lane.waitForRoom({ kind, isCreate }, never);
    endCall?.(rateLimit);
  };
}

describe('the pace of one scope', () => {
  test('keeps the gap between previews, but not before other writes', async () => {
    const { clock, pace, elapsedMs } = setUp();
    const write = writeIn(pace);
    await write('preview');
    await write('first');
    await write('final');
    assert.equal(elapsedMs(), 0);

    const preview = write('preview').then(elapsedMs);
    await clock.advance(10_000);
    assert.equal(await preview, 1_000);
  });

  test('reserves the last call of a window for a final write', async () => {
    const { clock, pace, elapsedMs } = setUp({ gapMs: 0 });
    const write = writeIn(pace);
    for (let call = 0; call < 4; call++) await write('preview');
    const preview = write('preview').then(elapsedMs);
    await clock.advance(1_000);

    await writeIn(pace)('final');
    assert.equal(elapsedMs(), 1_000);
    await clock.advance(10_000);
    assert.equal(await preview, 5_000);
  });

  test('counts a call while it is under way, and for one window after its answer', async () => {
    const { clock, pace, elapsedMs } = setUp({ calls: 2 });
    const lane = pace.open();
    const final = { kind: 'final', isCreate: false } as const;
    const endFirst = await lane.waitForRoom(final, never);
    await lane.waitForRoom(final, never);

    const third = writeIn(pace)('final').then(elapsedMs);
    await clock.advance(60_000);
    endFirst?.();
    await clock.advance(60_000);
    assert.equal(await third, 65_000);
  });

  test("trusts the network's report more than its own count", async () => {
    const { clock, pace, elapsedMs } = setUp({ gapMs: 0 });
    const write = writeIn(pace);
    await write('final', { rateLimit: { remaining: 1, resetAfterMs: 3_000 } });
    const preview = write('preview').then(elapsedMs);
    await clock.advance(10_000);
    assert.equal(await preview, 3_000);

    for (let call = 0; call < 6; call++)
      await write('final', { rateLimit: { remaining: 9, resetAfterMs: 1_000 } });
    assert.equal(elapsedMs(), 10_000);
  });

  test('lets previews take the last call of a window that is about to end', async () => {
    const { clock, pace, elapsedMs } = setUp({ gapMs: 0, windowEndMs: 400 });
    const write = writeIn(pace);
    await write('final', { rateLimit: { remaining: 1, resetAfterMs: 3_000 } });
    const preview = write('preview').then(elapsedMs);
    await clock.advance(10_000);
    assert.equal(await preview, 2_600);
  });

  test('has a window each for creates and edits where the network counts them apart', async () => {
    const { pace, elapsedMs } = setUp({ countsCreatesSeparately: true });
    const write = writeIn(pace);
    for (let call = 0; call < 5; call++) {
      await write('final', { isCreate: true });
      await write('final');
    }
    assert.equal(elapsedMs(), 0);
  });

  test('lets out a whole burst at once, and then one write for each refill', async () => {
    const { clock, pace, elapsedMs } = setUp({ calls: 60, burst: { calls: 3, refillMs: 1_000 } });
    const write = writeIn(pace);
    for (let call = 0; call < 3; call++) await write('final');
    assert.equal(elapsedMs(), 0);

    const fourth = write('final').then(elapsedMs);
    await clock.advance(1_000);
    assert.equal(await fourth, 1_000);
  });

  test('makes the gap longer with every call of the window, and shorter when they are over', async () => {
    const { clock, pace, elapsedMs } = setUp({
      calls: 60,
      windowMs: 60_000,
      gapMs: 1_000,
      gapGrowth: { factor: 2, longestMs: 5_000 },
    });
    const write = writeIn(pace);
    const gapOfNextPreview = async () => {
      const before = elapsedMs();
      const preview = write('preview').then(elapsedMs);
      await clock.advance(5_000);
      return Math.max(0, (await preview) - before);
    };
    await write('preview');
    assert.equal(await gapOfNextPreview(), 1_000);

    const previews = Array.from({ length: 4 }, () => write('preview').then(elapsedMs));
    await clock.advance(60_000);
    const times = await Promise.all(previews);
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    assert.deepEqual(gaps, [4_000, 5_000, 5_000]);

    await clock.advance(60_000);
    await write('preview');
    assert.equal(await gapOfNextPreview(), 1_000);
  });

  test('lets out final writes first, then first words, then previews in turns', async () => {
    const { clock, pace } = setUp({ burst: { calls: 2, refillMs: 1_000 }, calls: 60 });
    const lanes = [pace.open(), pace.open()] as const;
    const order: string[] = [];
    const write = async (kind: WriteKind, name: string, lane: Lane) => {
      await writeIn(pace, lane)(kind);
      order.push(name);
    };
    await write('preview', 'a', lanes[0]);
    pace.block(1_000);

    const writes = [
      write('preview', 'a, second preview', lanes[0]),
      write('preview', 'b', lanes[1]),
      write('first', 'first words', pace.open()),
      write('final', 'final text', pace.open()),
    ];
    await clock.advance(10_000);
    await Promise.all(writes);
    assert.deepEqual(order, ['a', 'final text', 'first words', 'b', 'a, second preview']);
  });

  test('reserves a call for the final text of every open reply', async () => {
    const { clock, pace } = setUp({ calls: 10, gapMs: 0, windowMs: 60_000 });
    const [lane] = Array.from({ length: 3 }, () => pace.open());
    const write = writeIn(pace, lane);
    let previews = 0;
    for (let call = 0; call < 10; call++) {
      void write('preview').then(() => {
        previews += 1;
      });
    }
    await clock.advance(1_000);
    assert.equal(previews, 7);
  });

  test('lets nothing out during a penalty, and is slower for a while after it', async () => {
    const { clock, pace, elapsedMs } = setUp({ calls: 100 });
    const write = writeIn(pace);
    pace.block(7_000);
    pace.block(1_000);
    const final = write('final').then(elapsedMs);
    await clock.advance(7_000);
    assert.equal(await final, 7_000);

    const preview = write('preview').then(elapsedMs);
    await clock.advance(10_000);
    const gapMs = (await preview) - 7_000;
    assert.ok(gapMs > 1_000 && gapMs < 2_000, `${gapMs} ms`);

    await clock.advance(60_000);
    await write('preview');
    const before = elapsedMs();
    const laterPreview = write('preview').then(elapsedMs);
    await clock.advance(10_000);
    assert.ok((await laterPreview) - before < 1_010);
  });

  test('shares an overall limit with all scopes that name it', async () => {
    const clock = createFakeClock();
    const overall = { scope: 'all', calls: 2, windowMs: 1_000 };
    const queue = createWriteQueue(clock, overall);
    const paces = ['a', 'b', 'c'].map((scope) =>
      createPace({ ...budget, scope, overall }, clock, queue),
    );
    let writes = 0;
    for (const pace of paces) {
      void writeIn(pace)('final').then(() => {
        writes += 1;
      });
    }
    await clock.advance(999);
    assert.equal(writes, 2);
    await clock.advance(1);
    assert.equal(writes, 3);
  });

  test('leaves no timer behind when a write is canceled', async () => {
    const { clock, pace } = setUp();
    pace.block(60_000);
    const cancel = new AbortController();
    const final = { kind: 'final', isCreate: false } as const;
    const waiting = pace.open().waitForRoom(final, cancel.signal);
    cancel.abort();
    assert.equal(await waiting, undefined);
    assert.equal(clock.pending, 0);
  });
});
