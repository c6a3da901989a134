import { ConfigError } from '../../../errors.ts';
import { type Env, readVariable } from '../../../lib/env.ts';

/**
 * What happens to questions that came while the bot was away:
 * - `answer`: those of the last hour are answered, older ones are offered
 * - `digest`: all of them are offered
 * - `off`: nothing
 */
export type MissedWish = 'answer' | 'digest' | 'off';

const WISHES: readonly string[] = ['answer', 'digest', 'off'];

/** @throws A `ConfigError` when the variable is something else. */
export function readMissed(env: Env): MissedWish {
  const wish = readVariable(env, 'DISCORD_MISSED')?.toLowerCase() ?? 'answer';
  if (!WISHES.includes(wish)) {
    throw new ConfigError(
      'DISCORD_MISSED must be answer, digest or off. Leave it empty for answer.',
    );
  }
  return wish as MissedWish;
}
