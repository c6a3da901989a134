import type { OverallLimit } from '../contracts/reply-surface.ts';
import type { Shares } from '../contracts/shares.ts';
import type { Clock } from '../lib/clock.ts';
import { createRateWindow, type EndCall } from './rate-window.ts';

/** The calls of an overall limit that this process may make. Without a limit: any number. */
export interface OverallCalls {
  /** The earliest times at which there is a call: for final writes and first words, for previews, for anything else. */
  readonly urgentAt: number;
  readonly previewAt: number;
  readonly spareAt: number;
  /** A preview goes out after this time at the latest, whatever else waits. */
  readonly longestPreviewWaitMs: number;
  /** This process has a part of the limit. Otherwise it must get one first, or its part has run out. */
  readonly hasPart: boolean;
  /** Counts a call as under way. */
  startCall(): EndCall;
  /** Call it after each change. `isShort`: writes wait for calls. */
  report(isShort: boolean): void;
}

interface OverallCallsParts {
  readonly clock: Clock;
  readonly limit: OverallLimit | undefined;
  /** Other processes draw on the limit, too. Absent: none does. */
  readonly openShare: Shares['open'] | undefined;
  /** Called when there may be more calls. */
  onChange(): void;
}

/**
 * Previews get this share of the calls even while final writes and first words wait, so that a growing answer
 * never stands still for good. More of it would delay first words when many chats begin at once.
 */
const SMALLEST_PREVIEW_SHARE = 1 / 15;

const UNLIMITED: OverallCalls = {
  urgentAt: 0,
  previewAt: 0,
  spareAt: 0,
  longestPreviewWaitMs: 0,
  hasPart: true,
  startCall: () => () => {},
  report: () => {},
};

/** Creates the calls of one limit. */
export function createOverallCalls({
  clock,
  limit,
  openShare,
  onChange,
}: OverallCallsParts): OverallCalls {
  if (!limit) return UNLIMITED;

  const { scope: name, calls: total, windowMs } = limit;
  const used = () => window.usedCalls;
  const share = openShare?.({ name, total, windowMs, used, onChange });
  const part = {
    get calls() {
      return share?.count ?? total;
    },
    windowMs,
  };
  const window = createRateWindow(part, clock);

  return {
    get urgentAt() {
      return window.nextFreeAt(0);
    },

    /** A process with a part of the calls leaves that part of the reserve. */
    get previewAt() {
      return window.nextFreeAt(Math.floor(((limit.reservedCalls ?? 0) * part.calls) / total));
    },

    /** Half of the calls are left to writes that may come at any moment. */
    get spareAt() {
      return window.nextFreeAt(Math.floor(part.calls / 2));
    },

    get longestPreviewWaitMs() {
      return windowMs / (Math.max(1, part.calls) * SMALLEST_PREVIEW_SHARE);
    },

    get hasPart() {
      return part.calls > 0;
    },

    startCall: () => window.startCall(),
    report: (isShort) => share?.report(isShort),
  };
}
