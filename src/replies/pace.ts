import type { EditBudget } from '../contracts/reply-surface.ts';
import type { Clock } from '../lib/clock.ts';
import type { EndCall, RateWindow } from './rate-window.ts';
import { createWriteLimits, type PlannedWrite, type WriteKind } from './write-limits.ts';

/** Keeps all writes of one scope within its budget. */
export interface Pace {
  /** Opens a lane for one reply. */
  open(): Lane;
  /** Lets no write out for this long, because the network asked for it. */
  block(durationMs: number): void;
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

interface WaitingWrite {
  readonly write: PlannedWrite;
  readonly lane: { lastStartAt: number };
  readonly onStart: (endCall: EndCall) => void;
}

/** Writes with a lower number go out first. */
const PRIORITY: Record<WriteKind, number> = { final: 0, first: 1, preview: 2 };
/** Previews leave at most this share of the calls of a window to final writes. */
const LARGEST_RESERVE = 0.4;

/** Makes the pace of one scope. `overall` is a second limit, which several scopes share. */
export function createPace(budget: EditBudget, clock: Clock, overall?: RateWindow): Pace {
  const limits = createWriteLimits(budget, clock, overall);
  const waiting = new Set<WaitingWrite>();
  let openLanes = 0;
  let cancelTimer = () => {};

  /** The number of calls that previews leave free: every open reply will write a final text. */
  function reservedCalls(): number {
    const reserve = Math.min(openLanes, Math.floor(budget.calls * LARGEST_RESERVE));
    return Math.min(Math.max(reserve, 1), budget.calls - 1);
  }

  function earliestAt({ write }: WaitingWrite): number {
    return limits.earliestAt(write, reservedCalls());
  }

  /** Starts all writes that have room, the most urgent ones first, and waits for the others. */
  function startDueWrites(): void {
    cancelTimer();
    for (const entry of [...waiting].sort(compareUrgency)) {
      if (earliestAt(entry) > clock.now()) continue;
      waiting.delete(entry);
      entry.lane.lastStartAt = clock.now();
      entry.onStart(startWrite(entry.write));
    }
    if (waiting.size > 0) startTimer();
  }

  function startWrite(write: PlannedWrite): EndCall {
    const endCall = limits.startWrite(write);
    return (result) => {
      endCall(result);
      startDueWrites();
    };
  }

  /**
   * Without a time to wait for, the end of a call under way starts the next writes. The end of a
   * call in another scope does not, so the timer also runs once in each window of the shared limit.
   */
  function startTimer(): void {
    const nextAt = Math.min(...[...waiting].map(earliestAt));
    const overallMs = budget.overall?.windowMs ?? Number.POSITIVE_INFINITY;
    const waitMs = Math.min(nextAt - clock.now(), overallMs);
    // A write can become due after the loop above has passed it. Node warns about negative times.
    if (Number.isFinite(waitMs)) cancelTimer = clock.after(Math.max(0, waitMs), startDueWrites);
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
        startDueWrites();
        resolve(undefined);
      };
      const onStart = (endCall: EndCall) => {
        signal.removeEventListener('abort', onAbort);
        resolve(endCall);
      };
      const entry = { write, lane, onStart };
      signal.addEventListener('abort', onAbort, { once: true });
      waiting.add(entry);
      startDueWrites();
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
          startDueWrites();
        },
      };
    },

    block(durationMs) {
      limits.block(durationMs);
      startDueWrites();
    },
  };
}

/** Among writes of one kind, the reply comes first whose last write was longest ago. */
function compareUrgency(a: WaitingWrite, b: WaitingWrite): number {
  return PRIORITY[a.write.kind] - PRIORITY[b.write.kind] || a.lane.lastStartAt - b.lane.lastStartAt;
}
