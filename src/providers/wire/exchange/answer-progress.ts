import type { Citation, ProviderEvent } from '../../../contracts/provider.ts';
import { ProviderError } from '../../../errors.ts';
import { WireFault } from '../wire-fault.ts';
import type { Deadlines } from './deadlines.ts';
import { createFrameDecoder, type FrameReading, TERMINAL_END } from './frame-decoder.ts';
import { quoteBeginning } from './quote-beginning.ts';

/** The state of one answer while it is read. */
export interface AnswerProgress {
  /** The events of a batch of frames, up to the first failure. */
  decodeBatch(frames: readonly string[], arrivedAtMs: number): readonly ProviderEvent[];
  /** Throws the failure of the last batch, once the events before it are passed on. */
  throwDecodeFailure(): void;
  /**
   * Counts the bytes of the body that were read.
   *
   * @throws A `WireFault` when too much came since the last content; an `Error` when the time is
   * over.
   */
  onBytes(bytes: number): void;
  /** The body ended, and did not break off. */
  onBodyEnd(): void;
  /**
   * Judges the answer when the reading is over.
   *
   * @param error The reason why the reading ended. Absent: the body ended.
   * @returns The reason why the answer failed, or `undefined` when it is complete.
   */
  findFailure(error?: unknown): unknown;
  /** The end of a complete answer, if it was not passed on yet. The usage, also of a failed one, but not of a refusal. */
  takeLastEvents(failure?: unknown): readonly ProviderEvent[];
}

type Usage = Extract<ProviderEvent, { type: 'usage' }>;
type End = Extract<ProviderEvent, { type: 'end' }>;
type Delta = Extract<ProviderEvent, { text: string }>;

/**
 * After the first sign of the end, text and usage may follow: some servers put the reason on every
 * chunk, or on the reasoning. So the body is read until this long passes without content.
 */
const END_GRACE_MS = 1_500;
/**
 * The same while there is no text yet: some gateways send such chunks while the model still thinks
 * (router-for-me/CLIProxyAPI #5651, open-webui/open-webui #16377), and the answer would lose its
 * words.
 */
const TEXTLESS_GRACE_MS = 10_000;
/** A body that is read to its end leaves its connection for the next request. */
const CLOSE_GRACE_MS = 100;

/** The longest frames, images, have 4 MiB. Keep-alives of ten minutes have much less. */
const MAX_SILENT_BYTES = 16 * 1024 * 1024;
/** Ten minutes of keep-alives, hundreds a second. */
const MAX_SILENT_FRAMES = 200_000;
/** A frame that is not JSON takes as long as this many others. */
const ODD_FRAME_COST = 10;
/**
 * The largest models write 128,000 tokens at most, thoughts included, which are about half a
 * million characters (the model pages of OpenAI and Anthropic).
 */
const MAX_REASONING_CHARACTERS = 2_000_000;
/** No answer has more pages to show. */
const MAX_CITATIONS = 100;

