import type { Clock } from '../lib/clock.ts';
import type { Revision } from './revision.ts';

/** A mailbox for the newest revision of a reply. One that is replaced before it is read costs nothing. */
export interface Revisions {
  /** `undefined`: there was none yet. */
  readonly newest: Revision | undefined;
  /** Replaces the newest revision. */
  put(revision: Revision): void;
  /**
   * Resolves with the next revision that is worth a write. The first words are worth one at 30
   * characters, at the end of a sentence, or 400 ms after the first token; later words at 20 more
   * characters, or after 1 s. A correction, a notice and the final text always are.
   *
   * @param written The revision of the last write.
   */
  waitForWorthwhile(written: Revision | undefined): Promise<Revision>;
}

/** The writing loop of the reply, which waits for a revision. */
interface Waiter {
  readonly written: Revision | undefined;
  readonly resolve: (revision: Revision) => void;
  /** Absent: no newer revision has come yet. */
  cancelTimer?: () => void;
}

/** A shorter text makes a useless push notification. */
const ENOUGH_FIRST_CHARACTERS = 30;
/** A smaller addition is not worth an edit. */
const ENOUGH_ADDED_CHARACTERS = 20;
/** For slow models: a few words soon are better than many later. */
const LONGEST_FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 1_000;
const SENTENCE_END = /[.!?…。！？]["'”’)\]]*\s*$/;

/** Creates an empty mailbox. After `signal`, every revision is worth a write. */
export function createRevisions({
  clock,
  signal,
}: {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): Revisions {
  let newest: Revision | undefined;
  let waiter: Waiter | undefined;

  function resolveIfWorthwhile(): void {
    if (!waiter || !newest || newest === waiter.written) return;

    if (signal.aborted || isWorthWriting(newest, waiter.written)) resolveWaiter();
    else waiter.cancelTimer ??= clock.after(longestWaitMs(waiter), resolveWaiter);
  }

  function resolveWaiter(): void {
    if (!waiter || !newest) return;

    waiter.cancelTimer?.();
    waiter.resolve(newest);
    waiter = undefined;
  }

  return {
    get newest() {
      return newest;
    },

    put(revision) {
      newest = revision;
      resolveIfWorthwhile();
    },

    waitForWorthwhile(written) {
      const { promise, resolve } = Promise.withResolvers<Revision>();
      waiter = { written, resolve };
      resolveIfWorthwhile();
      return promise;
    },
  };
}

function longestWaitMs({ written }: Waiter): number {
  return written?.stage === 'growing' ? LONGEST_WAIT_MS : LONGEST_FIRST_WAIT_MS;
}

function isWorthWriting({ stage, text }: Revision, written: Revision | undefined): boolean {
  if (stage !== 'growing') return true;
  if (written?.stage === 'growing') {
    const addedCharacters = text.length - written.text.length;
    // A shorter text is a correction.
    return addedCharacters < 0 || addedCharacters >= ENOUGH_ADDED_CHARACTERS;
  }

  if (text.length >= ENOUGH_FIRST_CHARACTERS) return true;
  return text.length > 3 && SENTENCE_END.test(text);
}
