import type { Fleet } from '../contracts/fleet.ts';
import type { Share, SharedLimit } from '../contracts/shares.ts';
import type { Store } from '../contracts/store.ts';
import { StoreError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createDeadHolders } from './dead-holders.ts';
import {
  type Holding,
  type Holdings,
  isSameHolding,
  isShort,
  readHoldings,
  writeHoldings,
} from './holdings.ts';
import { createNextRun } from './next-run.ts';
import { lastTurn, planHolding } from './plan-holding.ts';
import { createRecentNeed } from './recent-need.ts';

/** A share that lies in a store, and must be renewed there. */
export interface LeasedShare extends Share {
  /** Another process needs more, or has given something up. */
  lookSoon(): void;
  /** Another process is gone, and has perhaps left its part. */
  lookAfterLoss(): void;
  /** Gives up what is not in use, and ends. */
  stop(): Promise<void>;
}

/** Where the shares lie, and how other processes hear of them. */
export interface ShareParts {
  readonly store: Pick<Store, 'get' | 'swap'>;
  readonly fleet: Pick<Fleet, 'self' | 'members' | 'tell'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The topic of `Fleet.tell`: parts of a limit are needed, or have become free. */
export const SHARE_TOPIC = 'share';

/** A process uses its part for this long after it sent the renewal, by its own clock. */
const LEASE_MS = 8_000;
const RENEW_EVERY_MS = 3_000;
/** Clocks of machines run at speeds that differ by much less. */
const CLOCK_DRIFT = 1.1;
/** A call that a process made just before its end arrives within this time. */
const ARRIVAL_MS = 1_000;
/** A process that has less than its fair part looks for what others have given up. */
const LOOK_EVERY_MS = 500;
/** What should be given up, but is in use: it may be free by then. */
const RELEASE_EVERY_MS = 200;
/** Where there is not one for everybody, each has it for this long. */
const TURN_MS = 4_000;
const RETRY_AFTER_MS = 1_000;
/** Two processes that changed the record at one moment do it again after different times. */
const COLLISION_MS = 20;

/**
 * Leases a part of a limit. All parts stand in one record, which processes compare and set, so that their sum never
 * exceeds the limit:
 *
 * - A process lowers what it uses before it gives a part up, and gives up only what counts no more in its own window.
 *   Others may use that part at once.
 * - It uses its part for `LEASE_MS` after it has sent the last renewal that succeeded. Others take the part of a
 *   silent process when they have seen its record unchanged for longer than that, and a whole window after it.
 */
export function createLeasedShare(limit: SharedLimit, parts: ShareParts): LeasedShare {
  const { store, fleet, clock, log } = parts;
  const { name, total, windowMs } = limit;
  const key = `share:${name}`;
  const ownId = fleet.self.id;
  const need = createRecentNeed(total, clock);
  const dead = createDeadHolders({
    clock,
    silentForMs: LEASE_MS * CLOCK_DRIFT + windowMs + ARRIVAL_MS,
    // One that has joined, and is not yet known here, renews its part meanwhile.
    goneForMs: RENEW_EVERY_MS + windowMs + ARRIVAL_MS,
    isMember: (id) => fleet.members().some((member) => member.id === id),
  });
  /** As far as this process may use it: never more than the record says. */
  let held = 0;
  let target = 0;
  let validUntil = Number.NEGATIVE_INFINITY;
  let renewedAt = Number.NEGATIVE_INFINITY;
  let hasFairPart = true;
  let turnSince = clock.now();
  let lookedAt = Number.NEGATIVE_INFINITY;
  let isKnownShort = false;
  let isLookMissed = false;
  let looking: Promise<void> | undefined;
  let isStopped = false;
  let collisions = 0;
  /** Never the same twice: others would take a renewed holding for one that they saw before. */
  let round = 0;

  const usable = () => (clock.now() < validUntil ? Math.min(held, target) : 0);

  const nextLook = createNextRun(clock, look);
  function lookWithin(ms: number): void {
    if (!isStopped) nextLook.within(ms);
  }

  function look(): void {
    // What cannot be given up yet is no reason to read the store.
    const isDue = clock.now() - renewedAt >= RENEW_EVERY_MS;
    if (target < held && limit.used() >= held && hasFairPart && !isDue) {
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
      const isSettled = await negotiate();
      lookWithin(isSettled ? nextLookMs() : afterCollisionMs());
    } catch (error) {
      const level = error instanceof StoreError ? 'debug' : 'warn';
      log[level]({ error, limit: name }, 'shares: cannot renew, retrying');
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
    if (dead.areSome) return RETRY_AFTER_MS;
    if (held === 0 && need.isIdle) return Number.POSITIVE_INFINITY;
    if (!hasFairPart) return LOOK_EVERY_MS;
    // Not at the same moment as the others.
    const earlierMs = ((fleet.self.number * 3) % 8) * COLLISION_MS;
    return target < held ? RELEASE_EVERY_MS : RENEW_EVERY_MS - earlierMs;
  }

  /** `false`: another process changed the record at the same moment. */
  async function negotiate(): Promise<boolean> {
    const stored = await store.get(key);
    if (stored instanceof StoreError) throw stored;
    const holdings = readHoldings(stored, total);
    const own = holdings.get(ownId);
    held = Math.min(held, own?.count ?? 0);
    const others = new Map(dead.leaveOut(holdings));
    others.delete(ownId);

    const next = planNext(own, others);
    const hasDead = others.size + (own ? 1 : 0) < holdings.size;
    if (isSameHolding(own, next) && !hasDead && !(own && isRenewalDue())) return true;

    if (next.count > 0 || next.want > 0) others.set(ownId, next);
    return swap(stored, others, { own, next });
  }

  function planNext(own: Holding | undefined, others: Holdings): Holding {
    const count = own?.count ?? 0;
    const want = isStopped ? 0 : need.want(count);
    const mayPassOn = clock.now() - turnSince >= TURN_MS;
    const turn = own?.turn ?? lastTurn(others) + 1;
    const plan = planHolding({
      total,
      others,
      own: { id: ownId, count, want, turn },
      idleMembers: idleMembers(others),
      mayPassOn,
    });

    hasFairPart = plan.isFair;
    // From here on, no call begins that would need more.
    target = need.isIdle || isStopped ? 0 : plan.target;
    return {
      count: Math.max(target, Math.min(count, limit.used())),
      want,
      round: ++round,
      turn: plan.turn,
    };
  }

  /** The other processes that may need something, and hold nothing. */
  function idleMembers(others: Holdings): number {
    const isIdle = ({ id, role }: Fleet['self']) =>
      role !== 'gateway' && id !== ownId && !others.has(id);
    return fleet.members().filter(isIdle).length;
  }

  function isRenewalDue(): boolean {
    return clock.now() - renewedAt >= RENEW_EVERY_MS - LOOK_EVERY_MS;
  }

  async function swap(
    stored: unknown,
    holdings: Holdings,
    { own, next }: { readonly own: Holding | undefined; readonly next: Holding },
  ): Promise<boolean> {
    const sentAt = clock.now();
    // Until it is known whether the store took it, only what both records give may be used.
    held = Math.min(held, next.count);
    const expected = typeof stored === 'object' && stored !== null ? stored : undefined;
    if (!(await store.swap(key, expected, writeHoldings(holdings)))) return false;

    if (next.turn !== own?.turn || held === 0) turnSince = sentAt;
    held = next.count;
    isKnownShort = isShort(next);
    validUntil = sentAt + LEASE_MS;
    renewedAt = sentAt;
    const hasGivenUp = next.count < (own?.count ?? 0);
    const isNewlyShort = isShort(next) && !(own && isShort(own));
    if (hasGivenUp || isNewlyShort) fleet.tell(SHARE_TOPIC, { name });
    return true;
  }

  return {
    get count() {
      return usable();
    },

    report(isWaiting) {
      need.report(limit.used(), isWaiting);
      if (!isWaiting || isKnownShort || usable() === total) return;
      lookWithin(Math.max(0, lookedAt + LOOK_EVERY_MS - clock.now()));
    },

    lookSoon() {
      if (held > 0 || !need.isIdle) lookWithin(0);
    },

    lookAfterLoss: () => lookWithin(0),

    async stop() {
      isStopped = true;
      nextLook.cancel();
      await looking;
      // Where that fails, others take it later.
      if (held > 0) await negotiate().catch(() => false);
    },
  };
}
