import type { EditBudget, RateLimitState } from '../contracts/reply-surface.ts';
import type { Clock } from '../lib/clock.ts';
import { createRateWindow, type RateWindow } from './rate-window.ts';
import { createTokenBucket } from './token-bucket.ts';

/** In the order in which they go out. `preview`: may be shed, keeps the gap, and leaves the reserve to the others. */
export type WriteKind = 'final' | 'first' | 'preview';

export interface PlannedWrite {
  readonly kind: WriteKind;
  readonly creates: boolean;
}

/** Counts the write as answered, with what the network said of its limit; `unused`: it was not made. */
export type ReportResult = (told?: RateLimitState | 'unused') => void;

/** One reply's way to its writes. */
export interface Lane {
  /** Resolves when the write may go out, which counts as under way from then on; `undefined`: the signal came first. */
  enter(write: PlannedWrite, signal: AbortSignal): Promise<ReportResult | undefined>;
  /** It has no more to write. */
  close(): void;
}

/** Keeps all writes of one scope within its budget. */
export interface Pace {
  open(): Lane;
  /** No write for so long: the network asked for it. */
  block(forMs: number): void;
}

interface Waiting {
  readonly write: PlannedWrite;
  readonly lane: { servedAt: number };
  readonly admit: (answered: ReportResult | undefined) => void;
}

const ORDER: Record<WriteKind, number> = { final: 0, first: 1, preview: 2 };
/** More open replies than this share of the calls do not make the reserve any larger. */
const LARGEST_RESERVE = 0.4;
/** Every penalty doubles the gap, at most so far; what it adds halves with each window that passes. */
const SLOWEST = 8;

export function createPace(budget: EditBudget, clock: Clock, overall?: RateWindow): Pace {
  const edits = createRateWindow(budget, clock);
  const creates = budget.countsCreatesSeparately ? createRateWindow(budget, clock) : edits;
  const burst = budget.burst && createTokenBucket(budget.burst, clock);
  const waiting = new Set<Waiting>();
  let lanes = 0;
  let cancelTimer = () => {};
  let wroteAt = Number.NEGATIVE_INFINITY;
  let blockedUntil = 0;
  let slow = { factor: 1, since: 0 };

  function slowness(): number {
    return 1 + (slow.factor - 1) * 0.5 ** ((clock.now() - slow.since) / budget.windowMs);
  }

  function gapMs(): number {
    const { factor, longestMs } = budget.gapGrowth ?? { factor: 1, longestMs: budget.gapMs };
    return Math.min(longestMs, budget.gapMs * factor ** Math.max(0, edits.used - 1)) * slowness();
  }

  /** Everybody who is at work will want to write an end. */
  function reserve(): number {
    const wanted = Math.min(lanes, Math.floor(budget.calls * LARGEST_RESERVE));
    return Math.min(Math.max(wanted, 1), budget.calls - 1);
  }

  function allowedAt({ kind, creates: isCreate }: PlannedWrite): number {
    const window = isCreate ? creates : edits;
    const always = Math.max(blockedUntil, burst?.roomAt(0) ?? 0, overall?.roomAt(0) ?? 0);
    if (kind !== 'preview') return Math.max(always, window.roomAt(0));
    const leaving = Math.max(burst?.roomAt(1) ?? 0, window.roomAt(reserve(), budget.windowEndMs));
    return Math.max(always, wroteAt + gapMs(), leaving);
  }

  function spend({ creates: isCreate }: PlannedWrite): ReportResult {
    const answered = (isCreate ? creates : edits).spend();
    const answeredOverall = overall?.spend();
    const refill = burst?.spend();
    const wroteBefore = wroteAt;
    wroteAt = clock.now();
    return (told) => {
      const isUnused = told === 'unused';
      if (isUnused) wroteAt = wroteBefore;
      answered(told);
      answeredOverall?.(isUnused ? told : undefined);
      refill?.(!isUnused);
      serve();
    };
  }

  /** Lets out who may go, the most urgent first, and among equals who has waited longest since its last write. */
  function serve(): void {
    cancelTimer();
    const byUrgency = (a: Waiting, b: Waiting) =>
      ORDER[a.write.kind] - ORDER[b.write.kind] || a.lane.servedAt - b.lane.servedAt;
    for (const one of [...waiting].sort(byUrgency)) {
      if (allowedAt(one.write) > clock.now()) continue;
      waiting.delete(one);
      one.lane.servedAt = clock.now();
      one.admit(spend(one.write));
    }
    if (waiting.size === 0) return;
    const next = Math.min(...[...waiting].map(({ write }) => allowedAt(write)));
    // Without end: only the answer to a call under way makes room. Of one in another scope nobody tells.
    const waitMs = Math.min(
      next - clock.now(),
      budget.overall?.windowMs ?? Number.POSITIVE_INFINITY,
    );
    // It may have become due since it was looked at: Node warns of a time before now.
    if (Number.isFinite(waitMs)) cancelTimer = clock.after(Math.max(0, waitMs), serve);
  }

  return {
    open() {
      lanes += 1;
      const lane = { servedAt: Number.NEGATIVE_INFINITY };
      return {
        enter(write, signal) {
          if (signal.aborted) return Promise.resolve(undefined);
          return new Promise((resolve) => {
            const leave = () => {
              waiting.delete(one);
              serve();
              resolve(undefined);
            };
            const admit = (answered: ReportResult | undefined) => {
              signal.removeEventListener('abort', leave);
              resolve(answered);
            };
            const one = { write, lane, admit };
            signal.addEventListener('abort', leave, { once: true });
            waiting.add(one);
            serve();
          });
        },
        close() {
          lanes -= 1;
          serve();
        },
      };
    },
    block(forMs) {
      const now = clock.now();
      // Writes that were under way together are refused together: that is one penalty.
      if (now >= blockedUntil) slow = { factor: Math.min(SLOWEST, slowness() * 2), since: now };
      blockedUntil = Math.max(blockedUntil, now + forMs);
      serve();
    },
  };
}
