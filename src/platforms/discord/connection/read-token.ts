import { ConfigError } from '../../../errors.ts';
import { type Env, readVariable } from '../../../lib/env.ts';

/**
 * The bot's token, without the "Bot " that some people copy along. `undefined`: Discord is not set
 * up.
 *
 * @throws A `ConfigError` when Discord is half set up, or the variable cannot be a token.
 */
export function readToken(env: Env): string | undefined {
  const token = readVariable(env, 'DISCORD_TOKEN')?.replace(/^Bot\s+/i, '');

  if (token === undefined && readVariable(env, 'DISCORD_API_URL') !== undefined) {
    throw new ConfigError(
      'DISCORD_API_URL is set, but DISCORD_TOKEN is not. Set both, or neither.',
    );
  }
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new ConfigError(
      'DISCORD_TOKEN holds characters that no token has. Copy it again, without quotes and spaces.',
    );
  }
  return token;
}
