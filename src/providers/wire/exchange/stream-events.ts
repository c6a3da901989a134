import type { ProviderEvent } from '../../../contracts/provider.ts';
import { flattenBatches } from '../../../lib/flatten-batches.ts';
import type { FrameCutter } from '../body/frame-cutter.ts';
import { createSseCutter } from '../body/sse-cutter.ts';
import { classifyFailure } from '../failures/classify-failure.ts';
import { WireFault } from '../wire-fault.ts';
import { createAnswerProgress } from './answer-progress.ts';
import { createDeadlines } from './deadlines.ts';
import type { FrameReading } from './frame-decoder.ts';
import { failureContext, send, type WireCall, type WireParts } from './send.ts';

/** A call whose answer is streamed, and how to read that answer. */
export interface StreamCall extends WireCall, FrameReading {
  /** Makes the cutter of one body. Default: one for server-sent events. */
  readonly createCutter?: () => FrameCutter;
}

/** The events of one answer, in the batches in which they arrive. */
export type EventBatches = AsyncIterator<readonly ProviderEvent[]>;

const ACCEPTED: readonly ProviderEvent[] = [{ type: 'accepted' }];
const MORE_FOLLOWS = { stream: true };

/** Streams one answer as `Provider.stream` promises it, whatever the protocol. */
export function streamEvents(
  parts: WireParts,
  call: StreamCall,
  signal: AbortSignal,
): AsyncIterableIterator<ProviderEvent> {
  return flattenBatches(() => streamBatches(parts, call, signal), signal);
}

/**
 * Streams one answer in batches of events, none of which is empty: keeps the time limits, demands a sign of the
 * end, refuses answers without content, and frees the connection however the reading ends.
 */
export async function* streamBatches(
  parts: WireParts,
  call: StreamCall,
  signal: AbortSignal,
): AsyncGenerator<readonly ProviderEvent[]> {
  if (signal.aborted) return;

  const deadlines = createDeadlines(parts.clock, call.limits, signal);
  const progress = createAnswerProgress(call, deadlines);
  let status: number | undefined;
  let readError: unknown;

  try {
    const response = await send(parts, call, deadlines);
    status = response.status;
    if (!signal.aborted) yield ACCEPTED;

    const decoder = new TextDecoder();
    const cutter = call.createCutter?.() ?? createSseCutter();

    for await (const bytes of response.body) {
      progress.onBytes(bytes.byteLength);
      const frames = cutter.take(decoder.decode(bytes, MORE_FOLLOWS));
      const events = progress.decodeBatch(frames, parts.clock.now());
      if (events.length > 0) yield events;
      if (signal.aborted) return;
      progress.throwDecodeFailure();
    }

    const { frames, isCutOff } = cutter.finish(decoder.decode());
    const events = progress.decodeBatch(frames, parts.clock.now());
    if (events.length > 0) yield events;
    progress.throwDecodeFailure();
    if (!isCutOff) progress.onBodyEnd();
  } catch (error) {
    readError = error;
    reportRefusal(call, error);
  } finally {
    deadlines.stop();
  }

  if (signal.aborted) return;

  const failure = progress.findFailure(readError);
  const lastEvents = progress.takeLastEvents(failure);
  if (lastEvents.length > 0) yield lastEvents;
  if (failure !== undefined) {
    throw classifyFailure({
      ...failureContext(call, parts),
      expiredLimit: deadlines.findExpired(),
      error: failure,
      status,
    });
  }
}

/** Some services refuse with a status of 200: the error comes in place of the answer. */
function reportRefusal({ onRefusal }: StreamCall, error: unknown): void {
  if (error instanceof WireFault && error.body) onRefusal?.({ status: 200, body: error.body });
}
