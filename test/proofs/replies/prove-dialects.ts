import { dialectProperties } from '../../contracts/dialect-properties.ts';
import { dialectsUnderTest } from '../../contracts/dialects-under-test.ts';

/** The number of random texts for each promise of each dialect. */
const RUNS = 200;

/**
 * Every dialect keeps the promises that all of them make, for random texts.
 *
 * @throws For a text for which one does not hold.
 */
export function proveDialects(seed: number): void {
  for (const [name, tested] of Object.entries(dialectsUnderTest)) {
    for (const check of Object.values(dialectProperties)) check(tested, { runs: RUNS, seed });
    process.stdout.write(
      `replies: ${name}: ${RUNS} random texts for each promise of every dialect (seed ${seed})\n`,
    );
  }
}
