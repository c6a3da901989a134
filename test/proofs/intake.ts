import { runMutatedPayloads } from './intake/run-mutated-payloads.ts';

const PAYLOADS = 100_000;

export const usualMinutes = 6;

/**
 * Mutated payloads of both networks through the real connections of the running bot: it never ends,
 * every good question between them is answered, and no stranger reaches a model or a setting.
 */
export async function proof(): Promise<void> {
  const seed = Date.now() % 2 ** 31;
  const counts = await runMutatedPayloads({ seed, count: PAYLOADS });
  process.stdout.write(
    `intake: ${counts.payloads} mutated payloads of both networks, ${counts.goodQuestions} good questions between them all answered, ` +
      `${counts.modelCalls} calls of the model, none for a stranger; peak memory ${counts.peakMegabytes} MB (seed ${seed})\n`,
  );
}
