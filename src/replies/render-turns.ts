import type { Clock } from '../lib/clock.ts';

/** Waits until a reply may render what it writes next. The reply renders directly behind it. */
export type WaitForRenderTurn = () => Promise<void>;

/**
 * In one turn of the event loop, no reply begins to render after this time. Under load, turns are long
 * without them: with one reply in each, writes came many seconds late (`npm run bench -- load 600`).
 */
const LONGEST_RENDERING_MS = 20;

/**
 * Creates the turns that all replies share. Many writes may get room at one moment. Without turns, all of
 * them would render in one chain of microtasks, and everything else would wait: other chats, timers, and
 * the renewal of the store's lease.
 */
export function createRenderTurns(clock: Clock): WaitForRenderTurn {
  const waiting: (() => void)[] = [];
  let isTurn = false;
  let turnStartedAt = 0;
  let isRendering = false;

  function beginTurn(): void {
    isTurn = true;
    turnStartedAt = clock.now();
    setImmediate(endTurn);
  }

  function endTurn(): void {
    isTurn = false;
    if (waiting.length === 0) return;

    beginTurn();
    renderNext();
  }

  /** Lets the replies render one after the other, while the turn lasts. */
  function renderNext(): void {
    const isOver = clock.now() - turnStartedAt >= LONGEST_RENDERING_MS;
    const start = isOver ? undefined : waiting.shift();
    isRendering = start !== undefined;
    if (!start) return;

    start();
    // The reply renders in the microtask before this one.
    queueMicrotask(renderNext);
  }

  return () =>
    new Promise((start) => {
      waiting.push(start);
      if (!isTurn) beginTurn();
      if (!isRendering) renderNext();
    });
}
