import type { Fleet } from '../contracts/fleet.ts';
import type { Share, SharedLimit } from '../contracts/shares.ts';
import type { Store } from '../contracts/store.ts';
import { StoreError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createDeadHolders } from './dead-holders.ts';
import { type Holding, type Holdings, isShort, readHoldings, writeHoldings } from './holdings.ts';
import { createNextRun } from './next-run.ts';
import { lastTurn, planHolding } from './plan-holding.ts';
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

/** A member that has joined is known to all others by then. */
const KNOWN_AFTER_MS = 3_000;
/** A call that a process made just before its end arrives within this time. */
const ARRIVAL_MS = 1_000;
/** A process that has less than its fair part asks again. */
const ASK_EVERY_MS = 500;
/** What should be given up, but is in use: it may be free by then. */
const RELEASE_EVERY_MS = 200;
/** Where there is not one for everybody, each has it for this long. */
const TURN_MS = 4_000;
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
  const { name, total, windowMs } = limit;
  const key = `share:${name}`;
  const ownId = fleet.self.id;
  const need = createRecentNeed(total, clock);
  const dead = createDeadHolders({
    clock,
    goneForMs: KNOWN_AFTER_MS + windowMs + ARRIVAL_MS,
    isMember: (id) => fleet.members().some((member) => member.id === id),
  });
  const nextLook = createNextRun(clock, look);
  /** As far as this process may use it: never more than the record says. */
  let held = 0;
  let target = 0;
  let isKnownShort = false;
  let hasFairPart = true;
  let turnSince = clock.now();
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;
  let isLookMissed = false;
  let collisions = 0;
  let isStopped = false;

  const isCurrent = () => fleet.isCurrent?.() ?? true;
  const usable = () => (isCurrent() ? Math.min(held, target) : 0);

  function lookWithin(ms: number): void {
    if (!isStopped) nextLook.within(ms);
  }

  function look(): void {
    // What cannot be given up yet is no reason to read the store.
    if (target < held && limit.used() >= held && hasFairPart) {
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
    if (!isCurrent() || dead.areSome) return RETRY_AFTER_MS;
    if (!hasFairPart) return ASK_EVERY_MS;
    if (target < held) return RELEASE_EVERY_MS;
    const areOthers = fleet.members().length > 1;
    return areOthers && (held > 0 || isKnownShort) ? LOOK_EVERY_MS : Number.POSITIVE_INFINITY;
  }

  /** `false`: another process changed the record at the same moment. */
  async function negotiate(): Promise<boolean> {
    const stored = await store.get(key);
    // What this process knows of the members may be old: it must not take anything from them.
    if (!isCurrent()) return true;
    const holdings = readHoldings(stored, total);
    if (!isComparable(stored)) {
      await store.replace(key, writeHoldings(holdings) ?? {});
      return false;
    }
    const own = holdings.get(ownId);
    held = Math.min(held, own?.count ?? 0);
    const others = new Map(dead.leaveOut(holdings));
    others.delete(ownId);

    const { next, isScarce } = planNext(own, others);
    const hasDead = others.size + (own ? 1 : 0) < holdings.size;
    if (hasDead || isWorthWriting(own, next, isScarce)) return swap(stored, others, { own, next });
    if (!hasFairPart) fleet.tell(SHARE_TOPIC, { name });
    return true;
  }

  function planNext(own: Holding | undefined, others: Holdings) {
    const count = own?.count ?? 0;
    const want = isStopped ? 0 : need.want(count);
    const turn = own?.turn ?? lastTurn(others) + 1;
    const mayPassOn = clock.now() - turnSince >= TURN_MS;
    const idle = idleMembers(others);
    const me = { id: ownId, count, want, turn };
    const plan = planHolding({ total, others, own: me, idleMembers: idle, mayPassOn });

    hasFairPart = plan.isFair && !(plan.target === 0 && want > 0);
    // From here on, no call begins that would need more.
    target = isStopped ? 0 : plan.target;
    const kept = Math.max(target, Math.min(count, limit.used()));
    return { next: { count: kept, want, turn: plan.turn }, isScarce: plan.isScarce };
  }

  /** The other processes that may need something, and hold nothing. */
  function idleMembers(others: Holdings): number {
    const isIdle = ({ id, role }: Fleet['self']) =>
      role !== 'gateway' && id !== ownId && !others.has(id);
    return fleet.members().filter(isIdle).length;
  }

  async function swap(
    stored: object | undefined,
    others: Holdings,
    { own, next }: { readonly own: Holding | undefined; readonly next: Holding },
  ): Promise<boolean> {
    // Until it is known whether the store took it, only what both records give may be used.
    held = Math.min(held, next.count);
    const isKept = next.count > 0 || next.want > 0;
    const holdings = isKept ? new Map([...others, [ownId, next] as const]) : others;
    if (!(await store.swap(key, stored, writeHoldings(holdings)))) return false;

    if (next.turn !== own?.turn || held === 0) turnSince = clock.now();
    held = next.count;
    isKnownShort = isShort(next);
    const { count = 0, want = 0 } = own ?? {};
    if (next.count < count || next.want < want || isKnownShort) fleet.tell(SHARE_TOPIC, { name });
    return true;
  }

  return {
    get count() {
      return usable();
    },

    report(isWaiting) {
      need.report(limit.used(), isWaiting);
      if (isWaiting && !(isKnownShort && hasFairPart && isCurrent()) && usable() < total) {
        lookWithin(Math.max(0, lookedAt + ASK_EVERY_MS - clock.now()));
      }
      // Others still count on the need that it had.
      if (!isWaiting && isKnownShort) lookWithin(SETTLED_MS);
    },

    lookSoon() {
      if (held > 0 || isKnownShort) lookWithin(0);
    },

    lookAtMembers: () => lookWithin(0),

    async stop() {
      isStopped = true;
      nextLook.cancel();
      await looking;
      // Where that fails, others take it later.
      if (held > 0) await negotiate().catch(() => false);
    },
  };
}

/** A damaged record, or one that is no object, equals nothing. */
function isComparable(stored: unknown): stored is object | undefined {
  if (stored instanceof StoreError) return false;
  return stored === undefined || (typeof stored === 'object' && stored !== null);
}

/** What a process wants goes up and down all the time. It matters where it has too little, or others have. */
function isWorthWriting(own: Holding | undefined, next: Holding, isScarce: boolean): boolean {
  if (!own) return next.count > 0 || next.want > 0;
  if (own.count !== next.count || own.turn !== next.turn) return true;
  if (isShort(own) !== isShort(next)) return true;
  return isScarce && next.want < own.want;
}
