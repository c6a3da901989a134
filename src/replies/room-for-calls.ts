import type { RateLimitState, WriteCalls } from '../contracts/reply-surface.ts';
import { PlatformError } from '../errors.ts';
import type { Lane, Pace } from './pace.ts';
import type { CallResult, EndCall } from './rate-window.ts';
import type { PlannedWrite } from './write-limits.ts';

/** The room that one write takes of its limits, call by call. */
export interface RoomForCalls extends WriteCalls {
  beforeCall(isCreate: boolean): Promise<void>;
  onRateLimit(state: RateLimitState): void;
  /** Call it once, when the write has ended. `isUsed`: it was made. */
  end(isUsed: boolean): void;
}

interface RoomForCallsParts {
  /** The room for the first call. */
  readonly planned: PlannedWrite;
  readonly endCall: EndCall;
  /** The lane and the pace of each further call. */
  lane(): Lane;
  pace(): Pick<Pace, 'mayWrite'>;
  /** Creates and edits have separate limits. */
  readonly countsCreatesSeparately: boolean;
  /** Each call waits for it, and fails with it. */
  readonly beforeWrite?: (() => Promise<void>) | undefined;
  /** The name of the platform, or of a scope of it, for errors. */
  readonly platform: string;
  readonly signal: AbortSignal;
}

/**
 * Counts the calls of one write, each in its turn: a call that the network refused counts, too. The room of the call
 * before is given back first, as there may be no other.
 */
export function createRoomForCalls(parts: RoomForCallsParts): RoomForCalls {
  const { planned, countsCreatesSeparately, beforeWrite, signal } = parts;
  // The text of a further call is as old as that of the first, but people wait for it: it keeps no gap.
  const kind = planned.kind === 'preview' ? 'first' : planned.kind;
  let endCall: EndCall | undefined = parts.endCall;
  let isMade = false;
  let result: CallResult | undefined;

  function endLast(): void {
    endCall?.(result);
    endCall = undefined;
    result = undefined;
  }

  async function waitForNext(isCreate: boolean): Promise<EndCall> {
    while (true) {
      const endNext = await parts.lane().waitForRoom({ kind, isCreate }, signal);
      if (!endNext) throw canceledError(parts.platform);
      // The process may have stood still during the write: others may have its share by now.
      if (await mayCall(endNext)) return endNext;
      endNext('unused');
    }
  }

  async function mayCall(endNext: EndCall): Promise<boolean> {
    try {
      await beforeWrite?.();
      return parts.pace().mayWrite;
    } catch (error) {
      endNext('unused');
      throw error;
    }
  }

  return {
    async beforeCall(isCreate) {
      const isRoomForIt = isCreate === planned.isCreate || !countsCreatesSeparately;
      if (!isMade && isRoomForIt) {
        isMade = true;
        return;
      }
      if (!isMade) result = 'unused';
      isMade = true;
      endLast();
      endCall = await waitForNext(isCreate);
    },

    onRateLimit(state) {
      result = state;
    },

    end(isUsed) {
      if (!isUsed) result = 'unused';
      endLast();
    },
  };
}

function canceledError(platform: string): PlatformError {
  return new PlatformError('The write was canceled.', { kind: 'canceled', platform });
}
