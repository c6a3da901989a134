import type { EditBudget } from '../contracts/reply-surface.ts';
import type { Clock } from '../lib/clock.ts';

/** `preview`: may be shed. `durable`: the first words and what stays; spends what previews had to leave. */
export type WriteKind = 'preview' | 'durable';

/** Keeps all writes of one scope within its budget. */
export interface Pace {
  /** Milliseconds until a write of this kind may go out; 0: now. */
  waitMs(kind: WriteKind): number;
  /** Counts a write that goes out now. */
  spend(): void;
  /** No write for so long: the network asked for it. */
  block(forMs: number): void;
}

/** Previews leave so many calls of every window to the final text and the pages still to come. */
const RESERVED_CALLS = 1;

export function createPace(budget: EditBudget, clock: Clock): Pace {
  const spentAt: number[] = [];
  let blockedUntil = 0;

  /** When the window has room again for a write that leaves `reserved` calls unspent. */
  const roomAt = (reserved: number) => {
    const free = spentAt.length - (budget.calls - reserved);
    return free < 0 ? 0 : (spentAt[free] ?? 0) + budget.windowMs;
  };

  return {
    waitMs(kind) {
      const now = clock.now();
      while (spentAt[0] !== undefined && spentAt[0] + budget.windowMs <= now) spentAt.shift();
      const gapEnds = kind === 'preview' ? (spentAt.at(-1) ?? -Infinity) + budget.gapMs : 0;
      const room = roomAt(kind === 'preview' ? RESERVED_CALLS : 0);
      return Math.max(0, blockedUntil - now, gapEnds - now, room - now);
    },
    spend: () => void spentAt.push(clock.now()),
    block(forMs) {
      blockedUntil = Math.max(blockedUntil, clock.now() + forMs);
    },
  };
}
