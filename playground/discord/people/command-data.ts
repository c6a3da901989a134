import type { AppCommand } from '../command-book.ts';
import { toMessageJson } from '../json/message-json.ts';
import { toMemberJson, toUserJsonById } from '../json/user-json.ts';
import type { Json } from '../json.ts';
import type { Channel, World } from '../world.ts';

const INTEGER = 4;
const BOOLEAN = 5;
const USER = 6;
const NUMBER = 10;

interface OptionShape {
  readonly name: string;
  readonly type: number;
  readonly required?: boolean;
  readonly choices?: readonly { readonly value: unknown }[];
}

export interface CalledCommand {
  readonly command: AppCommand;
  readonly options: Readonly<Record<string, string>>;
  /** Of a message menu's command. */
  readonly targetId?: string;
  /** The option that is being typed, for autocompletion. */
  readonly focused?: string;
}

/** `data` of a command's interaction. Throws what the client says when it would not send the command. */
export function buildCommandData(world: World, channel: Channel, call: CalledCommand): Json {
  const { command, options, targetId, focused } = call;
  const data: Json = { id: command.id, name: command.name, type: command.type };
  if (command.guildId !== undefined) data.guild_id = command.guildId;
  if (command.type === 3) return { ...data, ...messageTarget(world, channel, targetId) };
  const shapes = readOptionShapes(command);
  refuseUnknown(shapes, Object.keys(options));
  if (focused === undefined) refuseMissing(shapes, options);
  const given = shapes.filter(({ name }) => options[name] !== undefined);
  data.options = given.map((shape) => {
    const typed = options[shape.name] ?? '';
    // What is being typed is sent as it stands, whatever its type.
    if (shape.name === focused)
      return { name: shape.name, type: shape.type, value: typed, focused: true };
    return { name: shape.name, type: shape.type, value: optionValue(world, shape, typed) };
  });
  const users = given
    .filter(({ type }) => type === USER)
    .map((shape) => optionValue(world, shape, options[shape.name] ?? ''));
  return users.length === 0
    ? data
    : { ...data, resolved: resolvedUsers(world, channel, users.map(String)) };
}

export function readOptionShapes(command: AppCommand): readonly (OptionShape & Json)[] {
  return Array.isArray(command.json.options) ? command.json.options : [];
}

function refuseUnknown(shapes: readonly OptionShape[], names: readonly string[]): void {
  const unknown = names.find((name) => !shapes.some((shape) => shape.name === name));
  if (unknown !== undefined) throw new Error(`This command has no option ${unknown}`);
}

function refuseMissing(
  shapes: readonly OptionShape[],
  options: Readonly<Record<string, string>>,
): void {
  const missing = shapes.find(
    ({ name, required }) => required === true && options[name] === undefined,
  );
  if (missing) throw new Error(`This option is required. Specify a value: ${missing.name}`);
}

function optionValue(world: World, { name, type, choices }: OptionShape, typed: string): unknown {
  if (choices && !choices.some(({ value }) => String(value) === typed))
    throw new Error(`Choose one of the values of ${name}`);
  if (type === BOOLEAN) return typed === 'true';
  if (type === USER) {
    const user = [...world.users.values()].find(
      (each) => each.id === typed || `@${each.name}` === typed,
    );
    if (!user) throw new Error(`Input a valid user for ${name}`);
    return user.id;
  }
  if (type !== INTEGER && type !== NUMBER) return typed;
  const value = Number(typed);
  if (
    typed.trim() === '' ||
    Number.isNaN(value) ||
    (type === INTEGER && !Number.isInteger(value))
  ) {
    throw new Error(`Input a valid number for ${name}`);
  }
  return value;
}

function resolvedUsers(world: World, { guildId }: Channel, ids: readonly string[]): Json {
  const guild = world.guilds.get(guildId ?? '');
  return {
    users: Object.fromEntries(ids.map((id) => [id, toUserJsonById(world, id)])),
    ...(guild && {
      members: Object.fromEntries(ids.map((id) => [id, toMemberJson(world, guild, id, false)])),
    }),
  };
}

function messageTarget(world: World, channel: Channel, targetId: string | undefined): Json {
  const message = channel.messages.get(targetId ?? '');
  if (!message) throw new Error('Choose a message for this command');
  // Whoever uses a menu on a message shares it with the application, intent or not.
  return {
    target_id: message.id,
    resolved: { messages: { [message.id]: toMessageJson(world, channel, message, true) } },
  };
}
