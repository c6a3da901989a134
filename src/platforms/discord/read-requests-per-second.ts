import { ConfigError } from '../../errors.ts';
import { type Env, readVariable } from '../../lib/env.ts';

/** https://docs.discord.com/developers/topics/rate-limits, "Global Rate Limit": large bots may ask for more. */
const USUAL = 50;
/** With fewer, an answer would hardly grow. */
const LEAST = 5;
const MOST = 10_000;

/** @throws A `ConfigError` when the variable cannot be read. */
export function readRequestsPerSecond(env: Env): number {
  const text = readVariable(env, 'DISCORD_REQUESTS_PER_SECOND');
  if (text === undefined) return USUAL;
  const number = Number(text);
  if (Number.isInteger(number) && number >= LEAST && number <= MOST) return number;
  throw new ConfigError(
    `DISCORD_REQUESTS_PER_SECOND has to be a whole number from ${LEAST} to ${MOST.toLocaleString('en')}: the requests that Discord allows this bot in a second. Leave it empty for ${USUAL}.`,
  );
}
