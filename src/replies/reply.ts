import type { Reply } from '../contracts/replies.ts';
import type { RateLimitState } from '../contracts/reply-surface.ts';
import { PlatformError } from '../errors.ts';
import { sleep } from '../lib/clock.ts';
import { createLatestValue } from '../lib/latest-value.ts';
import type { Lane, Pace } from './pace.ts';
import { createPageWriter, type PageWrite } from './page-writer.ts';
import type { EndCall } from './rate-window.ts';
import type { LimitName, ReplyParts } from './reply-parts.ts';
import type { Revision } from './revision.ts';
import { waitForWorthwhileRevision } from './wait-for-worthwhile-revision.ts';
import { createWriteFailures } from './write-failures.ts';
import type { WriteKind } from './write-limits.ts';

/*
 * A reply is two loops that never wait for each other. The caller's loop reads the model, and each
 * `show` leaves the newest text, a revision, in a mailbox for one value. The writing loop takes the
 * next revision that is worth a write (wait-for-worthwhile-revision.ts), finds the first page that
 * has to change (page-writer.ts), waits until the network's limits leave room (pace.ts), and writes
 * that page of the revision that is the newest by then. So texts in between are skipped. The final
 * text never is, because the loop ends with it.
 */

/** Starts a reply; see the contract `Reply`. It writes nothing before the first call. */
export function createReply(parts: ReplyParts): Reply {
  const { clock, handover, beforeWrite } = parts;
  // Writes get only `parts.signal`, so that a handover lets the write under way arrive.
  const signal = handover ? AbortSignal.any([parts.signal, handover]) : parts.signal;
  const revisions = createLatestValue<Revision>();
  const pages = createPageWriter(parts);
  const lanes = new Map<Pace, Lane>();
  /** Aborts when the first words are visible. */
  const wroteFirstWords = new AbortController();
  /** Aborts when a revision of another stage comes, so that it overtakes the write that waits. */
  let stageChange = new AbortController();
  const failures = createWriteFailures({
    ...parts,
    scope: () => pages.surface.budget().scope,
    block,
  });
  let writing: Promise<void> | undefined;

  function addRevision(revision: Revision): void {
    const previous = revisions.value;
    revisions.put(revision);
    if (!previous || previous.stage === revision.stage) return;

    stageChange.abort();
    stageChange = new AbortController();
  }

  function startWriting(): void {
    if (writing) return;
    writing = writeRevisions().finally(() => wroteFirstWords.abort());
    // Without a handler, a failure before `finish` would count as unhandled.
    writing.catch((error: unknown) => parts.onFailed?.(error));
  }

  async function writeRevisions(): Promise<void> {
    try {
      // An open lane reserves a call for the final text.
      laneOf('messages');
      let written: Revision | undefined;
      while (written?.stage !== 'final') {
        const revision = await waitForWorthwhileRevision(revisions, written, parts);
        written = (await writePages(revision)) ?? written;
      }
      if (pages.hasRefusedPages) throw failures.refusal;
    } finally {
      for (const lane of lanes.values()) lane.close();
    }
  }

  /**
   * Writes all pages of a revision, or of the newer ones that come meanwhile, and gives the
   * revision that is shown then. `undefined`: a revision of another stage came first.
   */
  async function writePages(first: Revision): Promise<Revision | undefined> {
    let revision = first;
    while (true) {
      throwIfCanceled(parts.signal);
      if (revisions.value?.stage !== revision.stage) return undefined;

      const write = pages.nextWrite(revision);
      if (!write) return revision;
      // After the last write, a text is whole: there is nothing to hand over.
      throwIfCanceled(signal);

      const planned = { kind: writeKindOf(write, revision), isCreate: write.isCreate };
      const waitSignal = AbortSignal.any([signal, stageChange.signal]);
      const endCall = await laneOf(write.limit).waitForRoom(planned, waitSignal);
      if (endCall) revision = await writeNewest(write, revision, endCall);
    }
  }

  /** Makes the planned write, but for the newest revision. Gives that revision. */
  async function writeNewest(
    planned: PageWrite,
    plannedFor: Revision,
    endCall: EndCall,
  ): Promise<Revision> {
    const revision = revisions.value ?? plannedFor;
    const write = revision === plannedFor ? planned : pages.nextWrite(revision);
    if (write?.isCreate !== planned.isCreate || write.limit !== planned.limit) {
      // The newest revision needs another kind of write, which has to wait for room itself.
      endCall('unused');
      return revision;
    }

    // Taken before the write: a stage that changes during the write ends the pause after it.
    const pauseSignal = AbortSignal.any([signal, stageChange.signal]);
    let rateLimit: RateLimitState | undefined;
    let pauseMs = 0;
    try {
      await beforeWrite?.();
      await write.run((state) => {
        rateLimit = state;
      });
      failures.recordPass(write);
      if (revision.stage !== 'notice') wroteFirstWords.abort();
    } catch (error) {
      pauseMs = failures.handle(error, write, revision);
    } finally {
      endCall(rateLimit);
    }

    if (pauseMs > 0) await sleep(clock, pauseMs, pauseSignal);
    return revision;
  }

  function paceOf(limit: LimitName): Pace {
    // Asked again for each write: the answer may have moved to another limit, or another surface.
    const budget = pages.surface.budget();
    return parts.paceFor((limit === 'previews' && budget.previews) || budget);
  }

  function laneOf(limit: LimitName): Lane {
    const pace = paceOf(limit);
    const lane = lanes.get(pace) ?? pace.open();
    lanes.set(pace, lane);
    return lane;
  }

  /** Previews wait for every penalty, also where they have a limit of their own. */
  function block(limit: LimitName, durationMs: number): void {
    for (const pace of new Set([paceOf('previews'), paceOf(limit)])) pace.block(durationMs);
  }

  function throwIfCanceled({ aborted }: AbortSignal): void {
    if (!aborted) return;
    throw new PlatformError('The reply was canceled.', {
      kind: 'canceled',
      platform: pages.surface.budget().scope,
    });
  }

  if (parts.showsTyping) {
    parts.surface.showTyping(AbortSignal.any([signal, wroteFirstWords.signal]));
  }
  // The final stage ends every wait, and the writing loop then notices the signal.
  const onAbort = () => addRevision({ stage: 'final', text: revisions.value?.text ?? '' });
  signal.addEventListener('abort', onAbort, { once: true });

  return {
    show(markdown) {
      if (revisions.value?.stage === 'final' || !markdown.trim()) return;
      addRevision({ stage: 'growing', text: markdown, controls: parts.controls });
      startWriting();
    },

    showNotice(markdown) {
      const stage = revisions.value?.stage;
      if (stage === 'growing' || stage === 'final') return;
      addRevision({ stage: 'notice', text: markdown, controls: parts.controls });
      startWriting();
    },

    showReasoning: pages.setReasoning,

    async finish(markdown, ending) {
      addRevision({ stage: 'final', text: markdown, ...ending });
      startWriting();
      await writing;
    },
  };
}

function writeKindOf({ isFirst }: PageWrite, { stage }: Revision): WriteKind {
  if (stage === 'final') return 'final';
  return stage === 'growing' && isFirst ? 'first' : 'preview';
}
