import { suggestVariables } from '../config/suggest-variables.ts';
import type { Env } from '../lib/env.ts';
import type { Row } from './row.ts';

/** Notes variables that are probably misspelt. Never shows their values. */
export function checkVariables(env: Env, services: readonly string[]): readonly Row[] {
  return suggestVariables(env, services).map(({ name, meant }) => ({
    part: 'configuration',
    state: 'note',
    subject: 'variables',
    result: `${name} is set, but nothing reads it.`,
    cure: `Did you mean ${meant}?`,
  }));
}
