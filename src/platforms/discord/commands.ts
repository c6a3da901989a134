import { isDeepStrictEqual } from 'node:util';
import type { Command } from '../../contracts/command.ts';
import { objectReader } from '../../lib/json-reader.ts';
import type { Log } from '../../lib/log.ts';
import {
  COMMAND_AVAILABILITY,
  type CommandBody,
  commandBodies,
  type Localizations,
} from './command-bodies.ts';
import { allowsPersonalInstall } from './connection/allows-personal-install.ts';
import { DiscordError, hasKind } from './connection/discord-error.ts';
import type { RestCalls } from './connection/rest-calls.ts';
import { omitNulls } from './omit-nulls.ts';

/** Discord's code: 200 commands were created today. */
const DAILY_LIMIT_REACHED = 30_034;
/** Discord's code: the application has 100 commands. */
const TOO_MANY_COMMANDS = 30_032;
/** The type of a command without a type. */
const CHAT_INPUT = 1;

interface RegisterCommandsParts {
  readonly calls: RestCalls;
  readonly applicationId: string;
  readonly log: Log;
}

/**
 * Registers the commands for all servers, but only when they changed: Discord counts creations (200
 * a day), and people's clients show "outdated" for a while. A refusal is logged: the bot also
 * answers without commands.
 */
export async function registerCommands(
  commands: readonly Command[],
  { calls, applicationId, log }: RegisterCommandsParts,
): Promise<void> {
  const route = `/applications/${applicationId}/commands` as const;
  const isPersonal = await allowsPersonalInstall(calls);

  try {
    await registerChanged(isPersonal).catch((error: unknown) => {
      // Discord refuses commands for an installation that it does not allow the application.
      if (!isPersonal || !hasKind(error, 'invalid')) throw error;
      return registerChanged(false);
    });
  } catch (error) {
    if (!(error instanceof DiscordError)) throw error;
    log.error(
      { error: error.message },
      `discord: commands not registered, they may be missing or old. ${cureOf(error)}`,
    );
  }

  async function registerChanged(isForPeople: boolean): Promise<void> {
    const bodies = commandBodies(commands, isForPeople);
    const registered = await calls.send<CommandBody[]>('get', route, {
      purpose: 'read the registered commands',
      // Without it, Discord leaves the translations out.
      query: { with_localizations: 'true' },
      rateLimitKey: 'commands',
    });
    if (isRegistered(bodies, registered)) return;

    await calls.send('put', route, {
      purpose: 'register the commands',
      body: bodies,
      rateLimitKey: 'commands',
    });
    log.info({ commands: bodies.map(({ name }) => name) }, 'discord: commands registered');
  }
}

/** Some Discord-compatible servers give no list of commands at all. */
function isRegistered(bodies: readonly CommandBody[], registered: readonly CommandBody[]): boolean {
  if (!Array.isArray(registered) || bodies.length !== registered.length) return false;

  const readable = registered.filter((body) => objectReader(body) !== undefined);
  const registeredByKey = new Map(readable.map((body) => [keyOf(body), body]));
  return bodies.every((body) => {
    const registeredBody = registeredByKey.get(keyOf(body));
    return registeredBody !== undefined && isSame(body, registeredBody);
  });
}

function keyOf({ type, name }: CommandBody): string {
  return `${type ?? CHAT_INPUT} ${name}`;
}

/**
 * Fields that a server does not give back count as the same. Otherwise the command would look
 * changed at every start.
 */
function isSame(body: CommandBody, registered: CommandBody): boolean {
  // Discord gives `null` for a command without translations, so the field tells that it keeps some.
  const hasLocalizations =
    'description_localizations' in registered || 'name_localizations' in registered;
  const complete = { ...COMMAND_AVAILABILITY, ...omitNulls(registered) };
  return isDeepStrictEqual(
    comparableFields(body, hasLocalizations),
    comparableFields(complete, hasLocalizations),
  );
}

function comparableFields(body: Partial<CommandBody>, hasLocalizations: boolean) {
  const { description = '', options = [], contexts, integration_types } = body;
  const comparable = (words: Localizations | null | undefined) =>
    hasLocalizations ? { ...words } : {};

  return {
    description,
    names: comparable(body.name_localizations),
    descriptions: comparable(body.description_localizations),
    options: [options].flat().map((option) => ({
      type: option.type,
      name: option.name,
      description: option.description,
      descriptions: comparable(option.description_localizations),
      required: option.required ?? false,
      autocomplete: option.autocomplete ?? false,
    })),
    contexts: contexts?.toSorted(),
    integrationTypes: integration_types?.toSorted(),
  };
}

function cureOf({ code, kind }: DiscordError): string {
  if (code === DAILY_LIMIT_REACHED)
    return 'Discord allows 200 new commands a day; start me again tomorrow.';
  if (code === TOO_MANY_COMMANDS)
    return 'The application has more than 100 commands; delete some that are not mine.';
  if (kind === 'forbidden')
    return 'Invite the bot again with the scopes "bot" and "applications.commands".';
  return 'The next start tries again.';
}
