import type { Controls, PutOptions, ReplySurface, WriteCalls } from '../contracts/reply-surface.ts';
import { PlatformError } from '../errors.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import type { ExpectedWrite, PageWrite } from './page-write.ts';
import { createReplyMessages } from './reply-messages.ts';
import { createReplyPages } from './reply-pages.ts';
import type { ReplyParts } from './reply-parts.ts';
import type { Revision } from './revision.ts';

/** Knows which page each message shows, and what is still to be written. */
export interface PageWriter {
  /** The surface that takes the next write. After an `unsupported` failure, the plain one. */
  readonly surface: ReplySurface;
  /**
   * Gives the next write for a revision: the first page that its message does not show yet. After
   * the final page, and after that of a correction: the removal of what is left of an earlier, longer
   * text. `undefined`: all is done.
   */
  nextWrite(revision: Revision): PageWrite | undefined;
  /**
   * The room that the next write will need. Exact if the revision is rendered, else a guess: most writes
   * go to the last message. Renders nothing.
   */
  expectWrite(revision: Revision): ExpectedWrite | undefined;
  /** A part of the text is not visible, because the network refuses its page for good. */
  readonly hasRefusedPages: boolean;
  /** See `Reply.showTranscript`. */
  setTranscript(words: string): void;
  /** See `Reply.showReasoning`. */
  setReasoning(reasoning: string): void;
}

/** The content of a message, as far as this run knows. */
interface ShownPage {
  readonly page: unknown;
  readonly controls: Controls | undefined;
}

/** The content that a message is to have. */
interface PlannedPage extends ShownPage {
  readonly state: PutOptions['state'];
}

/** The common part of writes that only remove something. */
const CLEANUP = {
  isFirst: false,
  isOptional: true,
  isCreate: false,
  isFile: false,
  limit: 'messages',
  giveUp: () => undefined,
  repeatPageBefore: () => {},
  shrink: () => false,
} as const;

