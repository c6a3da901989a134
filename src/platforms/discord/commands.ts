import { isDeepStrictEqual } from 'node:util';
import type { Command } from '../../contracts/command.ts';
import type { Log } from '../../lib/log.ts';
import { DiscordError } from './connection/discord-error.ts';
import type { RestCalls } from './connection/rest-calls.ts';
import { omitNulls } from './inbound/omit-nulls.ts';
import { menuName } from './menu-name.ts';

const CHAT_INPUT = 1;
const MESSAGE_MENU = 3;
const STRING_OPTION = 3;
/** In servers and in the bot's own DMs, installed to a server. */
const WHERE = { contexts: [0, 1], integration_types: [0] };

/** A command as Discord takes it and, with more fields around it, gives it back. */
export interface CommandBody {
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

export function commandBodies(commands: readonly Command[]): readonly CommandBody[] {
  return commands.map(({ name, description, target, options = [] }) =>
    target === 'message'
      ? { type: MESSAGE_MENU, name: menuName(name), ...WHERE }
      : { type: CHAT_INPUT, name, description, options: options.map(optionBody), ...WHERE },
  );
}

function optionBody({
  name,
  description,
  required = false,
  complete,
}: NonNullable<Command['options']>[number]): OptionBody {
  return { type: STRING_OPTION, name, description, required, autocomplete: complete !== undefined };
}

/**
 * Registers the commands for all servers, only when they changed: Discord counts creations (200 a day), and people's
 * clients show "outdated" for a while. A refusal is logged: the bot also answers without commands.
 */
export async function registerCommands(
  commands: readonly Command[],
  {
    calls,
    applicationId,
    log,
  }: { readonly calls: RestCalls; readonly applicationId: string; readonly log: Log },
): Promise<void> {
  const route = `/applications/${applicationId}/commands` as const;
  const wanted = commandBodies(commands);
  const limitedBy = 'commands';
  try {
    const registered = await calls.send<CommandBody[]>('get', route, {
      purpose: 'read the registered commands',
      rateLimitKey: limitedBy,
    });
    if (isSame(wanted, registered)) return;
    await calls.send('put', route, {
      purpose: 'register the commands',
      body: wanted,
      rateLimitKey: limitedBy,
    });
    log.info({ commands: wanted.map(({ name }) => name) }, 'registered the commands with Discord');
  } catch (error) {
    if (!(error instanceof DiscordError)) throw error;
    log.error(
      { error: error.message },
      `Slash commands may be missing or old on Discord. ${cure(error)}`,
    );
  }
}

/** Fields that a server does not give back are not compared: they would look changed at every start. Some give no list at all. */
function isSame(wanted: readonly CommandBody[], registered: readonly CommandBody[]): boolean {
  if (!Array.isArray(registered) || wanted.length !== registered.length) return false;
  const known = new Map(
    registered.map((body) => [`${body.type ?? CHAT_INPUT} ${body.name}`, body]),
  );
  return wanted.every((body) => {
    const other = known.get(`${body.type} ${body.name}`);
    return (
      other !== undefined &&
      isDeepStrictEqual(normal(body), normal({ ...WHERE, ...omitNulls(other) }))
    );
  });
}

function normal({
  description = '',
  options = [],
  contexts,
  integration_types,
}: Partial<CommandBody>) {
  return {
    description,
    options: options.map(({ type, name, description, required = false, autocomplete = false }) => {
      return { type, name, description, required, autocomplete };
    }),
    contexts: contexts?.toSorted(),
    integrationTypes: integration_types?.toSorted(),
  };
}

function cure({ code, kind }: DiscordError): string {
  if (code === 30_034) return 'Discord allows 200 new commands a day; start me again tomorrow.';
  if (code === 30_032)
    return 'The application has more than 100 commands; delete some that are not mine.';
  if (kind === 'forbidden')
    return 'Invite the bot again with the scopes "bot" and "applications.commands".';
  return 'The next start tries again.';
}
