import { PlatformError } from '../errors.ts';
import { backoffMs } from '../lib/backoff.ts';
import type { NetworkPasses } from './network-passes.ts';
import type { PageWrite } from './page-write.ts';
import { createRefusalCounts, type RefusalCount } from './refusal-counts.ts';
import type { LimitName, ReplyParts } from './reply-parts.ts';
import type { Revision } from './revision.ts';

/** Decides what follows the failed writes of one reply. */
export interface WriteFailures {
  /** The network took a write. */
  recordPass(write: PageWrite): void;
  /**
   * Prepares what follows a failed write: the same write later, another one, or none. Gives the pause
   * before it.
   *
   * @throws The error, when the reply cannot continue.
   */
  handle(error: unknown, write: PageWrite, revision: Revision): number;
  /** The last refusal after which something else was written in place of a page. */
  readonly refusal: PlatformError | undefined;
}

/** The network of one reply, and how it is paused. */
interface WriteFailuresParts extends Pick<ReplyParts, 'clock' | 'log' | 'key'> {
  readonly passes: NetworkPasses;
  /** The scope of the next write. */
  readonly scope: () => string;
  /** Lets no write out for this long. */
  block(limit: LimitName, durationMs: number, isGlobal: boolean): void;
}

/** Something else in place of a page, until it is known whether the network takes it. */
interface Trial {
  readonly index: number;
  /** They put the page back. */
  readonly undos: readonly (() => void)[];
  /** The time of the refusal before the last one of the page. */
  readonly refusedBefore: number;
  readonly isFile: boolean;
  /** The refusal of another page before. */
  readonly earlierRefusal: PlatformError | undefined;
}

const WRITE_RETRY_WAITS = { firstMs: 1_000, longestMs: 30_000 };
/** Networks round down the time that they ask for. A write that comes too early makes it longer. */
export const PENALTY_MARGIN_MS = 250;
/**
 * An error of the server (5xx) does not say whether a later try can help. After this number of them in
 * this time, something else is written in place of the page. If the network takes that, it refused the
 * page for its content. If it does not, and takes nothing else, it is an outage, and the page waits.
 */
const PAGE_LIMIT = { refusals: 8, durationMs: 120_000 };
/**
 * A file can be replaced by text, and the further pages of an answer do not hold up its conversation as
 * long as the first refused one did.
 */
const SHORT_LIMIT = { refusals: 4, durationMs: 5_000 };
/** In place of a page, for writes that only remove something. */
const CLEANUP_INDEX = -1;

