import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EditBudget, RateLimitState } from '../../src/contracts/reply-surface.ts';
import { createPace, type Lane, type Pace } from '../../src/replies/pace.ts';
import { createRateWindow } from '../../src/replies/rate-window.ts';
import type { WriteKind } from '../../src/replies/write-limits.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const budget: EditBudget = { scope: 'test', calls: 5, windowMs: 5_000, gapMs: 1_000 };

function setUp(change: Partial<EditBudget> = {}) {
  const clock = createFakeClock();
  const pace = createPace({ ...budget, ...change }, clock);
  const start = clock.now();
  return { clock, pace, passed: () => clock.now() - start };
}

/** Writes that are answered at once; gives when each of them went out. */
function write(pace: Pace, lane: Lane = pace.open()) {
  const signal = new AbortController().signal;
  return async (
    kind: WriteKind,
    { creates = false, told }: { creates?: boolean; told?: RateLimitState } = {},
  ) => {
    const answered = await lane.waitForRoom({ kind, isCreate: creates }, signal);
    answered?.(told);
  };
}

describe('the pace of one scope', () => {
  test('keeps the gap between previews, but not before what stays', async () => {
    const { clock, pace, passed } = setUp();
    const go = write(pace);
    await go('preview');
    await go('first');
    await go('final');
    assert.equal(passed(), 0);
    const preview = go('preview').then(passed);
    await clock.advance(10_000);
    assert.equal(await preview, 1_000);
  });

  test('leaves the last call of a window to what stays', async () => {
    const { clock, pace, passed } = setUp({ gapMs: 0 });
    const go = write(pace);
    for (let call = 0; call < 4; call++) await go('preview');
    const preview = go('preview').then(passed);
    await clock.advance(1_000);
    await write(pace)('final');
    assert.equal(passed(), 1_000);
    await clock.advance(10_000);
    assert.equal(await preview, 5_000);
  });

  test('a call counts from its answer on, and as long as it is under way', async () => {
    const { clock, pace, passed } = setUp({ calls: 2 });
    const lane = pace.open();
    const signal = new AbortController().signal;
    const first = await lane.waitForRoom({ kind: 'final', isCreate: false }, signal);
    await lane.waitForRoom({ kind: 'final', isCreate: false }, signal);
    const third = write(pace)('final').then(passed);
    await clock.advance(60_000);
    first?.();
    await clock.advance(60_000);
    assert.equal(await third, 65_000);
  });

  test('what the network says of its limit counts more than what was counted', async () => {
    const { clock, pace, passed } = setUp({ gapMs: 0 });
    const go = write(pace);
    await go('final', { told: { remaining: 1, resetAfterMs: 3_000 } });
    const preview = go('preview').then(passed);
    await clock.advance(10_000);
    assert.equal(await preview, 3_000);
    for (let call = 0; call < 6; call++)
      await go('final', { told: { remaining: 9, resetAfterMs: 1_000 } });
    assert.equal(passed(), 10_000);
  });

  test('previews take the last call of a window that is about to end', async () => {
    const { clock, pace, passed } = setUp({ gapMs: 0, windowEndMs: 400 });
    const go = write(pace);
    await go('final', { told: { remaining: 1, resetAfterMs: 3_000 } });
    const preview = go('preview').then(passed);
    await clock.advance(10_000);
    assert.equal(await preview, 2_600);
  });

  test('creates and edits have a window each where the network counts them apart', async () => {
    const { pace, passed } = setUp({ countsCreatesSeparately: true });
    const go = write(pace);
    for (let call = 0; call < 5; call++) {
      await go('final', { creates: true });
      await go('final');
    }
    assert.equal(passed(), 0);
  });

  test('lets so many writes out at once as a burst has, and then one whenever one is there again', async () => {
    const { clock, pace, passed } = setUp({ calls: 60, burst: { calls: 3, refillMs: 1_000 } });
    const go = write(pace);
    for (let call = 0; call < 3; call++) await go('final');
    assert.equal(passed(), 0);
    const fourth = go('final').then(passed);
    await clock.advance(1_000);
    assert.equal(await fourth, 1_000);
  });

  test('the gap grows with every call of the window, and shrinks when they are forgotten', async () => {
    const { clock, pace, passed } = setUp({
      calls: 60,
      windowMs: 60_000,
      gapMs: 1_000,
      gapGrowth: { factor: 2, longestMs: 5_000 },
    });
    const go = write(pace);
    const waited = async () => {
      const before = passed();
      const next = go('preview').then(passed);
      await clock.advance(5_000);
      return Math.max(0, (await next) - before);
    };
    await go('preview');
    assert.equal(await waited(), 1_000);
    const previews = Array.from({ length: 4 }, () => go('preview').then(passed));
    await clock.advance(60_000);
    const times = await Promise.all(previews);
    assert.deepEqual(
      times.slice(1).map((time, index) => time - (times[index] ?? 0)),
      [4_000, 5_000, 5_000],
    );
    await clock.advance(60_000);
    await go('preview');
    assert.equal(await waited(), 1_000);
  });

  test('what ends goes first, then first words, then previews by turns', async () => {
    const { clock, pace } = setUp({ burst: { calls: 2, refillMs: 1_000 }, calls: 60 });
    const lanes = [pace.open(), pace.open()] as const;
    const order: string[] = [];
    const ask = (kind: WriteKind, name: string, lane: Lane) =>
      write(pace, lane)(kind).then(() => void order.push(name));
    await ask('preview', 'a', lanes[0]);
    pace.block(1_000);
    const all = [
      ask('preview', 'a again', lanes[0]),
      ask('preview', 'b', lanes[1]),
      ask('first', 'first words', pace.open()),
      ask('final', 'an end', pace.open()),
    ];
    await clock.advance(10_000);
    await Promise.all(all);
    assert.deepEqual(order, ['a', 'an end', 'first words', 'b', 'a again']);
  });

  test('keeps a call for the end of every open reply, as far as there are enough', async () => {
    const { clock, pace } = setUp({ calls: 10, gapMs: 0, windowMs: 60_000 });
    const lanes = Array.from({ length: 3 }, () => pace.open());
    let previews = 0;
    for (let call = 0; call < 10; call++)
      void write(pace, lanes[0])('preview').then(() => ++previews);
    await clock.advance(1_000);
    assert.equal(previews, 7);
  });

  test('lets nothing out during a penalty, and goes slower for a while after it', async () => {
    const { clock, pace, passed } = setUp({ calls: 100 });
    const go = write(pace);
    pace.block(7_000);
    pace.block(1_000);
    const final = go('final').then(passed);
    await clock.advance(7_000);
    assert.equal(await final, 7_000);
    const preview = go('preview').then(passed);
    await clock.advance(10_000);
    const waited = (await preview) - 7_000;
    assert.ok(waited > 1_000 && waited < 2_000, `${waited} ms`);
    await clock.advance(60_000);
    await go('preview');
    const later = passed();
    const next = go('preview').then(passed);
    await clock.advance(10_000);
    assert.ok((await next) - later < 1_010);
  });

  test('an overall limit is shared by all scopes that name it', async () => {
    const clock = createFakeClock();
    const overall = { scope: 'all', calls: 2, windowMs: 1_000 };
    const shared = createRateWindow(overall, clock);
    const paces = ['a', 'b', 'c'].map((scope) =>
      createPace({ ...budget, scope, overall }, clock, shared),
    );
    let out = 0;
    for (const pace of paces) void write(pace)('final').then(() => ++out);
    await clock.advance(999);
    assert.equal(out, 2);
    await clock.advance(1);
    assert.equal(out, 3);
  });

  test('who gives up leaves no timer behind, and holds up nobody', async () => {
    const { clock, pace } = setUp();
    pace.block(60_000);
    const giveUp = new AbortController();
    const entered = pace.open().waitForRoom({ kind: 'final', isCreate: false }, giveUp.signal);
    giveUp.abort();
    assert.equal(await entered, undefined);
    assert.equal(clock.pending, 0);
  });
});
