import type { EditBudget } from '../contracts/reply-surface.ts';
import type { Clock } from '../lib/clock.ts';
import type { Allowance } from './handover/allowance.ts';
import type { ScopeUse } from './handover/pace-record.ts';
import { createRateWindow, type EndCall } from './rate-window.ts';
import { createTokenBucket } from './token-bucket.ts';

/**
 * - `final`: a part of the finished answer
 * - `first`: the first words of an answer
 * - `preview`: may be left out, keeps the gap, and leaves the reserve to the other kinds
 */
export type WriteKind = 'final' | 'first' | 'preview';

/** A write that waits for room. */
export interface PlannedWrite {
  readonly kind: WriteKind;
  /** It creates a message. Otherwise it edits one. */
  readonly isCreate: boolean;
}

/** Knows when a write of one scope may start: the windows, the burst, the gap and the penalties. */
export interface WriteLimits {
  /**
   * The earliest time at which a write may start. A preview leaves `reserved` calls of its window
   * unspent. Unix milliseconds. `Infinity`: only the end of a call under way makes room.
   */
  earliestAt(write: PlannedWrite, reserved: number): number;
  /** Counts a write as under way. */
  startWrite(write: PlannedWrite): EndCall;
  /** Allows no write for this long, and makes the gaps longer for a while after it. */
  block(durationMs: number): void;
  /** Allows no write for this long. */
  holdBack(durationMs: number): void;
  /** The calls that still count. */
  uses(): ScopeUse;
  /** Counts the calls of another process, which has made none since `agoMs`. */
  inherit(use: ScopeUse, agoMs: number): void;
}

/**
 * Every penalty doubles the gap, up to this factor. The excess halves with each window that passes.
 */
const LARGEST_SLOWDOWN = 8;

/**
 * Makes the limits of one scope, without the overall limit that it shares with others. `allowance`: another process
 * may have to go on there.
 */
export function createWriteLimits(
  budget: EditBudget,
  clock: Clock,
  allowance?: Allowance,
): WriteLimits {
  const allowed = {
    get calls() {
      return allowance?.calls ?? budget.calls;
    },
    windowMs: budget.windowMs,
  };
  const edits = createRateWindow(allowed, clock);
  const creates = budget.countsCreatesSeparately ? createRateWindow(allowed, clock) : edits;
  const burst = budget.burst && createTokenBucket(budget.burst, clock);
  let lastStartAt = Number.NEGATIVE_INFINITY;
  let blockedUntil = 0;
  let slowdown = { factor: 1, since: 0 };

  function slowdownFactor(): number {
    const passedWindows = (clock.now() - slowdown.since) / budget.windowMs;
    return 1 + (slowdown.factor - 1) * 0.5 ** passedWindows;
  }

  function gapMs(): number {
    const { factor, longestMs } = budget.gapGrowth ?? { factor: 1, longestMs: budget.gapMs };
    const grownMs = budget.gapMs * factor ** Math.max(0, edits.usedCalls - 1);
    return Math.min(longestMs, grownMs) * slowdownFactor();
  }

  return {
    earliestAt({ kind, isCreate }, reserved) {
      const window = isCreate ? creates : edits;
      allowance?.expect(window.usedCalls + 1 + (kind === 'preview' ? reserved : 0));
      const sharedAt = Math.max(blockedUntil, burst?.nextFreeAt(0) ?? 0);
      if (kind !== 'preview') return Math.max(sharedAt, window.nextFreeAt(0));

      const burstAt = burst?.nextFreeAt(1) ?? 0;
      const windowAt = window.nextFreeAt(reserved, budget.windowEndMs);
      return Math.max(sharedAt, lastStartAt + gapMs(), burstAt, windowAt);
    },

    startWrite({ isCreate }) {
      const endCall = (isCreate ? creates : edits).startCall();
      const endBurstCall = burst?.startCall();
      const previousStartAt = lastStartAt;
      lastStartAt = clock.now();

      return (result) => {
        const isUnused = result === 'unused';
        if (isUnused) lastStartAt = previousStartAt;
        endCall(result);
        endBurstCall?.(!isUnused);
      };
    },

    block(durationMs) {
      const now = clock.now();
      // Several refusals at one time, of writes that were under way together, are one penalty.
      const isNewPenalty = now >= blockedUntil;
      if (isNewPenalty) {
        slowdown = { factor: Math.min(LARGEST_SLOWDOWN, slowdownFactor() * 2), since: now };
      }
      blockedUntil = Math.max(blockedUntil, now + durationMs);
    },

    holdBack(durationMs) {
      blockedUntil = Math.max(blockedUntil, clock.now() + durationMs);
    },

    uses: () => ({
      edits: edits.leavesInMs(),
      ...(creates === edits ? {} : { creates: creates.leavesInMs() }),
    }),

    inherit(use, agoMs) {
      edits.inherit(use.edits);
      creates.inherit(use.creates ?? []);
      burst?.drain(agoMs);
    },
  };
}
