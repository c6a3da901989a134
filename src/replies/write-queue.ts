import type { OverallLimit, TakeSpareCall } from '../contracts/reply-surface.ts';
import type { Shares } from '../contracts/shares.ts';
import type { Clock } from '../lib/clock.ts';
import { createHeap, type Heap } from '../lib/heap.ts';
import { createOverallCalls } from './overall-calls.ts';
import type { EndCall } from './rate-window.ts';
import { createSharedPenalties } from './shared-penalties.ts';
import type { PlannedWrite, WriteKind } from './write-limits.ts';

/**
 * The waiting writes of all scopes that share an overall limit. A call that becomes free goes
 * immediately to the most urgent write whose own scope has room: final writes before first words before
 * previews, and among them the reply first whose last write was longest ago.
 *
 * Each event concerns one scope and costs O(log n) for n waiting scopes.
 */
export interface WriteQueue {
  /** The number of the next write. Of two that are equally urgent, the lower one goes first. */
  nextNumber(): number;
  /** Call it whenever the waiting writes or the limits of a scope have changed. */
  update(scope: QueuedScope): void;
  /** Lets no write of any scope out for this long. */
  block(durationMs: number): void;
  /**
   * The network asked one scope to wait for this long. The others wait too if it seems to mean all; see
   * `OverallLimit.penalizedScopes`. Gives the time for which all wait; 0: the others do not.
   */
  penalize(scope: string, durationMs: number): number;
  /** False: this process must get a share of the limit first, or its share has run out. */
  readonly mayWrite: boolean;
  /** Writes come soon: it gets a share of the limit. */
  warmUp(): void;
  /** See `TakeSpareCall`. Leaves half of the calls to writes that may come at any moment. */
  readonly takeSpareCall: TakeSpareCall;
}

/** A scope as its queue sees it. */
export interface QueuedScope {
  /** The most urgent write among those that the limits of the scope allow. */
  readonly next: WaitingWrite | undefined;
  /**
   * The next time at which the limits of the scope allow another write. Unix milliseconds.
   * `Infinity`: only a change of the scope makes room.
   */
  readonly dueAt: number;
  /** Finds `next` and `dueAt` anew. */
  refresh(): void;
  /** Starts `next`. `onEnd` is called when that call ends. */
  startNext(onEnd: EndCall): void;
}

/** A write that waits for room. */
export interface WaitingWrite extends PlannedWrite {
  /** The time at which the last write of its reply started. Unix milliseconds. */
  readonly lane: { lastStartAt: number };
  /** See `WriteQueue.nextNumber`. */
  readonly number: number;
}

/** Writes with a lower number go out first. */
const PRIORITY: Record<WriteKind, number> = { final: 0, first: 1, preview: 2 };

/**
 * Creates an empty queue. Without a limit, writes wait for the limits of their scopes only. `openShare`: other
 * processes draw on the limit, too.
 */
