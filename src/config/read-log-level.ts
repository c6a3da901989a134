import { ConfigError } from '../errors.ts';
import { type Env, readVariable } from '../lib/env.ts';

const LEVELS = ['debug', 'info', 'warn', 'error'];

/**
 * Reads the level of the log.
 *
 * @throws A `ConfigError` for a word that is not a level.
 */
export function readLogLevel(env: Env, defaultLevel: string): string {
  const level = readVariable(env, 'LOG_LEVEL') ?? defaultLevel;
  if (LEVELS.includes(level)) return level;
  throw new ConfigError(`LOG_LEVEL: “${level}” is not a level. Use one of ${LEVELS.join(', ')}.`);
}
