import { createRandom } from '../chaos/random.ts';
import { BudgetWorld } from './budget-world.ts';

const STEPS = 120;

/** The sums of some worlds. */
export interface CheckedBudgets {
  readonly worlds: number;
  readonly answered: number;
  readonly refused: number;
  readonly degraded: number;
  readonly kills: number;
}

/**
 * Lets random people ask in worlds of random limits.
 *
 * @throws An `AssertionError` with the seed, when a limit was passed, or too little was counted.
 */
export async function checkBudgets(worlds: number, firstSeed: number): Promise<CheckedBudgets> {
  let sums: CheckedBudgets = { worlds, answered: 0, refused: 0, degraded: 0, kills: 0 };
  for (let index = 0; index < worlds; index++) {
    const seed = (firstSeed + index) % 2 ** 31;
    const world = new BudgetWorld(createRandom(seed));
    try {
      await world.start();
      for (let step = 0; step < STEPS; step++) await world.step();
      await world.checkDays();
    } catch (error) {
      throw new Error(`budgets: seed ${seed}`, { cause: error });
    }
    sums = {
      worlds,
      answered: sums.answered + world.answered,
      refused: sums.refused + world.refused,
      degraded: sums.degraded + world.degraded,
      kills: sums.kills + world.kills,
    };
  }
  return sums;
}
