import type { Reply } from '../contracts/replies.ts';
import type { RateLimitState } from '../contracts/reply-surface.ts';
import { PlatformError } from '../errors.ts';
import { sleep } from '../lib/clock.ts';
import { createLatestValue } from '../lib/latest-value.ts';
import type { Lane, Pace, ReportResult } from './pace.ts';
import { createPageWriter, type PageWrite } from './page-writer.ts';
import type { LimitName, ReplyParts } from './reply-parts.ts';
import type { Revision } from './revision.ts';
import { waitForWorthwhileRevision } from './wait-for-worthwhile-revision.ts';

/** A write that failed may pass: first wait, and longest. */
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
/** Networks round what they ask for down; a write that comes too early makes it longer. */
const PENALTY_MARGIN_MS = 250;

/** See the contract `Reply`. */
export function createReply(parts: ReplyParts): Reply {
  const { surface, paceOf, clock, signal } = parts;
  const drafts = createLatestValue<Revision>();
  const wroteFirstWords = new AbortController();
  const pages = createPageWriter(parts);
  const lanes = new Map<Pace, Lane>();
  /** Something more urgent is to be shown than what waits to go out. */
  let overtaken = new AbortController();
  let failures = 0;
  let writing: Promise<void> | undefined;

  function put(draft: Revision): void {
    const isOther = drafts.value !== undefined && drafts.value.stage !== draft.stage;
    drafts.put(draft);
    if (!isOther) return;
    overtaken.abort();
    overtaken = new AbortController();
  }

  function start(): void {
    if (writing) return;
    writing = write().finally(() => wroteFirstWords.abort());
    // Also keeps a failure before `finish` from counting as unhandled.
    writing.catch((error: unknown) => parts.onFailed?.(error));
  }

  async function write(): Promise<void> {
    try {
      // What is open counts: its end is kept room for.
      laneOf('messages');
      for (let seen: Revision | undefined; seen?.stage !== 'final'; ) {
        seen = (await writeAll(await waitForWorthwhileRevision(drafts, seen, parts))) ?? seen;
      }
    } finally {
      for (const lane of lanes.values()) lane.close();
    }
  }

  function laneOf(limit: LimitName): Lane {
    const pace = paceOf(limit);
    const lane = lanes.get(pace) ?? pace.open();
    lanes.set(pace, lane);
    return lane;
  }

  /** Gives the draft that stands then, perhaps a newer one; `undefined`: one of another stage has come meanwhile. */
  async function writeAll(first: Revision): Promise<Revision | undefined> {
    for (let draft = first; ; ) {
      if (signal.aborted) throw canceled();
      if (drafts.value?.stage !== draft.stage) return undefined;
      const next = pages.next(draft);
      if (!next) return draft;
      const kind = kindOf(next, draft);
      const mayStill = AbortSignal.any([signal, overtaken.signal]);
      const answered = await laneOf(next.limit).enter({ kind, creates: next.creates }, mayStill);
      if (answered) draft = await writeNewest(next, draft, answered);
    }
  }

  /** Writes the like of what was planned for the newest draft, which it gives. */
  async function writeNewest(
    planned: PageWrite,
    plannedFor: Revision,
    answered: ReportResult,
  ): Promise<Revision> {
    const draft = drafts.value ?? plannedFor;
    const write = draft === plannedFor ? planned : pages.next(draft);
    if (write?.creates !== planned.creates || write.limit !== planned.limit) {
      answered('unused');
      return draft;
    }
    let told: RateLimitState | undefined;
    // What is more urgent does not wait until this one may be tried again.
    const mayPause = AbortSignal.any([signal, overtaken.signal]);
    try {
      await write.run((left) => {
        told = left;
      });
      failures = 0;
      if (draft.stage !== 'waiting') wroteFirstWords.abort();
    } catch (error) {
      recover(error, write, draft);
    } finally {
      answered(told);
    }
    if (failures > 0) await sleep(clock, backoffMs(), mayPause);
    return draft;
  }

  function backoffMs(): number {
    return Math.min(FIRST_BACKOFF_MS * 2 ** (failures - 1), LONGEST_BACKOFF_MS);
  }

  function recover(error: unknown, failed: PageWrite, draft: Revision): void {
    if (!(error instanceof PlatformError)) throw error;
    const { kind, message, retryAfterMs = LONGEST_BACKOFF_MS } = error;
    if (kind === 'rate_limit') block(failed.limit, retryAfterMs + PENALTY_MARGIN_MS);
    else if (kind === 'network' || kind === 'server') {
      failures += 1;
      parts.log.warn(
        { reply: parts.key, error: message, failures },
        'a write failed and will be tried again',
      );
    } else if (
      kind !== 'canceled' &&
      (failed.isSpare || (kind === 'invalid' && draft.stage !== 'final'))
    )
      failed.skip();
    else throw error;
  }

  /** The limit of what grows may be another one; a penalty on what stays counts for both. */
  function block(limit: LimitName, forMs: number): void {
    for (const pace of new Set([paceOf('previews'), paceOf(limit)])) pace.block(forMs);
  }

  function canceled(): PlatformError {
    return new PlatformError('The reply was given up.', {
      kind: 'canceled',
      platform: surface.budget().scope,
    });
  }

  const isOver = () => drafts.value?.stage === 'final';

  if (parts.showsTyping) surface.showTyping(AbortSignal.any([signal, wroteFirstWords.signal]));
  signal.addEventListener('abort', () => put({ stage: 'final', text: drafts.value?.text ?? '' }), {
    once: true,
  });

  return {
    show(markdown) {
      if (isOver() || !markdown.trim()) return;
      put({ stage: 'growing', text: markdown, controls: parts.controls });
      start();
    },
    showNotice(markdown) {
      if (isOver() || drafts.value?.stage === 'growing') return;
      put({ stage: 'waiting', text: markdown, controls: parts.controls });
      start();
    },
    showReasoning: pages.think,
    async finish(markdown, under) {
      put({ stage: 'final', text: markdown, ...under });
      start();
      await writing;
    },
  };
}

function kindOf(write: PageWrite, { stage }: Revision): 'final' | 'first' | 'preview' {
  if (stage === 'final') return 'final';
  return stage === 'growing' && write.isFirst ? 'first' : 'preview';
}
