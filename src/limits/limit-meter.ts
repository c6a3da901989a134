import type { LimitState } from '../contracts/limits.ts';
import type { Spent, SpentQuery, UsageLedger } from '../contracts/usage.ts';
import type { Clock } from '../lib/clock.ts';
import type { SlidingWindow } from '../lib/sliding-window.ts';
import type { LimitSharing } from './limit-sharing.ts';
import type { LimitInForce } from './list-limits.ts';
import type { OpenHolds } from './open-holds.ts';
import { createResetTimes, type LimitPeriod } from './reset-times.ts';

/** Knows how much of each limit is used. Reads memory. */
export interface LimitMeter {
  used(limit: LimitInForce): number;
  /** Below 0: more was used than is allowed. With `isFree`: as if running answers held nothing back. */
  left(limit: LimitInForce, isFree?: boolean): number;
  isReached(limit: LimitInForce): boolean;
  /** It is reached, but only because running answers hold back what is left. */
  isOnlyHeld(limit: LimitInForce): boolean;
  state(limit: LimitInForce): LimitState;
  /** Counts a question or a command for a limit per minute, or a running answer for one per day. The returned function takes it back. */
  reserve(limit: LimitInForce): () => void;
}

interface LimitMeterParts {
  readonly ledger: Pick<UsageLedger, 'spent' | 'heldElsewhere'>;
  readonly holds: Pick<OpenHolds, 'heldOf'>;
  readonly sharing: Pick<LimitSharing, 'run' | 'runningElsewhere' | 'happened'>;
  /** What happened within the last minute, here and in other processes, by `keyOfLimit`. */
  readonly lastMinute: SlidingWindow;
  timeZone(): string;
  readonly clock: Clock;
}

/** A measure of what the ledger adds up. */
interface Sum {
  readonly period: LimitPeriod;
  readonly unit: keyof Spent;
}

const SUMS: Readonly<Partial<Record<LimitInForce['measure'], Sum>>> = {
  answersPerDay: { period: 'day', unit: 'answers' },
  tokensPerDay: { period: 'day', unit: 'tokens' },
  usdPerDay: { period: 'day', unit: 'usd' },
  usdPerMonth: { period: 'month', unit: 'usd' },
};

/** The window of limits per minute. */
export const MINUTE_MS = 60_000;

/** Creates a meter on a ledger. A restart forgets what was counted by the minute. */
export function createLimitMeter(parts: LimitMeterParts): LimitMeter {
  const { ledger, holds, sharing, lastMinute, timeZone, clock } = parts;
  const resets = createResetTimes(clock.now, timeZone);
  /** The answers of the day that are still running, by scope and person: at most a few for each running turn. */
  const running = new Map<string, number>();

  function used(limit: LimitInForce): number {
    const sum = SUMS[limit.measure];
    if (!sum) return lastMinute.used(keyOfLimit(limit), MINUTE_MS);
    const spent = ledger.spent(queryOf(limit, sum));
    return spent[sum.unit] + (sum.unit === 'answers' ? runningIn(limit) : 0);
  }

  function runningIn(limit: LimitInForce): number {
    const key = countedIn(limit);
    return (running.get(key) ?? 0) + sharing.runningElsewhere(toldKey(key));
  }

  function left(limit: LimitInForce, isFree = false): number {
    const sum = SUMS[limit.measure];
    const held = isFree && sum ? heldOf(limit, sum) : 0;
    return limit.most - used(limit) + held;
  }

  function heldOf(limit: LimitInForce, sum: Sum): number {
    const { unit } = sum;
    if (unit === 'answers') return 0;
    const elsewhere = ledger.heldElsewhere?.(queryOf(limit, sum))[unit] ?? 0;
    return holds.heldOf(limit, unit) + elsewhere;
  }

  function reserveRunning(limit: LimitInForce): () => void {
    const key = countedIn(limit);
    running.set(key, (running.get(key) ?? 0) + 1);
    const end = sharing.run([toldKey(key)]);
    return () => {
      end();
      const remaining = (running.get(key) ?? 0) - 1;
      if (remaining > 0) running.set(key, remaining);
      else running.delete(key);
    };
  }

  return {
    used,
    left,
    isReached: (limit) => left(limit) <= 0,
    isOnlyHeld: (limit) => left(limit) <= 0 && left(limit, true) > 0,

    state(limit) {
      const { subject, scope, measure, most } = limit;
      const sum = SUMS[measure];
      const resetsAt = sum
        ? resets.next(sum.period)
        : // What is not used yet counts for a minute from now on.
          clock.now() + (lastMinute.waitMs(keyOfLimit(limit), MINUTE_MS) || MINUTE_MS);
      return { subject, scope, measure, used: used(limit), most, resetsAt };
    },

    reserve(limit) {
      if (SUMS[limit.measure]) return reserveRunning(limit);
      sharing.happened(keyOfLimit(limit));
      return lastMinute.add(keyOfLimit(limit), MINUTE_MS);
    },
  };
}

function queryOf({ scope, person }: LimitInForce, { period }: Sum): SpentQuery {
  return person === undefined ? { scope, period } : { scope, period, person };
}

/** Apart from the keys of answers at the same time. */
const toldKey = (key: string) => `day|${key}`;

/** Names a limit. Limits with the same name count the same. */
export function keyOfLimit({ measure, ...limit }: LimitInForce): string {
  return `${measure}|${countedIn(limit)}`;
}

function countedIn({ scope, person = '' }: Pick<LimitInForce, 'scope' | 'person'>): string {
  return `${scope}|${person}`;
}
