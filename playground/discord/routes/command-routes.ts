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

/** How many commands of each type a scope may have. */
const MAX_BY_TYPE: Readonly<Record<number, number>> = { 1: 100, 2: 15, 3: 15 };

type Handler = (site: RouteContext, call: RouteCall, guildId: string | undefined) => RouteAnswer;

/** Application commands, each route once globally and once per guild. */
export const commandRoutes: readonly Route[] = [
  ...twice('GET', '', ({ commands }, _call, guildId) => ok(commands.list(guildId).map(shown))),
  ...twice('PUT', '', overwriteAll),
  ...twice('POST', '', create),
  ...twice('GET', '/:command', (site, call, guildId) => ok(shown(commandIn(site, call, guildId)))),
  ...twice('PATCH', '/:command', change),
  ...twice('DELETE', '/:command', remove),
];

function twice(method: Route['method'], tail: string, handler: Handler): readonly Route[] {
  const checked = (site: RouteContext, call: RouteCall, guildId?: string) => {
    if (readPathId(call, 'application') !== site.world.botId) throw ApiError.unknownApplication();
    return handler(site, call, guildId);
  };
  return [
    {
      method,
      path: `/applications/:application/commands${tail}`,
      handle: (site, call) => checked(site, call),
    },
    {
      method,
      path: `/applications/:application/guilds/:guild/commands${tail}`,
      handle: (site, call) => checked(site, call, findPathGuild(site.world, call).id),
    },
  ];
}

function shown(command: AppCommand): Json {
  return command.json;
}

function commandIn(
  { commands }: RouteContext,
  call: RouteCall,
  guildId: string | undefined,
): AppCommand {
  const id = readPathId(call, 'command');
  const found = commands.list(guildId).find((command) => command.id === id);
  if (!found) throw ApiError.unknownCommand();
  return found;
}

function build(
  { world }: RouteContext,
  form: CommandForm,
  guildId: string | undefined,
  id = world.nextId(),
): AppCommand {
  const { name, type } = form;
  const ids = {
    id,
    application_id: world.botId,
    version: world.nextId(),
    ...(guildId !== undefined && { guild_id: guildId }),
  };
  return {
    id,
    name,
    type,
    ...(guildId !== undefined && { guildId }),
    json: { ...ids, ...form.json },
  };
}

function refuseTooMany(commands: readonly { readonly type: number }[]): void {
  for (const [type, max] of Object.entries(MAX_BY_TYPE)) {
    if (commands.filter((command) => command.type === Number(type)).length > max)
      throw ApiError.tooManyCommands();
  }
}

function overwriteAll(
  site: RouteContext,
  call: RouteCall,
  guildId: string | undefined,
): RouteAnswer {
  // The one route whose body is a list: `errors` name the place in it.
  const form = new Form(call.body);
  const entries = form.required().list(0, 130) ?? [];
  const forms = entries.map(readCommandForm);
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
  const known = site.commands.list(guildId);
  // A command keeps its id as long as its name stays.
  const idOf = ({ name, type }: CommandForm) =>
    known.find((each) => each.name === name && each.type === type)?.id;
  const built = forms.map((each) => build(site, each, guildId, idOf(each)));
  site.commands.replace(guildId, built);
  return ok(built.map(shown));
}

function create(site: RouteContext, call: RouteCall, guildId: string | undefined): RouteAnswer {
  const form = Form.ofBody(call.body);
  const read = readCommandForm(form);
  form.throwIfInvalid();
  const known = site.commands.list(guildId);
  // A second command of one name replaces the first.
  const same = known.find(({ name, type }) => name === read.name && type === read.type);
  const command = build(site, read, guildId, same?.id);
  const next = [...known.filter((each) => each !== same), command];
  refuseTooMany(next);
  site.commands.replace(guildId, next);
  return { status: same ? 200 : 201, body: shown(command) };
}

function change(site: RouteContext, call: RouteCall, guildId: string | undefined): RouteAnswer {
  const command = commandIn(site, call, guildId);
  const { value } = Form.ofBody(call.body);
  const form = Form.ofBody({
    ...command.json,
    ...(typeof value === 'object' ? value : {}),
    type: command.type,
  });
  const read = readCommandForm(form);
  form.throwIfInvalid();
  const changed = build(site, read, guildId, command.id);
  site.commands.replace(
    guildId,
    site.commands.list(guildId).map((each) => (each === command ? changed : each)),
  );
  return ok(shown(changed));
}

function remove(site: RouteContext, call: RouteCall, guildId: string | undefined): RouteAnswer {
  const command = commandIn(site, call, guildId);
  site.commands.replace(
    guildId,
    site.commands.list(guildId).filter((each) => each !== command),
  );
  return noContent;
}
