import { isDeepStrictEqual } from 'node:util';
import type { Command, CommandOption } from '../../contracts/command.ts';
import { objectReader } from '../../lib/json-reader.ts';
import type { Log } from '../../lib/log.ts';
import { DiscordError } from './connection/discord-error.ts';
import type { RestCalls } from './connection/rest-calls.ts';
import { menuName } from './menu-name.ts';
import { omitNulls } from './omit-nulls.ts';

/**
 * Discord's types of commands and options:
 * https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-types
 */
const CHAT_INPUT = 1;
const MESSAGE_MENU = 3;
const STRING_OPTION = 3;
/** Commands work on servers and in the bot's own DMs, where the bot is installed to a server. */
const AVAILABILITY = { contexts: [0, 1], integration_types: [0] };

/** Discord's code: 200 commands were created today. */
const DAILY_LIMIT_REACHED = 30_034;
/** Discord's code: the application has 100 commands. */
const TOO_MANY_COMMANDS = 30_032;

/** A command as Discord takes it. Discord gives it back with more fields. */
interface CommandBody {
  readonly type: number;
  readonly name: string;
  readonly description?: string;
  readonly options?: readonly OptionBody[];
  readonly contexts?: readonly number[] | null;
  readonly integration_types?: readonly number[] | null;
}

interface OptionBody {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly autocomplete: boolean;
}

function commandBody({ name, description, target, options = [] }: Command): CommandBody {
  if (target === 'message') return { type: MESSAGE_MENU, name: menuName(name), ...AVAILABILITY };
  return {
    type: CHAT_INPUT,
    name,
    description: description.en,
    options: options.map(optionBody),
    ...AVAILABILITY,
  };
}

function optionBody({ name, description, required = false, complete }: CommandOption): OptionBody {
  return {
    type: STRING_OPTION,
    name,
    description: description.en,
    required,
    autocomplete: complete !== undefined,
  };
}

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
  const bodies = commands.map(commandBody);

  try {
    const registered = await calls.send<CommandBody[]>('get', route, {
      purpose: 'read the registered commands',
      rateLimitKey: 'commands',
    });
    if (isRegistered(bodies, registered)) return;

    await calls.send('put', route, {
      purpose: 'register the commands',
      body: bodies,
      rateLimitKey: 'commands',
    });
    log.info({ commands: bodies.map(({ name }) => name) }, 'discord: commands registered');
  } catch (error) {
    if (!(error instanceof DiscordError)) throw error;
    log.error(
      { error: error.message },
      `discord: commands not registered, they may be missing or old. ${cureOf(error)}`,
    );
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
  const complete = { ...AVAILABILITY, ...omitNulls(registered) };
  return isDeepStrictEqual(comparableFields(body), comparableFields(complete));
}

function comparableFields({
  description = '',
  options = [],
  contexts,
  integration_types,
}: Partial<CommandBody>) {
  return {
    description,
    options: [options]
      .flat()
      .map(({ type, name, description, required = false, autocomplete = false }) => ({
        type,
        name,
        description,
        required,
        autocomplete,
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
