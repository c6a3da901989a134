import type { EditBudget } from '../contracts/reply-surface.ts';
import type { Clock } from '../lib/clock.ts';

/** `preview`: may be shed. `durable`: the first words and what stays; spends what previews had to leave. */
export type WriteKind = 'preview' | 'durable';

/** Keeps all writes of one scope within its budget. */
export interface Pace {
  /** Milliseconds until a write of this kind may go out; 0: now. */
  waitMs(kind: WriteKind): number;
  /**
   * Counts a write that goes out now. The network counts it when it arrives: call what this gives when the answer is
   * there, and the next one cannot come too early.
   */
  spend(): () => void;
  /** No write for so long: the network asked for it. */
  block(forMs: number): void;
}

/** Previews leave so many calls of every window to the final text and the pages still to come. */
const RESERVED_CALLS = 1;

export function createPace(budget: EditBudget, clock: Clock): Pace {
  const spent: { at: number }[] = [];
  const burst = budget.burst ?? { calls: 1, refillMs: 0 };
  /** When the last of a burst's calls is there again. */
  let burstFullAt = 0;
  let previewAgainAt = 0;
  let blockedUntil = 0;

  /** When the window has room again for a write that leaves `reserved` calls unspent. */
  const roomAt = (reserved: number) => {
    const free = spent.length - (budget.calls - reserved);
    return free < 0 ? 0 : (spent[free]?.at ?? 0) + budget.windowMs;
  };

  return {
    waitMs(kind) {
      const now = clock.now();
      while (spent[0] && spent[0].at + budget.windowMs <= now) spent.shift();
      const gapEnds = kind === 'preview' ? previewAgainAt : 0;
      const room = roomAt(kind === 'preview' ? RESERVED_CALLS : 0);
      const burstRoom = burstFullAt - (burst.calls - 1) * burst.refillMs;
      return Math.max(0, blockedUntil - now, gapEnds - now, room - now, burstRoom - now);
    },
    spend() {
      const write = { at: clock.now() };
      spent.push(write);
      previewAgainAt = write.at + budget.gapMs;
      burstFullAt = Math.max(burstFullAt, write.at) + burst.refillMs;
      return () => {
        write.at = clock.now();
        burstFullAt = Math.max(burstFullAt, write.at + burst.refillMs);
      };
    },
    block(forMs) {
      blockedUntil = Math.max(blockedUntil, clock.now() + forMs);
    },
  };
}
