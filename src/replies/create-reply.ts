import type { Reply } from '../contracts/replies.ts';
import { PlatformError } from '../errors.ts';
import { sleep } from '../lib/clock.ts';
import { createLatest } from '../lib/latest.ts';
import { createPages, type Write } from './create-pages.ts';
import type { ReplyParts } from './reply-parts.ts';
import { type Draft, waitForFirstWords } from './wait-for-first-words.ts';

/** A write that failed may pass: first wait, and longest. */
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
/** Networks round what they ask for down; a write that comes too early makes it longer. */
const PENALTY_MARGIN_MS = 250;

/** See the contract `Reply`. */
export function createReply(parts: ReplyParts): Reply {
  const { surface, pace, clock, signal } = parts;
  const drafts = createLatest<Draft>();
  const ended = new AbortController();
  const wroteFirstWords = new AbortController();
  const pages = createPages(parts);
  let failures = 0;
  let writing: Promise<void> | undefined;

  const start = () => {
    if (writing) return;
    writing = write().finally(() => wroteFirstWords.abort());
    // Also keeps a failure before `finish` from counting as unhandled.
    writing.catch((error: unknown) => parts.onFailed?.(error));
  };

  async function write(): Promise<void> {
    await waitForFirstWords(drafts, clock, signal);
    for (;;) {
      if (signal.aborted) throw canceled();
      const draft = drafts.value as Draft;
      const next = pages.next(draft);
      if (next) await writeSoon(next, draft);
      else if (draft.final) return;
      else if (drafts.value === draft) await drafts.changed();
    }
  }

  /** Writes now, or waits a little: then something newer will be asked for. */
  async function writeSoon(next: Write, draft: Draft): Promise<void> {
    const kind = draft.final || next.isFirst ? 'durable' : 'preview';
    const waitMs = pace.waitMs(kind);
    if (waitMs > 0) return sleep(clock, waitMs, draft.final ? signal : AbortSignal.any([signal, ended.signal]));
    const countArrival = pace.spend();
    try {
      await next.run();
      wroteFirstWords.abort();
      failures = 0;
    } catch (error) {
      recover(error, next, draft);
    } finally {
      countArrival();
    }
  }

  function recover(error: unknown, failed: Write, draft: Draft): void {
    if (!(error instanceof PlatformError)) throw error;
    const { kind, retryAfterMs } = error;
    if (kind === 'rate_limit') pace.block((retryAfterMs ?? LONGEST_BACKOFF_MS) + PENALTY_MARGIN_MS);
    else if (kind === 'network' || kind === 'server') backOff(error);
    else if (kind !== 'canceled' && (failed.isSpare || (kind === 'invalid' && !draft.final))) failed.skip();
    else throw error;
  }

  function backOff({ message, retryAfterMs }: PlatformError): void {
    const backoffMs = Math.min(FIRST_BACKOFF_MS * 2 ** failures++, LONGEST_BACKOFF_MS);
    parts.log.warn({ reply: parts.key, error: message, backoffMs }, 'a write failed and will be tried again');
    pace.block(retryAfterMs ?? backoffMs);
  }

  function canceled(): PlatformError {
    return new PlatformError('The reply was given up.', { kind: 'canceled', platform: surface.budget.scope });
  }

  if (parts.typing) surface.typing(AbortSignal.any([signal, wroteFirstWords.signal]));
  signal.addEventListener('abort', () => drafts.put({ text: drafts.value?.text ?? '', final: true }), { once: true });

  return {
    show(markdown) {
      if (ended.signal.aborted) return;
      drafts.put({ text: markdown, final: false });
      start();
    },
    async finish(markdown) {
      drafts.put({ text: markdown, final: true });
      ended.abort();
      start();
      await writing;
    },
  };
}
