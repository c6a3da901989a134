import { type BuildPart, compose } from '../compose.ts';
import { ConfigError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Env } from '../lib/env.ts';
import { silentLog } from '../lib/log.ts';
import { explain } from './explain.ts';
import type { Row } from './row.ts';

/**
 * Builds every part that can be built, to check it. The others are rows of the table in `failures`, so that one
 * wrong variable hides nothing else.
 */
export function composeForChecks(env: Env, clock: Clock) {
  const failures: Row[] = [];
  const buildPart: BuildPart<undefined> = (part, build) => {
    try {
      return build();
    } catch (error) {
      const rows = splitErrors(error).map((problem) => ({
        part,
        ...explain(part, 'variables', problem),
      }));
      failures.push(...rows);
      return undefined;
    }
  };

  const composition = compose({ env, clock, log: silentLog, commands: [] }, buildPart);
  return { ...composition, failures: failures as readonly Row[] };
}

/** Splits an error about several variables: each gets a row. */
function splitErrors(error: unknown): readonly unknown[] {
  return error instanceof ConfigError
    ? error.message.split('\n').map((line) => new ConfigError(line))
    : [error];
}
