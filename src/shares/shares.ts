import type { Fleet } from '../contracts/fleet.ts';
import type { Share, SharedLimit, Shares } from '../contracts/shares.ts';
import type { Store } from '../contracts/store.ts';
import type { Clock } from '../lib/clock.ts';
import { createForwardClock } from '../lib/forward-clock.ts';
import type { Log } from '../lib/log.ts';
import { createLeasedShare, type LeasedShare, SHARE_TOPIC } from './leased-share.ts';

/** The shares of this process. */
export interface OwnShares extends Shares {
  /** Divides all limits with the members of a fleet from now on. Without it, this process has them for itself. */
  join(parts: { readonly store: Store; readonly fleet: Fleet }): void;
  /** Gives up what is not in use. */
  stop(): Promise<void>;
}

/** Creates the shares of a process that is alone until it joins others. */
export function createShares(parts: { readonly clock: Clock; readonly log: Log }): OwnShares {
  const clock = createForwardClock(parts.clock);
  const leases = new Map<string, LeasedShare>();
  const early: ((lease: (limit: SharedLimit) => LeasedShare) => void)[] = [];
  let lease: ((limit: SharedLimit) => LeasedShare) | undefined;
  let endings: readonly (() => void)[] = [];

  function open(limit: SharedLimit): Share {
    let leased = lease?.(limit);
    const begin = (leaseNow: (limit: SharedLimit) => LeasedShare) => {
      leased = leaseNow(limit);
    };
    if (!leased) early.push(begin);
    return {
      get count() {
        return leased?.count ?? limit.total;
      },
      report: (isShort) => leased?.report(isShort),
    };
  }

  return {
    open,

    join({ store, fleet }) {
      lease = (limit) => {
        const leased = createLeasedShare(limit, { store, fleet, clock, log: parts.log });
        leases.set(limit.name, leased);
        return leased;
      };
      const onTold = (content: unknown) => {
        const { name }: { name?: unknown } = Object(content);
        if (typeof name === 'string') leases.get(name)?.lookSoon();
      };
      const onMembers = () => {
        for (const leased of leases.values()) leased.lookAtMembers();
      };
      endings = [fleet.onTold(SHARE_TOPIC, onTold), fleet.onMembers(onMembers)];
      for (const begin of early.splice(0)) begin(lease);
    },

    async stop() {
      for (const end of endings) end();
      await Promise.all([...leases.values()].map((leased) => leased.stop()));
    },
  };
}