/** Makes the writer of one reply. */
export function createPageWriter(parts: ReplyParts): PageWriter {
  const { signal, onlyAsker = false } = parts;
  let { surface } = parts;
  // Each run has its own key: by that of an earlier run, the network could find a removed message.
  const runKey = `${parts.key}@${parts.clock.now()}`;
  const messages = createReplyMessages(parts);
  const pages = createReplyPages(surface, parts.maxMessages);
  let hasWords = false;
  /** By the index of the page. Absent: unknown, or there is no message. */
  const shownPages: ShownPage[] = [];
  const skippedIndexes = new Set<number>();
  const removalsByIndex = new Map<number, number>();
  /** By the index of the page, the last one that the network took in this run. */
  const acceptedPages: unknown[] = [];

  /** The last page has the buttons, if it is no picture. It is the only one that still grows. */
  function planPages(revision: Revision): PlannedPage[] {
    const rendered = pages.render(revision);
    const withControls = rendered.findLastIndex((page) => !pages.isPicture(page));
    return rendered.map((page, index, all) => {
      const isLast = index === all.length - 1;
      const isGrowing = isLast && revision.stage !== 'final';
      const controls = index === withControls ? revision.controls : undefined;
      return { page, controls, state: isGrowing ? 'growing' : 'final' };
    });
  }

  function isShown(index: number, { page, controls, state }: PlannedPage): boolean {
    const shown = shownPages[index];
    const needsMessage = state === 'final' && messages.hasDraft(index);
    if (!shown || needsMessage) return false;
    return surface.dialect.same(shown.page, page) && areSameControls(shown.controls, controls);
  }

  function writePage(index: number, planned: PlannedPage, { stage }: Revision): PageWrite {
    const { page, controls, state } = planned;

    return {
      ...roomFor(index, state),
      isFirst: !hasWords,
      isOptional: false,
      pageIndex: index,
      isFile: pages.isFile(page),

      async run(calls) {
        const key = keyOf(index);
        const options = { state, key, onlyAsker, signal, ...calls };
        try {
          await messages.put(surface, index, page, { ...options, ...omitUndefined({ controls }) });
        } catch (error) {
          return recover(error, index);
        }
        shownPages[index] = planned;
        acceptedPages[index] = page;
        skippedIndexes.delete(index);
        hasWords ||= stage !== 'notice';
      },

      skip() {
        shownPages[index] = planned;
        skippedIndexes.add(index);
      },

      giveUp: () => giveUp(index, planned),
      repeatPageBefore: () => delete shownPages[index - 1],
      shrink: pages.shrink,
    };
  }

  /**
   * Prepares another write in place of the failed one.
   *
   * @throws The error, when another write would not help.
   */
  async function recover(error: unknown, index: number): Promise<void> {
    const kind = error instanceof PlatformError ? error.kind : undefined;
    // An earlier run may have died while it removed a message.
    const isOfEarlierRun = index < messages.count && shownPages[index] === undefined;
    if (kind === 'unsupported' && surface.plainSurface) switchTo(surface.plainSurface);
    else if (kind === 'gone' && isOfEarlierRun) await messages.drop(index);
    else throw error;
  }

  /** Every page is written again, into the same messages. */
  function switchTo(plainSurface: ReplySurface): void {
    surface = plainSurface;
    pages.setDialect(plainSurface.dialect);
    shownPages.length = 0;
    acceptedPages.length = 0;
    skippedIndexes.clear();
  }

  /** The same for each attempt at a message. By the key of a removed one, the network would find that. */
  function keyOf(index: number): string {
    const key = `${runKey}.${index}`;
    const removals = removalsByIndex.get(index);
    return removals ? `${key}.${removals}` : key;
  }

  /** Records that the last message is no longer part of the answer. */
  function forgetLastPage(): void {
    const index = messages.count;
    removalsByIndex.set(index, (removalsByIndex.get(index) ?? 0) + 1);
    shownPages.length = Math.min(shownPages.length, index);
    skippedIndexes.delete(index);
  }

  function giveUp(index: number, planned: PlannedPage): (() => void) | undefined {
    if (surface.plainSurface) {
      switchTo(surface.plainSurface);
      return () => {};
    }
    if (pages.isFile(planned.page)) return pages.refuseFiles();

    const putBack = pages.refuse(index, acceptedPages[index]);
    if (messages.hasMessage(index)) {
      // If what it shows is refused as well, it stays as it is, with its old buttons.
      if (!putBack) shownPages[index] = planned;
      return putBack ?? (() => {});
    }

    // The page before is written again: that shows whether the network takes edits.
    if (putBack) delete shownPages[index - 1];
    return putBack;
  }

  /** Removes the messages beyond this text: of an earlier run, or of a text that was corrected. */
  function cleanUp(pageCount: number, isFinal: boolean): PageWrite | undefined {
    if (isFinal && messages.mayHaveMore && surface.findNext) {
      const run = () => messages.findMore(surface, signal);
      return { ...CLEANUP, run, skip: messages.assumeNoMore };
    }
    if (messages.count <= pageCount) return undefined;

    const run = async (calls: WriteCalls) => {
      await messages.removeLast(surface, calls);
      forgetLastPage();
    };
    const skip = () => {
      messages.forgetLast();
      forgetLastPage();
    };
    return { ...CLEANUP, run, skip };
  }

  function nextWrite(revision: Revision): PageWrite | undefined {
    const isFinal = revision.stage === 'final';
    const planned = planPages(revision);
    const needsWrite = (page: PlannedPage, index: number) =>
      !isShown(index, page) || (isFinal && skippedIndexes.has(index));
    const index = planned.findIndex(needsWrite);
    const page = planned[index];
    if (page) return writePage(index, page, revision);
    return isFinal || pages.isCorrected ? cleanUp(planned.length, isFinal) : undefined;
  }

  function guessWrite({ stage }: Revision): ExpectedWrite {
    const index = Math.max(0, messages.count - 1);
    return { isFirst: !hasWords, ...roomFor(index, stage === 'final' ? 'final' : 'growing') };
  }

  function roomFor(
    index: number,
    state: PutOptions['state'],
  ): Pick<ExpectedWrite, 'isCreate' | 'limit'> {
    const hasMessage = messages.hasMessage(index);
    const updatesDraft = messages.hasDraft(index) && state === 'growing';
    return {
      isCreate: !hasMessage && !updatesDraft,
      limit: state === 'growing' && !hasMessage ? 'previews' : 'messages',
    };
  }

  return {
    get surface() {
      return surface;
    },

    get hasRefusedPages() {
      return pages.hasRefusedPages;
    },

    nextWrite,
    expectWrite: (revision) =>
      pages.isRendered(revision) ? nextWrite(revision) : guessWrite(revision),
    setTranscript: pages.setTranscript,
    setReasoning: pages.setReasoning,
  };
}

/** Compares by JSON: the same code makes both, so their keys have the same order. */
function areSameControls(a: Controls = [], b: Controls = []): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
