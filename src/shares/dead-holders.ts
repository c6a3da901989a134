import type { Clock } from '../lib/clock.ts';
import type { Holdings } from './holdings.ts';

/** Finds holders that no longer use their part of a limit. */
export interface DeadHolders {
  /** Takes note of the holders as they were just read, and gives those that may still use their parts. */
  leaveOut(holdings: Holdings): Holdings;
  /** Some that were seen are no members of the fleet any more, and not dead for long enough. */
  readonly areSome: boolean;
}

interface DeadHoldersOptions {
  readonly clock: Clock;
  /** A member of the fleet is dead when its holding was seen without a change for this long. */
  readonly silentForMs: number;
  /** As `silentForMs`, for one that is no member any more, and so may not write to a network. */
  readonly goneForMs: number;
  isMember(id: string): boolean;
}

/**
 * Creates a memory of the holders that were seen. It measures durations by its own clock only, as those of other
 * machines may show another time.
 */
export function createDeadHolders(options: DeadHoldersOptions): DeadHolders {
  const { clock, silentForMs, goneForMs, isMember } = options;
  /** Since when each present holder was seen in its present round, as a member or not. */
  let sightings = new Map<
    string,
    {
      readonly round: number;
      readonly isGone: boolean;
      readonly since: number;
      readonly goneSince: number;
    }
  >();
  let areSome = false;

  return {
    get areSome() {
      return areSome;
    },

    leaveOut(holdings) {
      const now = clock.now();
      const before = sightings;
      sightings = new Map(
        [...holdings].map(([id, { round }]) => {
          const isGone = !isMember(id);
          const seen = before.get(id);
          if (seen?.round !== round) return [id, { round, isGone, since: now, goneSince: now }];
          return [id, { ...seen, isGone, goneSince: seen.isGone ? seen.goneSince : now }];
        }),
      );
      const alive = [...holdings].filter(([id]) => {
        const { since = now, goneSince = now, isGone = false } = sightings.get(id) ?? {};
        return now - since < silentForMs && !(isGone && now - goneSince >= goneForMs);
      });
      areSome = alive.some(([id]) => sightings.get(id)?.isGone);
      return new Map(alive);
    },
  };
}
