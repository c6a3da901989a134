import type { Fleet } from '../contracts/fleet.ts';
import type { SharedLimit } from '../contracts/shares.ts';
import type { Store } from '../contracts/store.ts';
import { StoreError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { createDeadHolders } from './dead-holders.ts';
import { type Holding, type Holdings, isShort, readHoldings, writeHoldings } from './holdings.ts';
import { lastTurn, planHolding } from './plan-holding.ts';

/** The part of a limit that this process has, as far as it knows from the record that all processes change. */
export interface OwnPart {
  /** As far as this process may use it: never more than the record says. */
  readonly held: number;
  /** What it should have. No call begins that would need more. */
  readonly target: number;
  /** The record says that it needs more than it has. */
  readonly isKnownShort: boolean;
  /** It has what it needs, or as much as everybody. */
  readonly hasFairPart: boolean;
  /** A process is gone, and its part may still be in use. */
  readonly hasGoneHolders: boolean;
  /** Reads the record, and changes it where need be. `false`: another process changed it at the same moment. */
  negotiate(): Promise<boolean>;
  /** Wants nothing from now on. */
  giveUp(): void;
}

interface OwnPartParts {
  readonly limit: Pick<SharedLimit, 'name' | 'total' | 'windowMs' | 'used'>;
  readonly store: Pick<Store, 'get' | 'swap' | 'replace'>;
  readonly fleet: Pick<Fleet, 'self' | 'members'>;
  readonly clock: Clock;
  /** What this process knows of the members is young. */
  isCurrent(): boolean;
  /** What it needs, of which it has `count`. */
  want(count: number): number;
  /** Other processes wait for something that was given up, or have something to give. */
  tellOthers(): void;
}

/** A member that has joined is known to all others by then. */
const KNOWN_AFTER_MS = 3_000;
/** A call that a process made just before its end arrives within this time. */
const ARRIVAL_MS = 1_000;
/** Where there is not one for everybody, each has it for this long. */
const TURN_MS = 4_000;

/** Creates the part of a process that has nothing yet. */
export function createOwnPart(parts: OwnPartParts): OwnPart {
  const { limit, store, fleet, clock, isCurrent } = parts;
  const { name, total, windowMs } = limit;
  const key = `share:${name}`;
  const ownId = fleet.self.id;
  const dead = createDeadHolders({
    clock,
    goneForMs: KNOWN_AFTER_MS + windowMs + ARRIVAL_MS,
    isMember: (id) => fleet.members().some((member) => member.id === id),
  });
  let held = 0;
  let target = 0;
  let isKnownShort = false;
  let hasFairPart = true;
  let turnSince = clock.now();
  let isGivenUp = false;

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
    if (!hasFairPart) parts.tellOthers();
    return true;
  }

  function planNext(own: Holding | undefined, others: Holdings) {
    const count = own?.count ?? 0;
    const want = isGivenUp ? 0 : parts.want(count);
    const turn = own?.turn ?? lastTurn(others) + 1;
    const mayPassOn = clock.now() - turnSince >= TURN_MS;
    const idle = idleMembers(others);
    const me = { id: ownId, count, want, turn };
    const plan = planHolding({ total, others, own: me, idleMembers: idle, mayPassOn });

    hasFairPart = plan.isFair && !(plan.target === 0 && want > 0);
    // From here on, no call begins that would need more.
    target = isGivenUp ? 0 : plan.target;
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
    if (next.count < count || next.want < want || isKnownShort) parts.tellOthers();
    return true;
  }

  return {
    get held() {
      return held;
    },
    get target() {
      return target;
    },
    get isKnownShort() {
      return isKnownShort;
    },
    get hasFairPart() {
      return hasFairPart;
    },
    get hasGoneHolders() {
      return dead.hasGoneHolders;
    },
    negotiate,
    giveUp() {
      isGivenUp = true;
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
