import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { documentsWith, HUGE_PIECES } from '../markdown/invariants/huge-pieces.ts';
import {
  complainAboutHugePiece,
  measuredDialects,
} from '../markdown/invariants/measured-dialects.ts';
import type { HostileVerdict } from './replies/judge-hostile-part.ts';
import type { Counts, Part, Verdict } from './replies/judge-part.ts';
import type { WorkVerdict } from './replies/measure-hostile-part.ts';
import { proveDialects } from './replies/prove-dialects.ts';
import { proveNothingLost } from './replies/prove-nothing-lost.ts';

export const usualMinutes = 13;

/**
 * Every prefix of every answer and example in both dialects: the platform accepts it, and it is stable,
 * complete and exact. Then generated texts lose no sign, pieces that are larger than a message cost no
 * answer, and hostile texts cost at most a bounded multiple of the work of prose.
 */
export async function proof(): Promise<void> {
  const seed = Date.now() % 2 ** 31;
  const count = Math.min(4, availableParallelism());
  const judgeAll = <Result>(file: string) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        judgeInWorker<Result>(file, { index, count, seed }),
      ),
    );

  const parts = await judgeAll<readonly Verdict[]>('judge-part.ts');
  const verdicts = parts.flat();
  for (const [dialect, all = []] of Map.groupBy(verdicts, (verdict) => verdict.dialect))
    writeCounts(dialect, all, seed);
  proveDialects(seed);
  const lost = proveNothingLost(seed);
  const hugePieces = judgeHugePieces();
  const hostile = await judgeAll<HostileVerdict>('judge-hostile-part.ts');
  writeHostileCounts(hostile, seed);
  const works = await Promise.all(
    Array.from({ length: count }, (_, index) => measureInProcess(index, count)),
  );
  writeWork(works);

  const complaints = [...verdicts, ...hostile, ...works].flatMap((verdict) => verdict.complaints);
  assert.deepEqual([...complaints, ...lost, ...hugePieces], []);
}

/** Every piece that is larger than a message, at every place and in every dialect. */
function judgeHugePieces(): readonly string[] {
  const pieces = Object.entries(HUGE_PIECES);
  process.stdout.write(`replies: ${pieces.length} pieces larger than a message\n`);

  return measuredDialects.flatMap((measured) =>
    pieces.flatMap(([what, piece]) =>
      documentsWith(piece).flatMap((markdown) =>
        [1, 0.25]
          .flatMap((share) => complainAboutHugePiece(measured, markdown, share))
          .map((complaint) => `${measured.name}: ${what}: ${complaint}`),
      ),
    ),
  );
}

async function judgeInWorker<Result>(file: string, part: Part): Promise<Result> {
  const worker = new Worker(new URL(`./replies/${file}`, import.meta.url), { workerData: part });
  const [result] = await once(worker, 'message');
  return result;
}

/**
 * Optimized code leaves out some steps, and the moment at which V8 optimizes depends on the load of the
 * machine. These flags hold for a whole process, so workers cannot have their own.
 */
const MEASURING_FLAGS: readonly string[] = ['--no-opt', '--no-maglev'];

/** Measures the work of one part of all hostile texts, in a process of its own. */
async function measureInProcess(index: number, count: number): Promise<WorkVerdict> {
  const child = fork(
    new URL('./replies/measure-hostile-part.ts', import.meta.url),
    [String(index), String(count)],
    { execArgv: [...MEASURING_FLAGS] },
  );
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The process that measures ended with ${code} before its result.`);
  });
  const [verdict] = await Promise.race([once(child, 'message'), ended]);
  return verdict;
}

function writeHostileCounts(verdicts: readonly HostileVerdict[], seed: number): void {
  const texts = verdicts.reduce((total, verdict) => total + verdict.texts, 0);
  process.stdout.write(`replies: ${texts} hostile texts in both dialects (seed ${seed})\n`);
}

function writeWork(verdicts: readonly WorkVerdict[]): void {
  const measured = verdicts.reduce((total, verdict) => total + verdict.measured, 0);
  const largest = (name: 'largestRatio' | 'largestGrowth') =>
    Math.max(...verdicts.map((verdict) => verdict[name])).toFixed(1);

  process.stdout.write(
    `replies: ${measured} hostile texts measured up to 64 KB: an update costs at most ` +
      `${largest('largestRatio')} times that of prose, an answer of 64 KB ${largest('largestGrowth')} times one of 16 KB\n`,
  );
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
