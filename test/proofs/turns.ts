import { checkCrashes } from '../conversations/crash-property.ts';
import { createPostgresDisk } from '../conversations/postgres-disk.ts';
import { withoutPostgres } from '../helpers/postgres.ts';

const CASES = 20_000;
const SHARED_CASES = 10_000;
const POSTGRES_CASES = 100;

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
  report('two processes', await checkCrashes(SHARED_CASES, seed, { isShared: true }), seed);
  if (withoutPostgres) return;

  const disk = createPostgresDisk();
  const options = { isShared: true, openDisk: disk.openEmpty };
  report('two processes on PostgreSQL', await checkCrashes(POSTGRES_CASES, seed, options), seed);
  await disk.close();
}

function report(name: string, found: Awaited<ReturnType<typeof checkCrashes>>, seed: number): void {
  const { cases, deaths, handOvers, joins } = found;
  process.stdout.write(
    `turns of ${name}: ${cases} cases with ${deaths} deaths, ${handOvers} chats handed over and ${joins} messages that joined a running turn, no promise was broken (seed ${seed})\n`,
  );
}
