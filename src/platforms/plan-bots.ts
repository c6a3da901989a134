import type { OnConnection, Platform } from '../contracts/platform.ts';
import { ConfigError } from '../errors.ts';
import type { Log } from '../lib/log.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { createSharedServers } from '../lib/web/shared-servers.ts';
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
  given: PlatformParts,
): readonly BotPlan[] {
  const parts = { servers: createSharedServers(given.clock), ...given };
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
  const nameVariable = (text: string) =>
    text.replaceAll(new RegExp(`\\b${single}\\b`, 'g'), `${list} (${name})`);

  function explain(error: unknown): unknown {
    if (!(error instanceof ConfigError)) return error;
    return new ConfigError(nameVariable(error.message), { cause: error });
  }

  try {
    const log = changeMessages(parts.log, nameVariable);
    const created = create({ ...parts, env, log, name: platformName });
    const platform = created && namePlatform(created, platformName);
    return platform && explainErrors(platform, explain, nameVariable);
  } catch (error) {
    throw explain(error);
  }
}

/** Gives a log that writes the changed messages to `log`. */
function changeMessages(log: Log, change: (message: string) => string): Log {
  return {
    debug: (fields, message) => log.debug(fields, change(message)),
    info: (fields, message) => log.info(fields, change(message)),
    warn: (fields, message) => log.warn(fields, change(message)),
    error: (fields, message) => log.error(fields, change(message)),
    child: (fields) => changeMessages(log.child(fields), change),
  };
}

function explainErrors(
  platform: Platform,
  explain: (error: unknown) => unknown,
  nameVariable: (text: string) => string,
): Platform {
  const throwExplained = (error: unknown): never => {
    throw explain(error);
  };
  const { check, startWriting } = platform;
  return {
    ...platform,
    start(inbox, onConnection, memory) {
      const onNamed: OnConnection = ({ state, problem }) =>
        onConnection?.(omitUndefined({ state, problem: problem && nameVariable(problem) }));
      return platform.start(inbox, onNamed, memory).catch(throwExplained);
    },
    ...(startWriting
      ? { startWriting: (memory) => startWriting(memory).catch(throwExplained) }
      : {}),
    ...(check ? { check: (signal) => check(signal).catch(throwExplained) } : {}),
  };
}
