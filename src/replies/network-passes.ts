import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import { platformOfScope } from './platform-of-scope.ts';

/**
 * Remembers when each network took a write last. So a network that refuses everything
 * differs from one that refuses one page.
 */
export interface NetworkPasses {
  /** The network of this scope took a write. */
  record(scope: string): void;
  /** The network of this scope took a write after `time` (Unix milliseconds). */
  hasPassedAfter(time: number, scope: string): boolean;
}

/** Far more networks than there are. */
const MAX_NETWORKS = 100;

/** Creates an empty memory, which all replies share. */
export function createNetworkPasses(clock: Clock): NetworkPasses {
  const lastPasses = createExpiringMap<string, number>({ clock, maxEntries: MAX_NETWORKS });

  return {
    record: (scope) => lastPasses.set(platformOfScope(scope), clock.now()),

    hasPassedAfter: (time, scope) =>
      (lastPasses.get(platformOfScope(scope)) ?? Number.NEGATIVE_INFINITY) > time,
  };
}
