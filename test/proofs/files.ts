import { runMutatedFiles } from './files/mutated-files.ts';

const FILES = 10_000;

export const usualMinutes = 3;

/**
 * Changed copies of pictures, PDFs and recordings through the reader processes: each has one content or
 * one reason, and the good files between them are read.
 */
export async function proof(): Promise<void> {
  const seed = Date.now() % 2 ** 31;
  const { files, outcomes, processes, peakMegabytes } = await runMutatedFiles({
    seed,
    count: FILES,
  });
  const list = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  process.stdout.write(
    `files: ${files} mutated files: ${list.join(', ')}; ${processes} processes, ` +
      `at most ${peakMegabytes} MB; every good file between them was read (seed ${seed})\n`,
  );
}
