import assert from 'node:assert/strict';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Counts, Part, Verdict } from './replies/judge-part.ts';
import { proveNothingLost } from './replies/prove-nothing-lost.ts';

export const usualMinutes = 4;

/** Every prefix of every answer and example in both dialects: the platform accepts it, and it is stable, complete and exact. */
export async function proof(): Promise<void> {
  const seed = Date.now() % 2 ** 31;
  const count = Math.min(4, availableParallelism());
  const parts = await Promise.all(
    Array.from({ length: count }, (_, index) => judgeInWorker({ index, count, seed })),
  );
  const verdicts = parts.flat();
  for (const [dialect, all = []] of Map.groupBy(verdicts, (verdict) => verdict.dialect))
    writeCounts(dialect, all, seed);

  const lost = proveNothingLost(seed);
  assert.deepEqual([...verdicts.flatMap(({ complaints }) => complaints), ...lost], []);
}

async function judgeInWorker(part: Part): Promise<readonly Verdict[]> {
  const worker = new Worker(new URL('./replies/judge-part.ts', import.meta.url), {
    workerData: part,
  });
  const [verdicts] = await once(worker, 'message');
  return verdicts;
}

function writeCounts(dialect: string, verdicts: readonly Verdict[], seed: number): void {
  const sum = (name: keyof Counts) =>
    verdicts.reduce((total, { counts }) => total + counts[name], 0);
  const percent = ((100 * sum('retractions')) / sum('frames')).toFixed(2);
  process.stdout.write(
    `replies: ${dialect}: every prefix of ${sum('answers')} answers and of ${sum('examples')} examples of CommonMark, ` +
      `${sum('generated')} generated documents: ${sum('frames')} frames, of which ${percent} % took back more than one atom (seed ${seed})\n`,
  );
}
