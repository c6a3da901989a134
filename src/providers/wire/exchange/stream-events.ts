import type { ProviderEvent } from '../../../contracts/provider.ts';
import { ProviderError } from '../../../errors.ts';
import { readSse } from '../body/read-sse.ts';
import { classifyFailure } from '../failures/classify-failure.ts';
import { createDeadlines, type Deadlines } from './deadlines.ts';
import { failureContext, send, type WireCall, type WireParts } from './send.ts';

export interface StreamCall extends WireCall {
  /** Cuts the body into frames, in the batches in which they arrive. Default: server-sent events. */
  readonly read?: (body: AsyncIterable<Uint8Array>) => AsyncIterable<readonly string[]>;
  /** What one frame of the protocol says, in order; throws a `WireFault` where it reports a failure. Pure. */
  readonly decode: (frame: string) => readonly ProviderEvent[];
  /** What the end of a body says that came whole, where the protocol has no better evidence. */
  readonly atEnd?: () => readonly ProviderEvent[];
}

/** Usage comes after the end, and some servers neither send it nor close. */
const USAGE_GRACE_MS = 1_500;
/** A body that is read to its end leaves its connection for the next request. */
const CLOSE_GRACE_MS = 100;

/**
 * The events of one streamed answer, as `Provider.stream` promises them, whatever the protocol: time limits, the end that must be
 * seen, answers without content, and the connection that is freed however the reading ends.
 */
export async function* streamEvents(
  parts: WireParts,
  call: StreamCall,
  signal: AbortSignal,
): AsyncGenerator<ProviderEvent> {
  if (signal.aborted) return;
  const watch = createDeadlines(parts.clock, call.limits, signal);
  const progress = createProgress(call, watch);
  let status: number | undefined;
  try {
    const response = await send(parts, call, watch);
    status = response.status;
    yield* accepted(signal);
    const { read = readSse } = call;
    for await (const frames of read(response.body)) {
      for (const event of progress.take(frames, parts.clock.now())) {
        if (signal.aborted) return;
        yield event;
      }
      progress.throwFailure();
    }
    if (!progress.hasEnded) yield* progress.passed(lastEvents(call, signal), parts.clock.now());
  } catch (error) {
    // What breaks after the end takes nothing away from the answer.
    if (!progress.hasEnded && !signal.aborted) {
      throw classifyFailure({
        ...failureContext(call, parts),
        expiredLimit: watch.expiredLimit,
        error,
        status,
      });
    }
  } finally {
    watch.stop();
  }
  if (progress.usage && !signal.aborted) yield progress.usage;
}

function accepted({ aborted }: AbortSignal): readonly ProviderEvent[] {
  return aborted ? [] : [{ type: 'accepted' }];
}

/** Without them a body that ends is one that was cut off: `classify` sees it by the status that was good. */
function lastEvents({ atEnd }: StreamCall, signal: AbortSignal): readonly ProviderEvent[] {
  if (signal.aborted) return [];
  if (atEnd) return atEnd();
  throw new Error('the body ended without evidence');
}

type Usage = Extract<ProviderEvent, { type: 'usage' }>;

/** How far an answer has come, and what of it is passed on. */
function createProgress({ provider, decode }: StreamCall, watch: Deadlines) {
  let hasContent = false;
  let hasEnded = false;
  let usage: Usage | undefined;
  let failure: { readonly error: unknown } | undefined;

  const end = (reason: string) => {
    if (!hasContent) throw emptyAnswer(provider, reason);
    hasEnded = true;
    watch.allowRest(usage ? CLOSE_GRACE_MS : USAGE_GRACE_MS);
  };
  const keep = (event: Usage) => {
    usage = event;
    if (hasEnded) watch.allowRest(CLOSE_GRACE_MS);
  };
  const continues = (text: string, at: number) => {
    if (text === '') return false;
    hasContent = true;
    watch.onContent(at);
    return true;
  };

  const passes = (event: ProviderEvent, at: number) => {
    if (event.type === 'usage') keep(event);
    else if (hasEnded) return false;
    else if (event.type === 'end') end(event.reason);
    else return event.type !== 'accepted' && continues(event.text, at);
    return event.type === 'end';
  };
  const passed = (events: readonly ProviderEvent[], at: number) =>
    events.filter((event) => passes(event, at));

  return {
    get hasEnded() {
      return hasEnded;
    },
    /** The last one counts: some servers send it with every delta, as a sum. */
    get usage() {
      return usage;
    },
    passed,
    /** What a batch says that came `at` this time, up to a failure in it. A list: a generator takes a tenth of the time of all. */
    take(frames: readonly string[], at: number): readonly ProviderEvent[] {
      const events: ProviderEvent[] = [];
      try {
        for (const frame of frames) events.push(...passed(decode(frame), at));
      } catch (error) {
        failure = { error };
      }
      return events;
    },
    /** Of the last batch: after what came before it was seen. */
    throwFailure() {
      if (failure) throw failure.error;
    },
  };
}

function emptyAnswer(provider: string, reason: string): ProviderError {
  return reason === 'filter'
    ? new ProviderError(`${provider} refused to answer: its content filter.`, {
        kind: 'content_filter',
        provider,
      })
    : new ProviderError(`${provider} ended its answer without a word.`, {
        kind: 'empty',
        provider,
      });
}
