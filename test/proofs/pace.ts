import { checkPace, SETTINGS } from '../replies/pace-property.ts';

const SCHEDULES_EACH = 1_000;

/** Random replies on every model of a limiter: never one call too many, none during a penalty, every final text once and whole. */
export async function proof(): Promise<void> {
  const seed = Date.now() % 2 ** 31;
  for (const name of Object.keys(SETTINGS) as (keyof typeof SETTINGS)[]) {
    const { schedules, replies, calls, faults } = await checkPace(name, SCHEDULES_EACH, seed);
    process.stdout.write(
      `pace: ${name}: ${schedules} schedules, ${replies} replies, ${calls} calls with ${faults} faults: none too many, none during a penalty, every final text once and whole (seed ${seed})\n`,
    );
  }
}
