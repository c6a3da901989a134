import { checkCrashes } from '../conversations/crash-property.ts';

const CASES = 20_000;

export const usualMinutes = 0.5;

/**
 * Random operations, joins, edits, deletions and files among them, and deaths at random writes: no accepted message is lost, none is in
 * two turns, no turn ends twice, an edited question is answered with its last words, and nothing of a deleted one stays.
 */
export async function proof(): Promise<void> {
  const seed = Date.now() % 2 ** 31;
  const { cases, deaths, joins } = await checkCrashes(CASES, seed);
  process.stdout.write(
    `turns: ${cases} cases with ${deaths} deaths of the process and ${joins} messages that joined a running turn, no promise was broken (seed ${seed})\n`,
  );
}
