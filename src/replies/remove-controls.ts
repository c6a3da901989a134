import type { MessageRef, ReplySurface } from '../contracts/reply-surface.ts';
import { PlatformError } from '../errors.ts';
import { observeWrite, type WriteObserverParts } from './observe-write.ts';
import type { Pace } from './pace.ts';
import { PENALTY_MARGIN_MS } from './write-failures.ts';

/**
 * Removes the buttons of a message when the limits of its scope leave room for an edit. Does nothing where
 * the network cannot do that, or when `signal` aborts first.
 *
 * @throws A `PlatformError` when the network refuses.
 */
export async function removeControls(
  surface: ReplySurface,
  message: MessageRef,
  {
    pace,
    signal,
    ...parts
  }: WriteObserverParts & { readonly pace: Pace; readonly signal: AbortSignal },
): Promise<void> {
  if (!surface.removeControls) return;

  const lane = pace.open();
  const endCall = await lane.waitForRoom({ kind: 'final', isCreate: false }, signal);
  try {
    const write = async () => surface.removeControls?.(message);
    if (endCall) await observeWrite(parts, { surface, call: 'edit', write });
  } catch (error) {
    if (error instanceof PlatformError && error.kind === 'rate_limit') {
      pace.block((error.retryAfterMs ?? 0) + PENALTY_MARGIN_MS, error.isGlobal);
    }
    throw error;
  } finally {
    endCall?.();
    lane.close();
  }
}