/** Keeps track of one answer, and selects the events to pass on. */
export function createAnswerProgress(
  call: FrameReading & { readonly provider: string },
  deadlines: Deadlines,
): AnswerProgress {
  let hasContent = false;
  let hasText = false;
  /** The reason that counts: the last one that says something. */
  let toldEnd: End | undefined;
  /** A terminal frame came, so the end is passed on and nothing but usage may follow. */
  let isOver = false;
  /** The last usage counts: some servers send it with every delta, as a sum. */
  let usage: Usage | undefined;
  let decodeFailure: { readonly error: unknown } | undefined;
  let firstUnreadable: string | undefined;
  let reasoningCharacters = 0;
  const citations = new Set<string>();
  /** Both since the last content. */
  let silentBytes = 0;
  let silentFrames = 0;

  const allowRest = () => deadlines.allowRest(hasText ? END_GRACE_MS : TEXTLESS_GRACE_MS);

  const onContent = (arrivedAtMs: number) => {
    hasContent = true;
    silentBytes = 0;
    silentFrames = 0;

    if (toldEnd) allowRest();
    else deadlines.onContent(arrivedAtMs);
  };

  const onEnd = (end: End) => {
    if (!toldEnd) allowRest();
    if (!toldEnd || end.reason !== 'other') toldEnd = end;
  };

  /** Ends the answer at a terminal frame. Without content, the answer may still follow. */
  const onTerminalEnd = (): End | undefined => {
    if (!hasContent) return undefined;

    isOver = true;
    deadlines.allowRest(CLOSE_GRACE_MS);
    return toldEnd;
  };

  const onReasoning = ({ length }: string) => {
    reasoningCharacters += length;
    if (reasoningCharacters > MAX_REASONING_CHARACTERS) {
      throw new WireFault('reasoned without end');
    }
  };

  /** Perplexity repeats all pages with each chunk. */
  const isNewCitation = ({ url, mark = '' }: Citation) => {
    const key = `${mark} ${url}`;
    if (citations.has(key) || citations.size >= MAX_CITATIONS) return false;

    citations.add(key);
    return true;
  };

  const selectDelta = (delta: Delta, arrivedAtMs: number): ProviderEvent | undefined => {
    if (delta.text === '') return undefined;
    if (delta.type === 'reasoning-delta') onReasoning(delta.text);
    else hasText = true;

    onContent(arrivedAtMs);
    return delta;
  };

  /** Records an event. Gives what to pass on: usage and the end wait for the end of the reading. */
  const selectEvent = (event: ProviderEvent, arrivedAtMs: number): ProviderEvent | undefined => {
    if (event.type === 'usage') usage = event;
    if (isOver) return undefined;

    switch (event.type) {
      case 'end':
        onEnd(event);
        return event === TERMINAL_END ? onTerminalEnd() : undefined;
      case 'citation':
        return isNewCitation(event) ? event : undefined;
      case 'text-delta':
      case 'reasoning-delta':
        return selectDelta(event, arrivedAtMs);
      default:
        return undefined;
    }
  };

  const onSilentFrames = (count: number) => {
    silentFrames += count;
    if (silentFrames <= MAX_SILENT_FRAMES) return;

    throw firstUnreadable === undefined
      ? new WireFault('sent frames without end, and no word')
      : createUnreadableFault(firstUnreadable);
  };

  const decodeFrame = createFrameDecoder(call, {
    onOddFrame: (parts) => onSilentFrames(ODD_FRAME_COST + parts),
    onUnreadable(part) {
      firstUnreadable ??= part;
    },
  });

  return {
    // A list, since a generator takes a tenth of the whole time.
    decodeBatch(frames, arrivedAtMs) {
      const events: ProviderEvent[] = [];

      try {
        for (const frame of frames) {
          onSilentFrames(1);
          for (const event of decodeFrame(frame)) {
            const selected = selectEvent(event, arrivedAtMs);
            if (selected) events.push(selected);
          }
        }
      } catch (error) {
        decodeFailure = { error };
      }

      return events;
    },

    throwDecodeFailure() {
      if (decodeFailure) throw decodeFailure.error;
    },

    onBytes(bytes) {
      // A small compressed body is in memory before its limit, and still takes long to read.
      if (deadlines.signal.aborted) throw new Error('the time is over');

      silentBytes += bytes;
      if (silentBytes > MAX_SILENT_BYTES) throw new WireFault('sent megabytes without a word');
    },

    onBodyEnd() {
      for (const event of call.atEnd?.() ?? []) selectEvent(event, 0);
    },

    findFailure(error) {
      if (toldEnd && hasContent) return undefined;
      if (error instanceof WireFault) return error;

      const wasReadable = hasContent || firstUnreadable === undefined;
      if (toldEnd && (wasReadable || toldEnd.reason === 'filter')) {
        return createEmptyAnswerError(call.provider, toldEnd.reason);
      }
      if (!hasContent && firstUnreadable !== undefined) {
        return createUnreadableFault(firstUnreadable);
      }
      // `classifyFailure` takes any other error for an answer that broke off.
      return error ?? new Error('the body ended before the answer did');
    },

    takeLastEvents(failure) {
      if (failure instanceof WireFault && failure.body) return [];

      const end = isOver || failure !== undefined ? undefined : toldEnd;
      return [end, usage].filter((event) => event !== undefined);
    },
  };
}

function createUnreadableFault(frame: string): WireFault {
  return new WireFault(`sent something that cannot be read: ${quoteBeginning(frame)}`);
}

function createEmptyAnswerError(provider: string, reason: End['reason']): ProviderError {
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
