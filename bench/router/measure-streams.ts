import { setTimeout as sleep } from 'node:timers/promises';
import { handleParentRequests } from '../shared/handle-parent-requests.ts';
import { type MemoryUse, readMemoryUse } from './memory-use.ts';

/** Calls `onContent` at each content of one answer. Resolves at its end. */
export type StreamAnswer = (
  model: string,
  onContent: () => void,
  signal: AbortSignal,
) => Promise<void>;

export interface StreamTask {
  /** Streams at once, while none takes longer than its deltas. */
  readonly load: number;
  readonly deltas: number;
  /** How long streams begin: at moments that are fixed beforehand, however slow the older ones are. */
  readonly forMs: number;
}

export interface StreamMeasurement {
  /** From the moment when the question was due to the first content, of those that began when there were as many as asked for. */
  readonly firstContentMs: readonly number[];
  /** Questions that were asked much later than they were due: whoever asks had no time. */
  readonly late: number;
  /** Questions that were not asked, because far too many were open. Any of them makes the rest worthless. */
  readonly skipped: number;
  /** Processor time of this process; at 50 deltas a second in each of 1,000 streams, 20 µs are all of one core. */
  readonly cpuUsPerDelta: number;
  readonly before: MemoryUse;
  /** With `streams` going on. */
  readonly during: MemoryUse;
  readonly streams: number;
}

/** From the last question until the memory is read, which takes a while itself: the last one has its first content by then. */
export const SETTLE_MS = 100;

const DELTAS_PER_SECOND = 50;
const LATE_MS = 10;
/** So that a side that never keeps up ends at all. Far more than a pause of this machine makes. */
const MOST_OPEN = 4_000;
const LONGEST_REST_MS = 20_000;

/** Asks as the parent says. */
export function measureStreams(stream: StreamAnswer): void {
  handleParentRequests<StreamTask>(async (task): Promise<StreamMeasurement> => {
    const before = readMemoryUse();
    const tooLong = new AbortController();
    const running = new Set<Promise<void>>();
    const firstContentMs: number[] = [];
    let [begun, measured, late, skipped] = [0, 0, 0, 0];

    const begin = (dueAt: number, isMeasured: boolean) => {
      if (running.size >= MOST_OPEN) {
        skipped += 1;
        return;
      }
      begun += 1;
      if (isMeasured) measured += 1;
      // A timer may be early, too.
      const askedAt = Math.min(dueAt, performance.now());
      if (isMeasured && performance.now() - dueAt > LATE_MS) late += 1;
      let hasContent = !isMeasured;
      const onContent = () => {
        if (!hasContent) firstContentMs.push(performance.now() - askedAt);
        hasContent = true;
      };
      const run = stream(`paced/${task.deltas}`, onContent, tooLong.signal).finally(() =>
        running.delete(run),
      );
      running.add(run);
    };

    const cpuBefore = process.cpuUsage();
    await beginInTurn(task, begin);
    await sleep(SETTLE_MS);
    const streams = running.size;
    const during = readMemoryUse();
    const timer = setTimeout(() => tooLong.abort(), LONGEST_REST_MS);
    await Promise.all(running);
    clearTimeout(timer);
    if (tooLong.signal.aborted) throw new Error('the answers did not end in time');
    if (firstContentMs.length !== measured) throw new Error('there were answers without content');
    const { user, system } = process.cpuUsage(cpuBefore);
    const cpuUsPerDelta = (user + system) / (begun * task.deltas);
    return { firstContentMs, late, skipped, cpuUsPerDelta, before, during, streams };
  });
}

async function beginInTurn(
  { load, deltas, forMs }: StreamTask,
  begin: (dueAt: number, isMeasured: boolean) => void,
): Promise<void> {
  const lifeMs = (deltas / DELTAS_PER_SECOND) * 1_000;
  const startedAt = performance.now();
  for (let next = 0; next < forMs; next += lifeMs / load) {
    const waitMs = startedAt + next - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    begin(startedAt + next, next >= lifeMs);
  }
}
