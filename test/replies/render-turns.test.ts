import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EditBudget } from '../../src/contracts/reply-surface.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createRenderTurns } from '../../src/replies/render-turns.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeSurface } from '../helpers/fake-surface.ts';

/** Calls `onTurn` in each turn of the event loop until `isOver`. */
function watchTurns(onTurn: () => void, isOver: () => boolean): void {
  setImmediate(() => {
    onTurn();
    if (!isOver()) watchTurns(onTurn, isOver);
  });
}

describe('createRenderTurns', () => {
  test('lets replies render in order, and other work go on after 20 ms', async () => {
    let time = 0;
    const waitForTurn = createRenderTurns({ ...systemClock, now: () => time });
    const events: string[] = [];
    watchTurns(
      () => events.push('other work'),
      () => events.includes('e'),
    );
    const replies = ['a', 'b', 'c', 'd', 'e'].map(async (name) => {
      await waitForTurn();
      events.push(name);
      time += 10;
    });
    await Promise.all(replies);
    assert.deepEqual(events, ['a', 'b', 'other work', 'c', 'd', 'other work', 'e']);
  });

  test('lets a reply render at once when no other one does', async () => {
    const waitForTurn = createRenderTurns(createFakeClock());
    let hasPassed = false;
    setImmediate(() => {
      hasPassed = true;
    });
    await waitForTurn();
    await waitForTurn();
    assert.equal(hasPassed, false);
  });
});

/** Without a limit that several scopes share: all get room at one moment. */
const wide: EditBudget = { scope: '', calls: 100, windowMs: 1_000, gapMs: 0 };

describe('a thousand answers that end at one moment', () => {
  // found-2026-11.md, F2: the event loop stood still for 22.5 s.
  test('render for 20 ms, and then other work goes on', async () => {
    let renderedMs = 0;
    const clock = { ...systemClock, now: () => renderedMs };
    const replies = createReplies({ clock, log: silentLog });
    let rendersInTurn = 0;
    let mostRendersInTurn = 0;
    let renders = 0;
    const endTurn = () => {
      rendersInTurn = 0;
    };
    watchTurns(endTurn, () => renders === 1_000);

    const finished = Array.from({ length: 1_000 }, (_, index) => {
      const surface = createFakeSurface();
      const counting = {
        ...surface,
        budget: () => ({ ...wide, scope: `${index}` }),
        dialect: {
          ...surface.dialect,
          open: () => ({
            update(markdown: string) {
              renders += 1;
              renderedMs += 10;
              rendersInTurn += 1;
              mostRendersInTurn = Math.max(mostRendersInTurn, rendersInTurn);
              return [markdown];
            },
          }),
        },
      };
      const { signal } = new AbortController();
      return replies.open({ surface: counting, key: `${index}`, signal }).finish('The end.');
    });
    await Promise.all(finished);
    assert.deepEqual({ renders, mostRendersInTurn }, { renders: 1_000, mostRendersInTurn: 2 });
  });
});
