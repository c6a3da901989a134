import type { Reply } from '../contracts/replies.ts';
import { PlatformError } from '../errors.ts';
import { sleep } from '../lib/clock.ts';
import type { ExpectedWrite, PageWrite } from './page-write.ts';
import { createPageWriter } from './page-writer.ts';
import type { EndCall } from './rate-window.ts';
import { createReplyLanes } from './reply-lanes.ts';
import type { ReplyParts } from './reply-parts.ts';
import type { Revision } from './revision.ts';
import { createRevisions } from './revisions.ts';
import { createRoomForCalls, type RoomForCalls } from './room-for-calls.ts';
import { createWriteFailures } from './write-failures.ts';
import type { PlannedWrite, WriteKind } from './write-limits.ts';

/*
 * A reply is two loops that never wait for each other. The caller's loop reads the model, and each
 * `show` leaves the newest text, a revision, in a mailbox for one value. The writing loop takes the
 * next revision that is worth a write (revisions.ts), waits until the network's limits leave room for
 * it (pace.ts, write-queue.ts), renders the revision that is the newest by then, and writes the first
 * page that has to change (page-writer.ts). So texts in between are skipped, and cost nothing. The
 * final text never is, because the loop ends with it.
 */

/** Starts a reply; see the contract `Reply`. It writes nothing before the first call. */
export function createReply(parts: ReplyParts): Reply {
  const { clock, handover, beforeWrite, waitForRenderTurn } = parts;
  // Writes get only `parts.signal`, so that a handover lets the write under way arrive.
  const signal = handover ? AbortSignal.any([parts.signal, handover]) : parts.signal;
  const revisions = createRevisions({ clock, signal });
  const pages = createPageWriter(parts);
  const lanes = createReplyLanes(() => pages.surface.budget(), parts.paceFor);
  /** Aborts when the first words are visible. */
  const wroteFirstWords = new AbortController();
  /** Ends when a revision of another stage comes, so that it overtakes the write that waits. */
  let stage = openStage();
  const failures = createWriteFailures({
    ...parts,
    scope: () => pages.surface.budget().scope,
    block: lanes.block,
  });
  let writing: Promise<void> | undefined;

  function addRevision(revision: Revision): void {
    const previous = revisions.newest;
    revisions.put(revision);
    if (!previous || previous.stage === revision.stage) return;

    stage.end();
    stage = openStage();
  }

  function openStage(): { readonly signal: AbortSignal; end(): void } {
    const ended = new AbortController();
    return { signal: AbortSignal.any([signal, ended.signal]), end: () => ended.abort() };
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
      lanes.laneOf('messages');
      let written: Revision | undefined;
      while (written?.stage !== 'final') {
        const revision = await revisions.waitForWorthwhile(written);
        written = (await writePages(revision)) ?? written;
      }
      if (pages.hasRefusedPages) throw failures.refusal;
    } finally {
      lanes.closeAll();
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
      if (revisions.newest?.stage !== revision.stage) return undefined;

      const expected = pages.expectWrite(revision);
      if (!expected) return revision;
      // After the last write, a text is whole: there is nothing to hand over.
      throwIfCanceled(signal);

      const planned = { kind: writeKindOf(expected, revision), isCreate: expected.isCreate };
      const endCall = await lanes.laneOf(expected.limit).waitForRoom(planned, stage.signal);
      if (endCall) revision = await writeNewest(expected, revision, roomFor(planned, endCall));
    }
  }

  /**
   * Renders the newest revision, and makes its next write if the room for `expected` is enough for it.
   * Otherwise, that write waits for room of its own. Gives the newest revision.
   */
  async function writeNewest(
    expected: ExpectedWrite,
    expectedFor: Revision,
    room: RoomForCalls,
  ): Promise<Revision> {
    let revision = expectedFor;
    let isUsed = false;
    let pauseMs = 0;
    // Taken before the write: a stage that changes during the write ends the pause after it.
    let pauseSignal = signal;
    try {
      await beforeWrite?.();
      await waitForRenderTurn();
      throwIfCanceled(signal);
      // The process may have stood still since the permission: others may have its share by now.
      if (!lanes.paceOf(expected.limit).mayWrite) return revision;

      revision = revisions.newest ?? expectedFor;
      pauseSignal = stage.signal;
      const write = pages.nextWrite(revision);
      if (write && fits(write, expected)) {
        isUsed = true;
        pauseMs = await makeWrite(write, revision, room);
      }
    } finally {
      room.end(isUsed);
    }

    if (pauseMs > 0) await sleep(clock, pauseMs, pauseSignal);
    return revision;
  }

  function roomFor(planned: PlannedWrite, endCall: EndCall): RoomForCalls {
    const { scope: platform, countsCreatesSeparately = false } = pages.surface.budget();
    return createRoomForCalls({
      ...{ planned, endCall, countsCreatesSeparately, beforeWrite, platform, signal },
      // A surface whose previews have a limit of their own may send a message instead.
      lane: () => lanes.laneOf('messages'),
      pace: () => lanes.paceOf('messages'),
    });
  }

  /** Gives the pause after the write: more than 0 if it failed. */
  async function makeWrite(
    write: PageWrite,
    revision: Revision,
    { beforeCall, onRateLimit }: RoomForCalls,
  ): Promise<number> {
    try {
      await write.run({ beforeCall, onRateLimit });
      failures.recordPass(write);
      if (revision.stage !== 'notice') recordFirstWords();
      return 0;
    } catch (error) {
      return failures.handle(error, write, revision);
    }
  }

  function recordFirstWords(): void {
    if (wroteFirstWords.signal.aborted) return;
    wroteFirstWords.abort();
    parts.onFirstWords?.();
  }

  /** The room for the expected write is room for this one, too. */
  function fits(write: ExpectedWrite, expected: ExpectedWrite): boolean {
    const { previews, countsCreatesSeparately = false } = pages.surface.budget();
    const isSameLimit = write.limit === expected.limit || !previews;
    return isSameLimit && (write.isCreate === expected.isCreate || !countsCreatesSeparately);
  }

  /** Only looks at texts that may be blank: a look at a growing text costs its whole length. */
  function isBlank(markdown: string): boolean {
    const previous = revisions.newest;
    const hasGrown = previous?.stage === 'growing' && markdown.length >= previous.text.length;
    return !hasGrown && !markdown.trim();
  }

  function throwIfCanceled({ aborted }: AbortSignal): void {
    if (!aborted) return;
    throw new PlatformError('The reply was canceled.', {
      kind: 'canceled',
      platform: pages.surface.budget().scope,
    });
  }

  if (parts.showsTyping) {
    const until = AbortSignal.any([signal, wroteFirstWords.signal]);
    parts.surface.showTyping(until, () => lanes.paceOf('messages').takeSpareCall());
  }
  // The final stage ends every wait, and the writing loop then notices the signal.
  const onAbort = () => addRevision({ stage: 'final', text: revisions.newest?.text ?? '' });
  signal.addEventListener('abort', onAbort, { once: true });

  return {
    show(markdown) {
      if (revisions.newest?.stage === 'final' || isBlank(markdown)) return;
      addRevision({ stage: 'growing', text: markdown, controls: parts.controls });
      startWriting();
    },

    showNotice(markdown) {
      const stage = revisions.newest?.stage;
      if (stage === 'growing' || stage === 'final') return;
      addRevision({ stage: 'notice', text: markdown, controls: parts.controls });
      startWriting();
    },

    showTranscript: pages.setTranscript,
    showReasoning: pages.setReasoning,

    async finish(markdown, ending) {
      addRevision({ stage: 'final', text: markdown, ...ending });
      startWriting();
      await writing;
    },
  };
}

function writeKindOf({ isFirst }: ExpectedWrite, { stage }: Revision): WriteKind {
  if (stage === 'final') return 'final';
  return stage === 'growing' && isFirst ? 'first' : 'preview';
}
