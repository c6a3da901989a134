import { setTimeout as sleep } from 'node:timers/promises';
import { handleParentRequests } from '../shared/handle-parent-requests.ts';
import { type MemoryUse, readMemoryUse } from './memory-use.ts';

/** Requests one answer, and calls `onContent` at each content of it. Resolves at its end. */
type StreamAnswer = (model: string, onContent: () => void, signal: AbortSignal) => Promise<void>;

/** What the parent process wants to be requested. */
export interface StreamTask {
  /** The number of streams at the same time, as long as none takes longer than its deltas. */
  readonly load: number;
  /** The number of deltas in each stream. */
  readonly deltas: number;
  /**
   * The time during which new streams start. The moments of their starts are fixed beforehand,
   * however slow the older streams are.
   */
  readonly durationMs: number;
}

/** What was measured in one task. */
export interface StreamMeasurement {
  /**
   * From the moment when a question was due to its first content. Only questions count that started
   * when the full load was reached.
   */
  readonly firstContentMs: readonly number[];
  /**
   * The number of questions that started much later than they were due, for lack of processor time.
   */
  readonly lateQuestions: number;
  /**
   * The number of questions that were left out, because far too many were open: the rest is
   * worthless then.
   */
  readonly skippedQuestions: number;
  /**
   * The number of questions whose answers failed, or had not ended 20 s after the last question: the
   * side does not keep up. Without content, they count in `firstContentMs` with at least 20 s.
   */
  readonly unfinishedQuestions: number;
  /**
   * The processor time of this process. At 50 deltas a second in each of 1,000 streams, 20 µs are a
   * whole core.
   */
  readonly cpuUsPerDelta: number;
  readonly memoryBefore: MemoryUse;
  /** The memory while `openStreams` went on. */
  readonly memoryDuring: MemoryUse;
  readonly openStreams: number;
}

/**
 * From the last question until the memory is read, which takes a while itself. The last question
 * has its first content by then.
 */
export const SETTLE_MS = 100;

const DELTAS_PER_SECOND = 50;
const LATE_MS = 10;
/**
 * Ends the run of a side that never keeps up. A pause of the machine leaves far fewer streams open.
 */
const MAX_OPEN_STREAMS = 4_000;
const FINISH_TIMEOUT_MS = 20_000;

/**
 * Carries out the tasks of the parent process with `streamAnswer`, and responds with what it
 * measured.
 */
export function measureStreams(streamAnswer: StreamAnswer): void {
  handleParentRequests<StreamTask>((task) => measureTask(task, streamAnswer));
}

async function measureTask(
  task: StreamTask,
  streamAnswer: StreamAnswer,
): Promise<StreamMeasurement> {
  const memoryBefore = readMemoryUse();
  const questions = createQuestions(`paced/${task.deltas}`, streamAnswer);
  const cpuBefore = process.cpuUsage();

  await startInTurn(task, questions.start);
  await sleep(SETTLE_MS);
  const openStreams = questions.countOpen();
  const memoryDuring = readMemoryUse();

  const { started, ...counts } = await questions.finish();
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpuUsPerDelta = (user + system) / (started * task.deltas);
  return { ...counts, cpuUsPerDelta, memoryBefore, memoryDuring, openStreams };
}

/** The questions of one task. */
interface Questions {
  /** Starts a question that was due at this moment (`performance.now()`). */
  start(dueAt: number, isMeasured: boolean): void;
  /** The number of questions whose answers have not ended. */
  countOpen(): number;
  /**
   * Resolves when all answers have ended. Breaks off those that take too long.
   *
   * @throws When an answer ends without content.
   */
  finish(): Promise<QuestionCounts>;
}

interface QuestionCounts
  extends Pick<
    StreamMeasurement,
    'firstContentMs' | 'lateQuestions' | 'skippedQuestions' | 'unfinishedQuestions'
  > {
  readonly started: number;
}

function createQuestions(model: string, streamAnswer: StreamAnswer): Questions {
  const timeout = new AbortController();
  const running = new Set<Promise<void>>();
  const firstContentMs: number[] = [];
  let started = 0;
  let measured = 0;
  let lateQuestions = 0;
  let skippedQuestions = 0;
  let unfinishedQuestions = 0;

  return {
    start(dueAt, isMeasured) {
      if (running.size >= MAX_OPEN_STREAMS) {
        skippedQuestions += 1;
        return;
      }
      started += 1;
      if (isMeasured) measured += 1;

      // A timer may also fire too early.
      const startedAt = Math.min(dueAt, performance.now());
      if (isMeasured && performance.now() - dueAt > LATE_MS) lateQuestions += 1;

      let isAwaitingContent = isMeasured;
      const onContent = () => {
        if (isAwaitingContent) firstContentMs.push(performance.now() - startedAt);
        isAwaitingContent = false;
      };

      const onUnfinished = () => {
        unfinishedQuestions += 1;
        const elapsedMs = performance.now() - startedAt;
        if (isAwaitingContent) firstContentMs.push(Math.max(elapsedMs, FINISH_TIMEOUT_MS));
        isAwaitingContent = false;
      };

      const run = streamAnswer(model, onContent, timeout.signal)
        // After an abort, Parley's stream ends quietly.
        .then(() => timeout.signal.throwIfAborted())
        .catch(onUnfinished)
        .finally(() => running.delete(run));
      running.add(run);
    },

    countOpen: () => running.size,

    async finish() {
      const timer = setTimeout(() => timeout.abort(), FINISH_TIMEOUT_MS);
      await Promise.all(running);
      clearTimeout(timer);

      if (firstContentMs.length !== measured) throw new Error('some answers had no content');
      return { firstContentMs, lateQuestions, skippedQuestions, unfinishedQuestions, started };
    },
  };
}

/**
 * Starts the questions at even distances. They are measured after the life of one stream: the load
 * is full then.
 */
async function startInTurn(
  { load, deltas, durationMs }: StreamTask,
  start: Questions['start'],
): Promise<void> {
  const streamLifeMs = (deltas / DELTAS_PER_SECOND) * 1_000;
  const startedAt = performance.now();

  for (let dueMs = 0; dueMs < durationMs; dueMs += streamLifeMs / load) {
    const waitMs = startedAt + dueMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    start(startedAt + dueMs, dueMs >= streamLifeMs);
  }
}
