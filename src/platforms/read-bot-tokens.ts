import { ConfigError } from '../errors.ts';
import { type Env, readVariable } from '../lib/env.ts';

/** One bot of a network. */
export interface BotToken {
  /** Absent: the first bot, which has the variable for one token to itself. */
  readonly name?: string;
  readonly token: string;
}

/** The variables of one network. */
interface TokenVariables {
  /** The name of the variable with one token. */
  readonly single: string;
  /** The name of the variable with the list. */
  readonly list: string;
  readonly token: string | undefined;
  readonly tokens: string | undefined;
}

const BOT_NAME = /^[a-z][a-z0-9_-]{0,31}$/;
/** The parts of `memes=TOKEN`, with spaces as people type them. */
const ENTRY = /^([^=]*?)\s*=\s*(.*)$/s;

const READERS: Readonly<Record<string, (env: Env) => TokenVariables>> = {
  discord: (env) => ({
    single: 'DISCORD_TOKEN',
    list: 'DISCORD_TOKENS',
    token: readVariable(env, 'DISCORD_TOKEN'),
    tokens: readVariable(env, 'DISCORD_TOKENS'),
  }),
  telegram: (env) => ({
    single: 'TELEGRAM_TOKEN',
    list: 'TELEGRAM_TOKENS',
    token: readVariable(env, 'TELEGRAM_TOKEN'),
    tokens: readVariable(env, 'TELEGRAM_TOKENS'),
  }),
};

/** The bots of one network, and the names of the variables that name them. */
export interface BotTokens extends Pick<TokenVariables, 'single' | 'list'> {
  /** The first bot, which has no name, and then those of the list in its order. */
  readonly bots: readonly BotToken[];
}

/**
 * Reads the tokens of a network: `DISCORD_TOKEN`, and the list `DISCORD_TOKENS`, such as
 * `memes=TOKEN, support=TOKEN`. No error holds a token.
 *
 * @throws A `ConfigError` when the list has an entry without a name or a token, or one of them twice.
 */
export function readBotTokens(env: Env, network: string): BotTokens {
  const variables = READERS[network]?.(env);
  if (!variables) throw new ConfigError(`There are no tokens for “${network}”.`);

  const { single, list, token, tokens = '' } = variables;
  const entries = tokens.split(/[,;\n]/).flatMap((entry) => entry.trim() || []);
  const named = entries.map((entry, index) => readEntry(entry, index, list));
  const bots = token === undefined ? named : [{ token }, ...named];
  refuseRepeated(bots, { single, list });
  return { single, list, bots };
}

function readEntry(entry: string, index: number, list: string): Required<BotToken> {
  const cure = `Write ${list} as name=token, name=token.`;
  const [, name, token] = ENTRY.exec(entry) ?? [];

  // Whatever is not a name may be a token, and is not shown.
  const ordinal = `Entry ${index + 1} of ${list}`;
  if (name === undefined) {
    const problem = BOT_NAME.test(entry) ? `“${entry}” has no token` : 'has no name';
    throw new ConfigError(`${ordinal}: ${problem}. ${cure}`);
  }
  if (name === '') throw new ConfigError(`${ordinal}: the name is missing. ${cure}`);
  if (!BOT_NAME.test(name)) {
    throw new ConfigError(
      `${ordinal}: the name must begin with a small letter, and have at most 32 small letters, digits, “-” and “_”. ${cure}`,
    );
  }
  if (!token) throw new ConfigError(`${ordinal}: “${name}” has no token. ${cure}`);
  return { name, token };
}

function refuseRepeated(
  bots: readonly BotToken[],
  { single, list }: Pick<BotTokens, 'single' | 'list'>,
): void {
  for (const [index, { name, token }] of bots.entries()) {
    const earlier = bots.slice(0, index);
    if (name !== undefined && earlier.some((bot) => bot.name === name)) {
      throw new ConfigError(`${list} has the name “${name}” twice. Give each bot its own name.`);
    }

    const twin = earlier.find((bot) => bare(bot.token) === bare(token));
    if (!twin) continue;
    const other = twin.name === undefined ? single : `“${twin.name}”`;
    throw new ConfigError(
      `${list}: “${name}” has the same token as ${other}. Each bot needs a token of its own: remove one of the two.`,
    );
  }
}

/** Some people copy "Bot " along with a token of Discord. */
function bare(token: string): string {
  return token.replace(/^Bot\s+/i, '');
}
