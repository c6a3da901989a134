import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EditBudget, ReplySurface, WriteCalls } from '../../src/contracts/reply-surface.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeSurface } from '../helpers/fake-surface.ts';

const MESSAGE = { messageId: 'old' };

/** A reply on a network where each write makes some calls. Gives the times of these. */
function setUp(budget: Omit<EditBudget, 'scope'>, callsOfWrite: readonly boolean[]) {
  const clock = createFakeClock();
  const startedAt = clock.now();
  const calledAt: number[] = [];
  const fake = createFakeSurface();

  async function call({ beforeCall }: WriteCalls = {}): Promise<void> {
    for (const isCreate of callsOfWrite) {
      await beforeCall?.(isCreate);
      calledAt.push(clock.now() - startedAt);
    }
  }

  const surface: ReplySurface<string> = {
    ...fake,
    budget: () => ({ ...budget, scope: 'net:1' }),
    async put(message, page, options) {
      await call(options);
      return fake.put(message, page, options);
    },
    async remove(message, calls) {
      await call(calls);
      await fake.remove(message);
    },
    async removeControls(_message, calls) {
      await call(calls);
    },
  };
  const canceling = new AbortController();
  const { signal } = canceling;
  let isFenced = false;
  const beforeWrite = async () => {
    if (isFenced) throw new Error('This process was taken for dead.');
  };
  const replies = createReplies({ clock, log: silentLog, beforeWrite });
  const finish = (text = 'text') => replies.open({ surface, key: text, signal }).finish(text);
  const fence = () => {
    isFenced = true;
  };
  return {
    clock,
    calledAt,
    replies,
    surface,
    signal,
    finish,
    fence,
    cancel: () => canceling.abort(),
  };
}

const TWO_IN_10_S = { calls: 2, windowMs: 10_000, gapMs: 0 };

describe('the calls of one write', () => {
  test('each count in the limit of the chat', async () => {
    const { clock, calledAt, finish } = setUp(TWO_IN_10_S, [true, true, true]);
    const finished = finish();
    await clock.advance(10_000);
    await finished;
    assert.deepEqual(calledAt, [0, 0, 10_000]);
  });

  test('each count in the limit of all chats, also where it leaves room for one at a time', async () => {
    const overall = { scope: 'net', calls: 1, windowMs: 1_000 };
    const { clock, calledAt, finish } = setUp({ ...TWO_IN_10_S, calls: 9, overall }, [true, true]);
    const finished = finish();
    await clock.advance(1_000);
    await finished;
    assert.deepEqual(calledAt, [0, 1_000]);
  });

  test('count as creates or edits, where these have separate limits', async () => {
    const budget = { ...TWO_IN_10_S, countsCreatesSeparately: true };
    const { clock, calledAt, finish } = setUp(budget, [false, false, true, false]);
    const finished = finish();
    await clock.advance(10_000);
    await finished;
    assert.deepEqual(calledAt, [0, 0, 0, 10_000]);
  });

  test('count for removals and buttons, too', async () => {
    const { clock, calledAt, replies, surface, signal } = setUp(TWO_IN_10_S, [false, false]);
    await replies.remove(surface, MESSAGE, signal);
    const removed = replies.removeControls(surface, MESSAGE, signal);
    await clock.advance(10_000);
    await removed;
    assert.deepEqual(calledAt, [0, 0, 10_000, 10_000]);
  });

  test('end with their reply, and with the right of their process to write', async () => {
    const canceled = setUp(TWO_IN_10_S, [true, true, true]);
    const first = canceled.finish();
    await canceled.clock.advance(100);
    canceled.cancel();
    await assert.rejects(first, { kind: 'canceled' });

    const fenced = setUp(TWO_IN_10_S, [true, true, true]);
    const second = fenced.finish();
    second.catch(() => {});
    await fenced.clock.advance(100);
    fenced.fence();
    await fenced.clock.advance(10_000);
    await assert.rejects(second, /taken for dead/);
    assert.deepEqual(
      [canceled.calledAt, fenced.calledAt],
      [
        [0, 0],
        [0, 0],
      ],
    );
  });
});
