import { checkCrashes } from '../conversations/crash-property.ts';

const CASES = 20_000;
const SHARED_CASES = 10_000;

export const usualMinutes = 1;

/**
 * Random operations, joins, edits, deletions and files among them, and deaths at random writes, of one process, and of two that share
 * a store and hand over chats: no accepted message is lost, none is in two turns, no turn ends twice, an edited question is answered
 * with its last words, and nothing of a deleted one stays.
 */
export async function proof(): Promise<void> {
  const seed = Date.now() % 2 ** 31;
  const alone = await checkCrashes(CASES, seed);
  process.stdout.write(
    `turns: ${alone.cases} cases with ${alone.deaths} deaths of the process and ${alone.joins} messages that joined a running turn, no promise was broken (seed ${seed})\n`,
  );
  const shared = await checkCrashes(SHARED_CASES, seed, { isShared: true });
  process.stdout.write(
    `turns of two processes: ${shared.cases} cases with ${shared.deaths} deaths, ${shared.handOvers} chats handed over and ${shared.joins} messages that joined a running turn, no promise was broken (seed ${seed})\n`,
  );
}
