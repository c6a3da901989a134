import { ConfigError } from '../errors.ts';
import { type Env, readVariable } from '../lib/env.ts';

const LEVELS = ['debug', 'info', 'warn', 'error'];

/** How much is logged; `usual` where nothing is said. Throws a `ConfigError` for a word that is no level. */
export function readLogLevel(env: Env, usual: string): string {
  const level = readVariable(env, 'LOG_LEVEL') ?? usual;
  if (!LEVELS.includes(level))
    throw new ConfigError(`LOG_LEVEL: “${level}” is none of ${LEVELS.join(', ')}.`);
  return level;
}
