import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { ApiError } from '../api-error.ts';
import type { AppCommand } from '../command-book.ts';
import { type CommandForm, readCommandForm } from '../forms/command-form.ts';
import { Form } from '../forms/form.ts';
import {
  noContent,
  ok,
  type Route,
  type RouteAnswer,
  type RouteCall,
  type RouteContext,
} from '../http/route.ts';
import type { Json } from '../json.ts';
import { findPathGuild } from './find-path-channel.ts';
import { readPathId } from './read-ids.ts';

/** The most commands of each type, in one guild or globally. */
const MAX_BY_TYPE: Readonly<Record<number, number>> = { 1: 100, 2: 15, 3: 15 };

/** The number of the installation for a person, among the integration types. */
const PERSONAL_INSTALL = 1;

type Handler = (context: RouteContext, call: RouteCall, guildId: string | undefined) => RouteAnswer;

/**
 * The routes of application commands. Each one exists twice: for global commands and for a guild's.
 */
export const commandRoutes: readonly Route[] = [
  ...globallyAndPerGuild('GET', '', ({ commands }, { query }, guildId) => {
    const hasLocalizations = query.get('with_localizations') === 'true';
    return ok(commands.list(guildId).map(hasLocalizations ? toJson : toJsonWithoutLocalizations));
  }),
  ...globallyAndPerGuild('PUT', '', replaceAll),
  ...globallyAndPerGuild('POST', '', createCommand),
  ...globallyAndPerGuild('GET', '/:command', (context, call, guildId) =>
    ok(toJson(findPathCommand(context, call, guildId))),
  ),
  ...globallyAndPerGuild('PATCH', '/:command', changeCommand),
  ...globallyAndPerGuild('DELETE', '/:command', deleteCommand),
];

function globallyAndPerGuild(
  method: Route['method'],
  tail: string,
  handler: Handler,
): readonly Route[] {
  const checked = (context: RouteContext, call: RouteCall, guildId?: string) => {
    if (readPathId(call, 'application') !== context.world.botId)
      throw ApiError.unknownApplication();
    return handler(context, call, guildId);
  };
  return [
    {
      method,
      path: `/applications/:application/commands${tail}`,
      handle: (context, call) => checked(context, call),
    },
    {
      method,
      path: `/applications/:application/guilds/:guild/commands${tail}`,
      handle: (context, call) => checked(context, call, findPathGuild(context.world, call).id),
    },
  ];
}

function toJson(command: AppCommand): Json {
  return command.json;
}

/** A list of commands has no translations, unless the call asks for them. */
function toJsonWithoutLocalizations({ json }: AppCommand): Json {
  const { name_localizations: _names, description_localizations: _descriptions, ...others } = json;
  const { options } = json;
  if (!Array.isArray(options)) return others;
  return { ...others, options: options.map(withoutLocalizations) };
}

function withoutLocalizations(option: Json): Json {
  const {
    name_localizations: _names,
    description_localizations: _descriptions,
    ...others
  } = option;
  return others;
}

function findPathCommand(
  { commands }: RouteContext,
  call: RouteCall,
  guildId: string | undefined,
): AppCommand {
  const id = readPathId(call, 'command');
  const found = commands.list(guildId).find((command) => command.id === id);
  if (!found) throw ApiError.unknownCommand();
  return found;
}

function buildCommand(
  { world }: RouteContext,
  form: CommandForm,
  guildId: string | undefined,
  id = world.nextId(),
): AppCommand {
  const { name, type } = form;
  const ids = omitUndefined({
    id,
    application_id: world.botId,
    version: world.nextId(),
    guild_id: guildId,
  });
  return omitUndefined({ id, name, type, guildId, json: { ...ids, ...form.json } });
}

function findByName(
  commands: readonly AppCommand[],
  { name, type }: Pick<AppCommand, 'name' | 'type'>,
): AppCommand | undefined {
  return commands.find((command) => command.name === name && command.type === type);
}

function refuseTooMany(commands: readonly { readonly type: number }[]): void {
  for (const [type, max] of Object.entries(MAX_BY_TYPE)) {
    if (commands.filter((command) => command.type === Number(type)).length > max)
      throw ApiError.tooManyCommands();
  }
}

/** A command cannot be for an installation that the application does not allow. */
function refusePersonal({ world }: RouteContext, form: Form, { json }: CommandForm): void {
  const types = Array.isArray(json.integration_types) ? json.integration_types : [];
  if (world.isPersonalInstallAllowed || !types.includes(PERSONAL_INSTALL)) return;
  form
    .field('integration_types')
    .addError(
      'APPLICATION_COMMAND_INVALID_INTEGRATION_TYPES',
      'Integration types must be enabled for the application',
    );
}

function replaceAll(
  context: RouteContext,
  call: RouteCall,
  guildId: string | undefined,
): RouteAnswer {
  // This is the only route whose body is a list. Its `errors` name the index in the list.
  const form = new Form(call.body);
  const entries = form.required().list(0, 130) ?? [];
  const forms = entries.map(readCommandForm);
  for (const [index, read] of forms.entries()) refusePersonal(context, form.field(index), read);

  const seen = new Set<string>();
  for (const [index, { name, type }] of forms.entries()) {
    if (seen.has(`${type} ${name}`)) {
      form
        .field(index)
        .addError(
          'APPLICATION_COMMANDS_DUPLICATE_NAME',
          'Application command names must be unique',
        );
    }
    seen.add(`${type} ${name}`);
  }
  form.throwIfInvalid();
  refuseTooMany(forms);

  const earlier = context.commands.list(guildId);
  // A command keeps its id while its name stays.
  const commands = forms.map((read) =>
    buildCommand(context, read, guildId, findByName(earlier, read)?.id),
  );
  context.commands.replace(guildId, commands);
  return ok(commands.map(toJson));
}

function createCommand(
  context: RouteContext,
  call: RouteCall,
  guildId: string | undefined,
): RouteAnswer {
  const form = Form.ofBody(call.body);
  const read = readCommandForm(form);
  refusePersonal(context, form, read);
  form.throwIfInvalid();

  const earlier = context.commands.list(guildId);
  // A second command of the same name replaces the first.
  const replaced = findByName(earlier, read);
  const command = buildCommand(context, read, guildId, replaced?.id);
  const commands = [...earlier.filter((other) => other !== replaced), command];
  refuseTooMany(commands);
  context.commands.replace(guildId, commands);
  return { status: replaced ? 200 : 201, body: toJson(command) };
}

function changeCommand(
  context: RouteContext,
  call: RouteCall,
  guildId: string | undefined,
): RouteAnswer {
  const command = findPathCommand(context, call, guildId);
  const { value } = Form.ofBody(call.body);
  const changes = typeof value === 'object' ? value : {};

  const form = Form.ofBody({ ...command.json, ...changes, type: command.type });
  const read = readCommandForm(form);
  refusePersonal(context, form, read);
  form.throwIfInvalid();
  const changed = buildCommand(context, read, guildId, command.id);
  context.commands.replace(
    guildId,
    context.commands.list(guildId).map((other) => (other === command ? changed : other)),
  );
  return ok(toJson(changed));
}

function deleteCommand(
  context: RouteContext,
  call: RouteCall,
  guildId: string | undefined,
): RouteAnswer {
  const command = findPathCommand(context, call, guildId);
  context.commands.replace(
    guildId,
    context.commands.list(guildId).filter((other) => other !== command),
  );
  return noContent;
}
