import type { Fleet } from '../contracts/fleet.ts';
import type { Share, SharedLimit } from '../contracts/shares.ts';
import type { Store } from '../contracts/store.ts';
import { StoreError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createNextRun } from './next-run.ts';
import { createOwnPart } from './own-part.ts';
import { mostUnused } from './plan-holding.ts';
import { createRecentNeed } from './recent-need.ts';

/** A share that lies in a store. */
export interface LeasedShare extends Share {
  /** Another process needs more, or has given something up. */
  lookSoon(): void;
  /** A process has come, or is gone and has perhaps left its part. */
  lookAtMembers(): void;
  /** Gives up what is not in use, and ends. */
  stop(): Promise<void>;
}

/** Where the shares lie, and how other processes hear of them. */
export interface ShareParts {
  readonly store: Pick<Store, 'get' | 'swap' | 'replace'>;
  readonly fleet: Pick<Fleet, 'self' | 'members' | 'isCurrent' | 'tell'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The topic of `Fleet.tell`: parts of a limit are needed, or have become free. */
export const SHARE_TOPIC = 'share';

/** A process that has less than its fair part asks again. */
const ASK_EVERY_MS = 500;
/** What should be given up, but is in use: it may be free by then. */
const RELEASE_EVERY_MS = 200;
/** A message of another process that got lost costs this time. */
const LOOK_EVERY_MS = 4_000;
/** A need has certainly passed by then. */
const SETTLED_MS = 2_000;
const RETRY_AFTER_MS = 1_000;
/** Two processes that changed the record at one moment do it again after different times. */
const COLLISION_MS = 20;

/**
 * Leases a part of a limit. All parts stand in one record, which processes compare and set, so that their sum never
 * exceeds the limit. A process reads it when it needs more, and when another one does; otherwise a share costs nothing.
 *
 * - A process lowers what it uses before it gives a part up, and gives up only what counts no more in its own window.
 *   Others may use that part at once.
 * - It uses its part while it certainly is a member of the fleet (`Fleet.isCurrent`). The others take the part of a
 *   process that is no member any more, a whole window later.
 */
export function createLeasedShare(limit: SharedLimit, parts: ShareParts): LeasedShare {
  const { store, fleet, clock, log } = parts;
  const { name, total } = limit;
  const need = createRecentNeed(total, clock);
  const nextLook = createNextRun(clock, look);
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;
  let isLookMissed = false;
  let collisions = 0;
  let isStopped = false;

  const isCurrent = () => fleet.isCurrent?.() ?? true;
  const tellOthers = () => fleet.tell(SHARE_TOPIC, { name });
  const part = createOwnPart({
    ...{ limit, store, fleet, clock, isCurrent, tellOthers },
    want: need.want,
  });
  const usable = () => (isCurrent() ? Math.min(part.held, part.target) : 0);

  function lookWithin(ms: number): void {
    if (!isStopped) nextLook.within(ms);
  }

  function look(): void {
    // What cannot be given up yet is no reason to read the store.
    if (part.target < part.held && limit.used() >= part.held && part.hasFairPart) {
      lookWithin(RELEASE_EVERY_MS);
      return;
    }
    // The look under way may have missed what this one is for.
    if (looking) isLookMissed = true;
    looking ??= lookOnce().finally(() => {
      looking = undefined;
      if (isLookMissed) lookWithin(0);
      isLookMissed = false;
    });
  }

  async function lookOnce(): Promise<void> {
    lookedAt = clock.now();
    try {
      const isSettled = await part.negotiate();
      lookWithin(isSettled ? nextLookMs() : afterCollisionMs());
    } catch (error) {
      const level = error instanceof StoreError ? 'debug' : 'warn';
      log[level]({ error, limit: name }, 'shares: cannot read what others have, retrying');
      lookWithin(RETRY_AFTER_MS);
    }
    if (usable() > 0) limit.onChange();
  }

  /** The same processes try again in another order each time, so that none always comes last. */
  function afterCollisionMs(): number {
    collisions += 1;
    return COLLISION_MS * (((fleet.self.number + collisions) * 5) % 8);
  }

  function nextLookMs(): number {
    if (!isCurrent() || part.hasGoneHolders) return RETRY_AFTER_MS;
    if (!part.hasFairPart) return ASK_EVERY_MS;
    if (part.target < part.held) return RELEASE_EVERY_MS;
    const areOthers = fleet.members().length > 1;
    const mayChange = areOthers && (part.held > 0 || part.isKnownShort);
    return mayChange || part.held > mostUnused(total) ? LOOK_EVERY_MS : Number.POSITIVE_INFINITY;
  }

  return {
    get count() {
      return usable();
    },

    report(isWaiting) {
      need.report(limit.used(), isWaiting);
      const isSettled = part.isKnownShort && part.hasFairPart && isCurrent();
      if (isWaiting && !isSettled && usable() < total) {
        lookWithin(Math.max(0, lookedAt + ASK_EVERY_MS - clock.now()));
      }
      // Others still count on the need that it had.
      if (!isWaiting && part.isKnownShort) lookWithin(SETTLED_MS);
    },

    lookSoon() {
      if (part.held > 0 || part.isKnownShort) lookWithin(0);
    },

    lookAtMembers: () => lookWithin(0),

    async stop() {
      isStopped = true;
      part.giveUp();
      nextLook.cancel();
      await looking;
      // Where that fails, others take it later.
      if (part.held > 0) await part.negotiate().catch(() => false);
    },
  };
}
