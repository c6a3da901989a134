import type { ProviderEvent } from '../../../contracts/provider.ts';
import { readSse } from '../body/read-sse.ts';
import { classifyFailure } from '../failures/classify-failure.ts';
import { createAnswerProgress } from './answer-progress.ts';
import { createDeadlines } from './deadlines.ts';
import type { FrameReading } from './frame-decoder.ts';
import { meterBody } from './meter-body.ts';
import { failureContext, send, type WireCall, type WireParts } from './send.ts';

/** A call whose answer is streamed, and how to read that answer. */
export interface StreamCall extends WireCall, FrameReading {
  /**
   * Cuts the body into frames, in the batches in which they arrive. Default: server-sent events.
   */
  readonly read?: (body: AsyncIterable<Uint8Array>) => AsyncIterable<readonly string[]>;
}

/**
 * Streams one answer as `Provider.stream` promises it, whatever the protocol: keeps the time
 * limits, demands a sign of the end, refuses answers without content, and frees the connection
 * however the reading ends.
 */
export async function* streamEvents(
  parts: WireParts,
  call: StreamCall,
  signal: AbortSignal,
): AsyncGenerator<ProviderEvent> {
  if (signal.aborted) return;

  const deadlines = createDeadlines(parts.clock, call.limits, signal);
  const progress = createAnswerProgress(call, deadlines);
  let status: number | undefined;
  let readError: unknown;

  try {
    const response = await send(parts, call, deadlines);
    status = response.status;
    yield* acceptedEvents(signal);

    const { read = readSse } = call;
    for await (const frames of read(meterBody(response.body, progress.onBytes))) {
      for (const event of progress.decodeBatch(frames, parts.clock.now())) {
        if (signal.aborted) return;
        yield event;
      }
      progress.throwDecodeFailure();
    }
    progress.onBodyEnd();
  } catch (error) {
    readError = error;
  } finally {
    deadlines.stop();
  }

  if (signal.aborted) return;

  const failure = progress.findFailure(readError);
  if (failure !== undefined) {
    const { expiredLimit } = deadlines;
    throw classifyFailure({
      ...failureContext(call, parts),
      expiredLimit,
      error: failure,
      status,
    });
  }

  yield* progress.takeEnd();
  if (progress.usage && !signal.aborted) yield progress.usage;
}

function acceptedEvents({ aborted }: AbortSignal): readonly ProviderEvent[] {
  return aborted ? [] : [{ type: 'accepted' }];
}