/** Creates a record without failures. */
export function createWriteFailures(parts: WriteFailuresParts): WriteFailures {
  const { clock, log, key, passes, scope, block } = parts;
  const counts = createRefusalCounts(clock);
  let failures = 0;
  let trial: Trial | undefined;
  let refusal: PlatformError | undefined;

  function retryLater(error: PlatformError): number {
    failures += 1;
    log.warn({ reply: key, failures, error: error.message }, 'reply: write failed, retrying');
    return backoffMs(failures, WRITE_RETRY_WAITS);
  }

  /** The server answered with an error of its own. */
  function handleServerError(error: PlatformError, write: PageWrite, isFinal: boolean): number {
    const { pageIndex = CLEANUP_INDEX, isFile, isOptional } = write;
    const count = counts.add(pageIndex);
    if (trial) return continueTrial(trial, write, error);
    if (!isFinal || !exceeds(count, limitOf(write))) return retryLater(error);
    if (isOptional) return skip(write);

    const undo = write.giveUp();
    if (!undo) return handleRefusedSentence(error, count);

    const refusedBefore = count.previousAt;
    trial = { index: pageIndex, undos: [undo], refusedBefore, isFile, earlierRefusal: refusal };
    recordGivenUp(error, isFile);
    return 0;
  }

  function limitOf({ isFile }: PageWrite): typeof PAGE_LIMIT {
    return isFile || refusal ? SHORT_LIMIT : PAGE_LIMIT;
  }

  /** The sentence after a page that keeps its text is refused, and nothing can take its place. */
  function handleRefusedSentence(error: PlatformError, count: RefusalCount): number {
    if (takesOtherWrites(count.previousAt) || exceeds(count, PAGE_LIMIT)) throw asForbidden(error);
    return retryLater(error);
  }

  /** The network refused the replacement of a page, too. */
  function continueTrial(failed: Trial, write: PageWrite, error: PlatformError): number {
    const isSamePage = !failed.isFile && write.pageIndex === failed.index;
    const undo = isSamePage ? write.giveUp() : undefined;
    if (undo) {
      trial = { ...failed, undos: [...failed.undos, undo] };
      return 0;
    }

    if (!takesOtherWrites(failed.refusedBefore)) endTrial(failed);
    else if (isSamePage) throw asForbidden(error);
    trial = undefined;
    return retryLater(error);
  }

  /** The network took a write, of this reply or another one, after `time`. */
  function takesOtherWrites(time: number): boolean {
    return passes.hasPassedAfter(time, scope());
  }

  /** It is an outage: the page is written again later. */
  function endTrial({ undos, index, earlierRefusal }: Trial): void {
    for (const undo of undos) undo();
    counts.clear(index);
    trial = undefined;
    refusal = earlierRefusal;
  }

  /**
   * Usually an outage. But a server may also break the connection when a file is too large for it. The
   * difference is whether another write passes between two attempts at the file.
   */
  function handleNoAnswer(error: PlatformError, write: PageWrite, isFinal: boolean): number {
    if (trial) endTrial(trial);
    const { pageIndex = CLEANUP_INDEX, isFile } = write;
    if (!isFinal || !isFile) return retryLater(error);

    const count = counts.add(pageIndex);
    if (!exceeds(count, PAGE_LIMIT)) return retryLater(error);
    if (takesOtherWrites(count.previousAt) && write.giveUp()) {
      recordGivenUp(error, isFile);
      return 0;
    }
    write.repeatPageBefore();
    return retryLater(error);
  }

  /** The network says itself that a later try cannot help. */
  function handleRefusal(error: PlatformError, write: PageWrite, isFinal: boolean): number {
    if (error.isTooLong && !write.isFile && write.shrink()) return 0;

    const isContentRefused = error.kind === 'invalid';
    if (write.isOptional || (isContentRefused && !isFinal)) return skip(write);
    if (!isContentRefused || !write.giveUp()) throw error;

    recordGivenUp(error, write.isFile);
    return 0;
  }

  function skip(write: PageWrite): number {
    write.skip();
    return 0;
  }

  function recordGivenUp(error: PlatformError, isFile: boolean): void {
    refusal = error;
    const fields = { reply: key, kind: error.kind, error: error.message, isFile };
    log.warn(fields, 'reply: the network refuses a page, writing something else in its place');
  }

  return {
    get refusal() {
      return refusal;
    },

    recordPass({ pageIndex = CLEANUP_INDEX }) {
      failures = 0;
      if (trial?.isFile || trial?.index === pageIndex) trial = undefined;
      counts.clear(pageIndex);
      passes.record(scope());
    },

    handle(error, write, { stage }) {
      if (!(error instanceof PlatformError)) throw error;

      const { kind, retryAfterMs = WRITE_RETRY_WAITS.longestMs } = error;
      const isFinal = stage === 'final';
      switch (kind) {
        case 'canceled':
          throw error;
        case 'rate_limit':
          block(write.limit, retryAfterMs + PENALTY_MARGIN_MS, error.isGlobal);
          return 0;
        case 'network':
          return handleNoAnswer(error, write, isFinal);
        case 'server':
          return handleServerError(error, write, isFinal);
        default:
          return handleRefusal(error, write, isFinal);
      }
    },
  };
}

/** The chat takes no message at all, as where the bot has no right to write. */
function asForbidden({ message, platform }: PlatformError): PlatformError {
  return new PlatformError(message, { kind: 'forbidden', platform });
}

function exceeds({ refusals, durationMs }: RefusalCount, limit: typeof PAGE_LIMIT): boolean {
  return refusals >= limit.refusals && durationMs >= limit.durationMs;
}
