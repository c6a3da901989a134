import { setTimeout as sleep } from 'node:timers/promises';
import { answerParent } from '../shared/answer-parent.ts';
import { type Memory, readMemory } from './memory.ts';

/** Calls `onContent` at each content of one answer. Resolves at its end. */
export type Stream = (model: string, onContent: () => void, signal: AbortSignal) => Promise<void>;

export interface Task {
  /** Streams at once. */
  readonly load: number;
  readonly deltas: number;
  /** How long streams begin, each when an older one should have ended; if it has not, there is one less. */
  readonly forMs: number;
}

export interface Measured {
  /** From the question to the first content, of those that began when there were as many as asked for. */
  readonly firstContentMs: readonly number[];
  readonly before: Memory;
  /** With `streams` going on. */
  readonly during: Memory;
  readonly streams: number;
}

const DELTAS_PER_SECOND = 50;
/** A stream takes a little longer than its deltas. */
const SLACK = 1.04;
const LONGEST_REST_MS = 10_000;

/** Keeps as many streams going as the parent asks for. */
export function measureStreams(stream: Stream): void {
  answerParent<Task>(async (task): Promise<Measured> => {
    const before = readMemory();
    const firstContentMs: number[] = [];
    const tooLong = new AbortController();
    const running = new Set<Promise<void>>();
    await beginInTurn(task, (isMeasured) => {
      if (running.size >= task.load) return;
      const startedAt = performance.now();
      let hasContent = false;
      const onContent = () => {
        if (!hasContent && isMeasured) firstContentMs.push(performance.now() - startedAt);
        hasContent = true;
      };
      const run = stream(`paced/${task.deltas}`, onContent, tooLong.signal).finally(() => running.delete(run));
      running.add(run);
    });
    const streams = running.size;
    const during = readMemory();
    const timer = setTimeout(() => tooLong.abort(), LONGEST_REST_MS);
    await Promise.all(running);
    clearTimeout(timer);
    if (tooLong.signal.aborted) throw new Error('the answers did not end in time');
    return { firstContentMs, before, during, streams };
  });
}

async function beginInTurn({ load, deltas, forMs }: Task, begin: (isMeasured: boolean) => void): Promise<void> {
  const lifeMs = (deltas / DELTAS_PER_SECOND) * 1_000 * SLACK;
  const startedAt = performance.now();
  for (let next = 0; next < forMs; next += lifeMs / load) {
    const waitMs = startedAt + next - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    begin(next >= lifeMs);
  }
}
