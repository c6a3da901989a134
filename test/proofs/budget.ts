import { checkBudgets } from '../limits/check-budgets.ts';

const WORLDS = 500;

export const usualMinutes = 2;

/**
 * Random people ask several models in random places, several at once, under random limits; models fail after they cost, others answer in
 * their place, the process dies at random writes, and days and months pass. No limit is passed, and never is less counted than the services
 * charged.
 */
export async function proof(): Promise<void> {
  const seed = Date.now() % 2 ** 31;
  const { worlds, answered, refused, degraded, kills } = await checkBudgets(WORLDS, seed);
  process.stdout.write(
    `budget: ${worlds} worlds, ${answered} answers, ${refused} refused and ${degraded} degraded questions, ${kills} kills: no limit was passed, and nothing charged was left out (seed ${seed})\n`,
  );
}
