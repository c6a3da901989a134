import type { Clock } from '../lib/clock.ts';
import type { Holdings } from './holdings.ts';

/** Finds holders that no longer use their part of a limit. */
export interface DeadHolders {
  /** Takes note of the holders as they were just read, and gives those that may still use their parts. */
  leaveOut(holdings: Holdings): Holdings;
  /** Some are no members any more, and may still use their parts. */
  readonly hasGoneHolders: boolean;
}

interface DeadHoldersOptions {
  readonly clock: Clock;
  /** A holder is dead when it was no member of the fleet for this long. */
  readonly goneForMs: number;
  isMember(id: string): boolean;
}

/** Creates a memory of the holders that are gone. It measures durations, as the clocks of two machines may differ. */
export function createDeadHolders({ clock, goneForMs, isMember }: DeadHoldersOptions): DeadHolders {
  /** Since when each was seen to be gone. */
  let goneSince = new Map<string, number>();

  return {
    get hasGoneHolders() {
      return goneSince.size > 0;
    },

    leaveOut(holdings) {
      const now = clock.now();
      const before = goneSince;
      const gone = [...holdings.keys()].filter((id) => !isMember(id));
      goneSince = new Map(gone.map((id) => [id, before.get(id) ?? now]));
      const isAlive = (id: string) => now - (goneSince.get(id) ?? now) < goneForMs;
      return new Map([...holdings].filter(([id]) => isAlive(id)));
    },
  };
}
