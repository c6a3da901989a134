import { checkCrashes } from '../conversations/crash-property.ts';

const CASES = 20_000;

/** Random operations, random deaths at random writes: nothing accepted is lost, nothing is in two turns, nothing ends twice. */
export async function proof(): Promise<void> {
  const seed = Date.now() % 2 ** 31;
  const { cases, deaths } = await checkCrashes(CASES, seed);
  process.stdout.write(
    `turns: ${cases} cases with ${deaths} deaths of the process, none broke a promise (seed ${seed})\n`,
  );
}
