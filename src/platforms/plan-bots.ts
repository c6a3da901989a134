import type { Platform } from '../contracts/platform.ts';
import { ConfigError } from '../errors.ts';
import { namePlatform } from './name-platform.ts';
import type { PlatformFactory, PlatformParts } from './platform-parts.ts';
import { type BotTokens, readBotTokens } from './read-bot-tokens.ts';

/** Builds the platform of one bot, as `PlatformFactory` does. */
export type BotPlan = () => Platform | undefined;

/**
 * Plans the bots of a network, one for each token. They are built one by one, so that a wrong token of one
 * does not hide the others.
 *
 * @throws A `ConfigError` when the list of tokens is wrong.
 */
export function planBots(
  network: string,
  create: PlatformFactory,
  parts: PlatformParts,
): readonly BotPlan[] {
  const variables = readBotTokens(parts.env, network);
  // Without a token, the factory says what is half set.
  if (variables.bots.length === 0) return [() => create(parts)];

  return variables.bots.map(({ name, token }) => {
    if (name === undefined) return () => create(parts);
    return () => buildNamed({ network, name, token }, create, parts, variables);
  });
}

interface NamedBot {
  readonly network: string;
  readonly name: string;
  readonly token: string;
}

function buildNamed(
  { network, name, token }: NamedBot,
  create: PlatformFactory,
  parts: PlatformParts,
  { single, list }: BotTokens,
): Platform | undefined {
  const platformName = `${network}@${name}`;
  const env = { ...parts.env, [single]: token };

  /** An adapter knows only the variable of one token. */
  function explain(error: unknown): unknown {
    if (!(error instanceof ConfigError)) return error;
    const message = error.message.replaceAll(
      new RegExp(`\\b${single}\\b`, 'g'),
      `${list} (${name})`,
    );
    return new ConfigError(message, { cause: error });
  }

  try {
    const created = create({ ...parts, env, name: platformName });
    const platform = created && namePlatform(created, platformName);
    return platform && explainErrors(platform, explain);
  } catch (error) {
    throw explain(error);
  }
}

function explainErrors(platform: Platform, explain: (error: unknown) => unknown): Platform {
  const throwExplained = (error: unknown): never => {
    throw explain(error);
  };
  const { check } = platform;
  return {
    ...platform,
    start: (inbox) => platform.start(inbox).catch(throwExplained),
    ...(check ? { check: (signal) => check(signal).catch(throwExplained) } : {}),
  };
}
