import { runMutatedPayloads } from './intake/run-mutated-payloads.ts';
import { runMutatedStreams } from './intake/streams.ts';

const PAYLOADS = 100_000;
const STREAMS = 100_000;

export const usualMinutes = 20;

/**
 * Mutated payloads of both networks through the real connections of the running bot: it never ends,
 * every good question between them is answered, and no stranger reaches a model or a setting. Then
 * mutated streams of all protocols: each ends in one end or one kind of failure, within its limits.
 */
export async function proof(): Promise<void> {
  const seed = Date.now() % 2 ** 31;
  const counts = await runMutatedPayloads({ seed, count: PAYLOADS });
  process.stdout.write(
    `intake: ${counts.payloads} mutated payloads of both networks, ${counts.goodQuestions} good questions between them all answered, ` +
      `${counts.modelCalls} calls of the model, none for a stranger; peak memory ${counts.peakMegabytes} MB (seed ${seed})\n`,
  );

  const { streams, overHttp, answered, longestMs, peakMemoryMib } = await runMutatedStreams({
    seed,
    count: STREAMS,
  });
  process.stdout.write(
    `intake: ${streams} mutated streams, ${overHttp} of them over HTTP: ${answered} answered, the others failed in order; ` +
      `the longest took ${longestMs / 1_000} s by the clock, and the process grew by ${peakMemoryMib} MiB at most (seed ${seed})\n`,
  );
}
