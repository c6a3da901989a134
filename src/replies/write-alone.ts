import type { ReplySurface, WriteCalls } from '../contracts/reply-surface.ts';
import { PlatformError } from '../errors.ts';
import { type ObservedWrite, observeWrite } from './observe-write.ts';
import type { ReplyParts } from './reply-parts.ts';
import { createRoomForCalls } from './room-for-calls.ts';
import { PENALTY_MARGIN_MS } from './write-failures.ts';

/** A write of no reply. */
interface LoneWrite extends Pick<ObservedWrite<void>, 'call'> {
  readonly surface: ReplySurface;
  write(calls: WriteCalls): Promise<void>;
}

type LoneWriteParts = Pick<ReplyParts, 'paceFor' | 'beforeWrite' | 'observe' | 'clock' | 'signal'>;

const PLANNED = { kind: 'final', isCreate: false } as const;

/**
 * Makes a write that edits or removes a message when the limits of its scope leave room for it. Does nothing when `signal`
 * aborts first.
 *
 * @throws A `PlatformError` when the network refuses.
 */
export async function writeAlone(
  { surface, call, write }: LoneWrite,
  { paceFor, beforeWrite, signal, ...observing }: LoneWriteParts,
): Promise<void> {
  const { scope: platform, countsCreatesSeparately = false } = surface.budget();
  const pace = paceFor(surface.budget());
  const lane = pace.open();
  const endCall = await lane.waitForRoom(PLANNED, signal);
  const room =
    endCall &&
    createRoomForCalls({
      ...{ planned: PLANNED, endCall, countsCreatesSeparately, beforeWrite, platform, signal },
      lane: () => lane,
      pace: () => pace,
    });
  try {
    if (room) await observeWrite(observing, { surface, call, write: () => write(room) });
  } catch (error) {
    if (error instanceof PlatformError && error.kind === 'rate_limit') {
      pace.block((error.retryAfterMs ?? 0) + PENALTY_MARGIN_MS, error.isGlobal);
    }
    throw error;
  } finally {
    room?.end(true);
    lane.close();
  }
}