export function createWriteQueue(
  clock: Clock,
  limit?: OverallLimit,
  openShare?: Shares['open'],
): WriteQueue {
  const overall = createOverallCalls({ clock, limit, openShare, onChange: startDueWrites });
  /** The scopes that have room, by the kind of their next write. */
  const urgentScopes = createHeap<QueuedScope>(compareScopes);
  const previewScopes = createHeap<QueuedScope>(compareScopes);
  /** The scopes whose limits allow another write later. */
  const laterScopes = createHeap<QueuedScope>((a, b) => a.dueAt - b.dueAt);
  const { penalizedScopes: scopes, windowMs = 0 } = limit ?? {};
  const penalties = scopes ? createSharedPenalties({ clock, scopes, windowMs }) : undefined;
  let lastNumber = 0;
  /** The time of the last preview, or, if that is later, the time since which any preview waits. */
  let previewsWaitSince = 0;
  let blockedUntil = 0;
  let timer = { runsAt: Number.POSITIVE_INFINITY, cancel: () => {} };

  function requeue(scope: QueuedScope): void {
    scope.refresh();
    const kind = scope.next?.kind;
    if (kind === 'preview' && previewScopes.size === 0) previewsWaitSince = clock.now();
    setMember(scope, urgentScopes, kind === 'final' || kind === 'first');
    setMember(scope, previewScopes, kind === 'preview');
    setMember(scope, laterScopes, Number.isFinite(scope.dueAt));
  }

  /** The earliest time at which the overall limit has a call for the kinds that come first. */
  function urgentAt(): number {
    return Math.max(blockedUntil, overall.urgentAt);
  }

  /** The earliest time at which the overall limit has a call for a preview. */
  function previewAt(): number {
    const sharedAt = Math.max(urgentAt(), previewsWaitSince + overall.longestPreviewWaitMs);
    const spareAt = Math.max(blockedUntil, overall.previewAt);
    return Math.min(sharedAt, spareAt);
  }

  /** The scope whose write goes out now. `undefined`: all wait. */
  function findNextScope(): QueuedScope | undefined {
    const now = clock.now();
    const preview = previewScopes.first;
    const isPreviewDue = now >= previewsWaitSince + overall.longestPreviewWaitMs;

    if (!urgentScopes.first || (preview && isPreviewDue)) {
      return preview && previewAt() <= now ? preview : undefined;
    }
    return urgentAt() <= now ? urgentScopes.first : undefined;
  }

  function startNext(scope: QueuedScope): void {
    const endCall = overall.startCall();
    const waitedSince = previewsWaitSince;
    const isPreview = scope.next?.kind === 'preview';
    if (isPreview) previewsWaitSince = clock.now();

    scope.startNext((result) => {
      const isUnused = result === 'unused';
      // The network reports on the limit of the scope, not on the overall one.
      endCall(isUnused ? result : undefined);
      if (isPreview && isUnused) previewsWaitSince = waitedSince;
      update(scope);
    });
    requeue(scope);
  }

  function startDueWrites(): void {
    while (laterScopes.first && laterScopes.first.dueAt <= clock.now()) requeue(laterScopes.first);

    for (let scope = findNextScope(); scope; scope = findNextScope()) startNext(scope);
    setTimer(Math.min(laterScopes.first?.dueAt ?? Number.POSITIVE_INFINITY, overallRoomAt()));
    reportNeed();
  }

  function reportNeed(): void {
    const areSomeWaiting = urgentScopes.size > 0 || previewScopes.size > 0;
    overall.report(areSomeWaiting && blockedUntil <= clock.now());
  }

  /** Without a time to wait for, the end of a call under way starts the next writes. */
  function overallRoomAt(): number {
    if (urgentScopes.size > 0) return urgentAt();
    return previewScopes.size > 0 ? previewAt() : Number.POSITIVE_INFINITY;
  }

  function setTimer(runsAt: number): void {
    if (runsAt === timer.runsAt) return;

    timer.cancel();
    timer = { runsAt, cancel: () => {} };
    if (!Number.isFinite(runsAt)) return;

    // A write can become due after the loop above has passed it. Node warns about negative times.
    timer.cancel = clock.after(Math.max(0, runsAt - clock.now()), () => {
      timer.runsAt = Number.POSITIVE_INFINITY;
      startDueWrites();
    });
  }

  function update(scope: QueuedScope): void {
    requeue(scope);
    startDueWrites();
  }

  function block(durationMs: number): void {
    blockedUntil = Math.max(blockedUntil, clock.now() + durationMs);
    startDueWrites();
  }

  return {
    nextNumber: () => ++lastNumber,
    update,

    block,

    penalize(scope, durationMs) {
      const sharedMs = penalties?.add(scope, durationMs) ?? 0;
      if (sharedMs > 0) block(sharedMs);
      return sharedMs;
    },

    get mayWrite() {
      return overall.hasPart;
    },

    warmUp: () => overall.report(!overall.hasPart),

    takeSpareCall() {
      if (Math.max(blockedUntil, overall.spareAt) > clock.now()) return undefined;

      const endCall = overall.startCall();
      return () => {
        endCall();
        startDueWrites();
      };
    },
  };
}

/** Less than 0: `a` goes out before `b`. */
export function compareUrgency(a: WaitingWrite, b: WaitingWrite): number {
  return (
    PRIORITY[a.kind] - PRIORITY[b.kind] ||
    // Two lanes without a write are equal. The difference of two infinities would be no number.
    compareTimes(a.lane.lastStartAt, b.lane.lastStartAt) ||
    a.number - b.number
  );
}

function compareTimes(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function compareScopes(a: QueuedScope, b: QueuedScope): number {
  return a.next && b.next ? compareUrgency(a.next, b.next) : 0;
}

function setMember(scope: QueuedScope, heap: Heap<QueuedScope>, isMember: boolean): void {
  if (isMember) heap.update(scope);
  else heap.delete(scope);
}
