import type { EditBudget, TakeSpareCall } from '../contracts/reply-surface.ts';
import type { Clock } from '../lib/clock.ts';
import type { Allowance } from './handover/allowance.ts';
import type { ScopeUse } from './handover/pace-record.ts';
import type { EndCall } from './rate-window.ts';
import { createWriteLimits, type PlannedWrite } from './write-limits.ts';
import {
  compareUrgency,
  type QueuedScope,
  type WaitingWrite,
  type WriteQueue,
} from './write-queue.ts';

/** Keeps all writes of one scope within its budget. */
export interface Pace {
  /** Opens a lane for one reply. */
  open(): Lane;
  /**
   * Lets no write out for this long, because the network asked for it. `isGlobal`: nor a write of any
   * other scope with the same overall limit.
   */
  block(durationMs: number, isGlobal?: boolean): void;
  /** See `TakeSpareCall`. */
  readonly takeSpareCall: TakeSpareCall;
  /** See `WriteQueue.mayWrite`. */
  readonly mayWrite: boolean;
  /** Lets no write out for this long. Unlike `block`, it is as fast as before afterwards. */
  holdBack(durationMs: number): void;
  /** See `WriteLimits.uses`. */
  uses(): ScopeUse;
  /** See `WriteLimits.inherit`. */
  inherit(use: ScopeUse, agoMs: number): void;
  /** Call it when the allowance has changed. */
  update(): void;
}

/** What other processes have to do with a pace. */
export interface PaceTies {
  readonly allowance?: Allowance | undefined;
  /** Called with each penalty. `sharedMs`: the time for which all scopes of the bot wait, too. */
  onPenalty?(durationMs: number, sharedMs: number): void;
}

/** The writes of one reply. */
export interface Lane {
  /**
   * Resolves when the write may start; it counts as under way until the caller ends it.
   * `undefined`: the signal aborted first.
   */
  waitForRoom(write: PlannedWrite, signal: AbortSignal): Promise<EndCall | undefined>;
  /** The reply has no more to write. */
  close(): void;
}

/** A waiting write, and the function that lets it out. */
interface Entry extends WaitingWrite {
  readonly onStart: (endCall: EndCall) => void;
}

/** Previews leave at most this share of the calls of a window to final writes. */
const LARGEST_RESERVE = 0.4;

/** Makes the pace of one scope. Its writes wait in `queue`, beside those of other scopes. */
export function createPace(
  budget: EditBudget,
  clock: Clock,
  queue: WriteQueue,
  { allowance, onPenalty }: PaceTies = {},
): Pace {
  const limits = createWriteLimits(budget, clock, allowance);
  const waiting = new Set<Entry>();
  let openLanes = 0;
  let next: Entry | undefined;
  let dueAt = Number.POSITIVE_INFINITY;

  const scope: QueuedScope = {
    get next() {
      return next;
    },

    get dueAt() {
      return dueAt;
    },

    refresh() {
      const now = clock.now();
      const reserved = reservedCalls();
      next = undefined;
      dueAt = Number.POSITIVE_INFINITY;

      for (const entry of waiting) {
        const earliestAt = limits.earliestAt(entry, reserved);
        if (earliestAt > now) dueAt = Math.min(dueAt, earliestAt);
        else if (!next || compareUrgency(entry, next) < 0) next = entry;
      }
    },

    startNext(onEnd) {
      if (!next) return;

      const { lane, onStart } = next;
      const previousStartAt = lane.lastStartAt;
      const endCall = limits.startWrite(next);
      waiting.delete(next);
      lane.lastStartAt = clock.now();
      onStart((result) => {
        // A reply that had nothing to write is as urgent as before.
        if (result === 'unused') lane.lastStartAt = previousStartAt;
        endCall(result);
        onEnd(result);
      });
    },
  };

  /** The number of calls that previews leave free: every open reply will write a final text. */
  function reservedCalls(): number {
    const reserve = Math.min(openLanes, Math.floor(budget.calls * LARGEST_RESERVE));
    return Math.min(Math.max(reserve, 1), budget.calls - 1);
  }

  function waitForRoom(
    write: PlannedWrite,
    lane: WaitingWrite['lane'],
    signal: AbortSignal,
  ): Promise<EndCall | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);

    return new Promise((resolve) => {
      const onAbort = () => {
        waiting.delete(entry);
        queue.update(scope);
        resolve(undefined);
      };
      const onStart = (endCall: EndCall) => {
        signal.removeEventListener('abort', onAbort);
        resolve(endCall);
      };
      const entry: Entry = { ...write, lane, number: queue.nextNumber(), onStart };
      signal.addEventListener('abort', onAbort, { once: true });
      waiting.add(entry);
      queue.update(scope);
    });
  }

  return {
    open() {
      openLanes += 1;
      const lane = { lastStartAt: Number.NEGATIVE_INFINITY };
      return {
        waitForRoom: (write, signal) => waitForRoom(write, lane, signal),
        close() {
          openLanes -= 1;
          queue.update(scope);
        },
      };
    },

    takeSpareCall: queue.takeSpareCall,

    get mayWrite() {
      return queue.mayWrite;
    },

    block(durationMs, isGlobal = false) {
      limits.block(durationMs);
      if (isGlobal) queue.block(durationMs);
      const sharedMs = isGlobal ? durationMs : queue.penalize(budget.scope, durationMs);
      queue.update(scope);
      onPenalty?.(durationMs, sharedMs);
    },

    holdBack(durationMs) {
      limits.holdBack(durationMs);
      queue.update(scope);
    },

    uses: limits.uses,

    inherit(use, agoMs) {
      limits.inherit(use, agoMs);
      queue.update(scope);
    },

    update: () => queue.update(scope),
  };
}
