import type { Citation, ProviderEvent } from '../../../contracts/provider.ts';
import { ProviderError } from '../../../errors.ts';
import { readSse } from '../body/read-sse.ts';
import { classifyFailure } from '../failures/classify-failure.ts';
import { createDeadlines, type Deadlines } from './deadlines.ts';
import { failureContext, send, type WireCall, type WireParts } from './send.ts';

/** A call whose answer is streamed, and how to read that answer. */
export interface StreamCall extends WireCall {
  /**
   * Cuts the body into frames, in the batches in which they arrive. Default: server-sent events.
   */
  readonly read?: (body: AsyncIterable<Uint8Array>) => AsyncIterable<readonly string[]>;
  /** The events of one frame, in order. Throws a `WireFault` when the frame reports a failure. */
  readonly decode: (frame: string) => readonly ProviderEvent[];
  /** The events of a complete body's end, for protocols that have no other sign of the end. */
  readonly atEnd?: () => readonly ProviderEvent[];
}

/** Usage follows the end of the answer, but some servers neither send it nor close the body. */
const USAGE_GRACE_MS = 1_500;
/** No answer has more pages to show. */
const MAX_CITATIONS = 100;
/** A body that is read to its end leaves its connection for the next request. */
const CLOSE_GRACE_MS = 100;

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
  const progress = createProgress(call, deadlines);
  let status: number | undefined;

  try {
    const response = await send(parts, call, deadlines);
    status = response.status;
    yield* acceptedEvents(signal);

    const { read = readSse } = call;
    for await (const frames of read(response.body)) {
      for (const event of progress.decodeBatch(frames, parts.clock.now())) {
        if (signal.aborted) return;
        yield event;
      }
      progress.throwDecodeFailure();
    }

    if (!progress.hasEnded) {
      yield* progress.selectEvents(eventsOfBodyEnd(call, signal), parts.clock.now());
    }
  } catch (error) {
    // After its end the answer is complete, and a failure no longer matters.
    if (!progress.hasEnded && !signal.aborted) {
      const { expiredLimit } = deadlines;
      throw classifyFailure({ ...failureContext(call, parts), expiredLimit, error, status });
    }
  } finally {
    deadlines.stop();
  }

  if (progress.usage && !signal.aborted) yield progress.usage;
}

function acceptedEvents({ aborted }: AbortSignal): readonly ProviderEvent[] {
  return aborted ? [] : [{ type: 'accepted' }];
}

/**
 * The events to add when the body ends before the answer did.
 *
 * @throws An `Error` when the protocol has another sign of the end. `classifyFailure` takes it for
 * an answer that broke off.
 */
function eventsOfBodyEnd({ atEnd }: StreamCall, signal: AbortSignal): readonly ProviderEvent[] {
  if (signal.aborted) return [];
  if (atEnd) return atEnd();
  throw new Error('the body ended before the answer did');
}

type Usage = Extract<ProviderEvent, { type: 'usage' }>;

/** Keeps track of one answer, and selects the events to pass on. */
function createProgress({ provider, decode }: StreamCall, deadlines: Deadlines) {
  let hasContent = false;
  let hasEnded = false;
  let usage: Usage | undefined;
  const citations = new Set<string>();
  let decodeFailure: { readonly error: unknown } | undefined;

  const onUsage = (event: Usage) => {
    usage = event;
    if (hasEnded) deadlines.allowRest(CLOSE_GRACE_MS);
  };

  /** Perplexity repeats all pages with each chunk. */
  const isNewCitation = ({ url, mark = '' }: Citation) => {
    const key = `${mark} ${url}`;
    if (citations.has(key) || citations.size >= MAX_CITATIONS) return false;

    citations.add(key);
    return true;
  };

  const onEnd = (reason: string) => {
    if (!hasContent) throw createEmptyAnswerError(provider, reason);

    hasEnded = true;
    deadlines.allowRest(usage ? CLOSE_GRACE_MS : USAGE_GRACE_MS);
  };

  const onContent = (arrivedAtMs: number) => {
    hasContent = true;
    deadlines.onContent(arrivedAtMs);
  };

  /**
   * Records an event. Gives `true` to pass it on: usage waits for the end, and nothing follows the
   * end.
   */
  const recordEvent = (event: ProviderEvent, arrivedAtMs: number): boolean => {
    if (event.type === 'usage') {
      onUsage(event);
      return false;
    }

    if (hasEnded || event.type === 'accepted') return false;
    if (event.type === 'citation') return isNewCitation(event);

    if (event.type === 'end') {
      onEnd(event.reason);
      return true;
    }

    if (event.text === '') return false;
    onContent(arrivedAtMs);
    return true;
  };

  const selectEvents = (events: readonly ProviderEvent[], arrivedAtMs: number) =>
    events.filter((event) => recordEvent(event, arrivedAtMs));

  return {
    get hasEnded() {
      return hasEnded;
    },

    /** The last usage counts: some servers send it with every delta, as a sum. */
    get usage() {
      return usage;
    },

    selectEvents,

    /**
     * The events of a batch of frames, up to the first failure. A list, since a generator takes a
     * tenth of the whole time.
     */
    decodeBatch(frames: readonly string[], arrivedAtMs: number): readonly ProviderEvent[] {
      const events: ProviderEvent[] = [];

      try {
        for (const frame of frames) events.push(...selectEvents(decode(frame), arrivedAtMs));
      } catch (error) {
        decodeFailure = { error };
      }

      return events;
    },

    /** Throws the failure of the last batch, once the events before it are passed on. */
    throwDecodeFailure() {
      if (decodeFailure) throw decodeFailure.error;
    },
  };
}

function createEmptyAnswerError(provider: string, reason: string): ProviderError {
  if (reason === 'filter') {
    return new ProviderError(`${provider} refused to answer: its content filter.`, {
      kind: 'content_filter',
      provider,
    });
  }

  return new ProviderError(`${provider} ended its answer without a word.`, {
    kind: 'empty',
    provider,
  });
}
