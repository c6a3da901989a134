import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createPace, type WriteKind } from '../../src/replies/create-pace.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const budget = { scope: 'test', calls: 5, windowMs: 5_000, gapMs: 1_000 };

describe('the pace of one scope', () => {
  test('lets the first write out at once', () => {
    assert.equal(createPace(budget, createFakeClock()).waitMs('preview'), 0);
  });

  test('keeps the gap between previews, but not before what stays', () => {
    const pace = createPace(budget, createFakeClock());
    pace.spend();
    assert.equal(pace.waitMs('preview'), 1_000);
    assert.equal(pace.waitMs('durable'), 0);
  });

  test('leaves the last call of a window to what stays', async () => {
    const clock = createFakeClock();
    const pace = createPace({ ...budget, gapMs: 0 }, clock);
    for (let call = 0; call < 4; call++) pace.spend();
    assert.equal(pace.waitMs('preview'), 5_000);
    assert.equal(pace.waitMs('durable'), 0);
    pace.spend();
    assert.equal(pace.waitMs('durable'), 5_000);
    await clock.advance(5_000);
    assert.equal(pace.waitMs('preview'), 0);
  });

  test('lets so many writes out at once as a burst has, and then one whenever one is there again', async () => {
    const clock = createFakeClock();
    const pace = createPace({ ...budget, calls: 60, burst: { calls: 3, refillMs: 1_000 } }, clock);
    for (let write = 0; write < 3; write++) {
      assert.equal(pace.waitMs('durable'), 0);
      pace.spend();
    }
    assert.equal(pace.waitMs('durable'), 1_000);
    await clock.advance(1_000);
    pace.spend();
    assert.equal(pace.waitMs('durable'), 1_000);
    await clock.advance(10_000);
    assert.equal(pace.waitMs('durable'), 0);
  });

  test('lets nothing out during a penalty', async () => {
    const clock = createFakeClock();
    const pace = createPace(budget, clock);
    pace.block(7_000);
    pace.block(1_000);
    assert.equal(pace.waitMs('durable'), 7_000);
    await clock.advance(7_000);
    assert.equal(pace.waitMs('durable'), 0);
  });

  test('never allows more calls in any window than the budget, whoever asks when', async () => {
    const steps = fc.array(fc.record({ kind: fc.constantFrom<WriteKind>('preview', 'durable'), ms: fc.nat(3_000) }), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (schedule) => {
        const clock = createFakeClock();
        const pace = createPace(budget, clock);
        const sentAt: number[] = [];
        for (const { kind, ms } of schedule) {
          await clock.advance(ms);
          if (pace.waitMs(kind) > 0) continue;
          pace.spend();
          sentAt.push(clock.now());
        }
        for (const start of sentAt) {
          const inWindow = sentAt.filter((at) => at >= start && at < start + budget.windowMs);
          assert.ok(inWindow.length <= budget.calls);
        }
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});
