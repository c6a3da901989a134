import { checkPace, SETTINGS } from '../replies/pace-property.ts';

const SCHEDULES_EACH = 1_000;

export const usualMinutes = 0.25;

/** Random replies on every model of a limiter: no call is over a limit or during a penalty, and every final text arrives once and whole. */
export async function proof(): Promise<void> {
  const seed = Date.now() % 2 ** 31;
  for (const name of Object.keys(SETTINGS) as (keyof typeof SETTINGS)[]) {
    const { schedules, replies, calls, faults } = await checkPace(name, SCHEDULES_EACH, seed);
    process.stdout.write(
      `pace: ${name}: ${schedules} schedules, ${replies} replies, ${calls} calls with ${faults} faults: no call was too many or during a penalty, every final text was there once and whole (seed ${seed})\n`,
    );
  }
}
