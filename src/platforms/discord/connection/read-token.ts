import { ConfigError } from '../../../errors.ts';
import { type Env, readVariable } from '../../../lib/env.ts';

/** The id of the bot in base64, the time at which the token was made, and a signature. */
const TOKEN_FORM = /^[\w-]+\.[\w-]+\.[\w-]+$/;

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
  if (token !== undefined && isDiscordsOwn(env) && !TOKEN_FORM.test(token)) {
    throw new ConfigError(
      'DISCORD_TOKEN does not look like the token of a bot: three parts with a dot between them. The application ID, the public key and the client secret are something else. ' +
        'Open https://discord.com/developers/applications, choose your application, then "Bot" → "Reset Token", and copy the token.',
    );
  }
  return token;
}

/** Discord-compatible servers may give tokens of any form. */
function isDiscordsOwn(env: Env): boolean {
  return readVariable(env, 'DISCORD_API_URL') === undefined;
}
