import type { EditBudget } from '../contracts/reply-surface.ts';
import type { Lane, Pace } from './pace.ts';
import type { LimitName, ReplyParts } from './reply-parts.ts';

/** The lanes of one reply: one at each limit that its writes draw on. */
export interface ReplyLanes {
  /** The lane of the next write. An open lane reserves a call for the final text. */
  laneOf(limit: LimitName): Lane;
  paceOf(limit: LimitName): Pace;
  /** Lets no write out for this long. See `Pace.block`. */
  block(limit: LimitName, durationMs: number, isGlobal: boolean): void;
  closeAll(): void;
}

/** Creates the lanes. `budget` gives the budget of the surface that takes the next write. */
export function createReplyLanes(
  budget: () => EditBudget,
  paceFor: ReplyParts['paceFor'],
): ReplyLanes {
  const lanes = new Map<Pace, Lane>();

  function paceOf(limit: LimitName): Pace {
    // Read again for each write: the answer may have moved to another limit, or another surface.
    const current = budget();
    return paceFor((limit === 'previews' && current.previews) || current);
  }

  return {
    paceOf,

    laneOf(limit) {
      const pace = paceOf(limit);
      const lane = lanes.get(pace) ?? pace.open();
      lanes.set(pace, lane);
      return lane;
    },

    // Previews wait for every penalty, also where they have a limit of their own.
    block(limit, durationMs, isGlobal) {
      for (const pace of new Set([paceOf('previews'), paceOf(limit)]))
        pace.block(durationMs, isGlobal);
    },

    closeAll() {
      for (const lane of lanes.values()) lane.close();
    },
  };
}
