import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { SaidFile } from '../../said-message.ts';
import type { AppCommand } from '../command-book.ts';
import { describeAttachment } from '../describe-attachment.ts';
import { toAttachmentJson } from '../json/attachment-json.ts';
import { toMessageJson } from '../json/message-json.ts';
import { toMemberJson, toUserJsonById } from '../json/user-json.ts';
import type { Json } from '../json.ts';
import type { Attachment } from '../message.ts';
import type { Channel, World } from '../world.ts';

/** Option types. */
const INTEGER = 4;
const BOOLEAN = 5;
const USER = 6;
const NUMBER = 10;
const ATTACHMENT = 11;
/** The command type of a message menu. */
const MESSAGE_MENU = 3;

interface OptionShape {
  readonly name: string;
  readonly type: number;
  readonly required?: boolean;
  readonly choices?: readonly { readonly value: unknown }[];
}

/** A command with the values that a person typed. */
export interface CalledCommand {
  readonly command: AppCommand;
  /** The typed values, by the options' names. */
  readonly options: Readonly<Record<string, string>>;
  /** The id of the message that a message menu's command acts on. */
  readonly targetId?: string;
  /** The name of the option that is being typed, for autocompletion. */
  readonly focused?: string;
  /** The files of options of type attachment. */
  readonly files?: Readonly<Record<string, SaidFile>>;
}

/**
 * Builds `data` of a command's interaction. Throws the sentence that the client shows when it would
 * not send the command.
 */
export function buildCommandData(world: World, channel: Channel, call: CalledCommand): Json {
  const { command, targetId, focused } = call;
  const attachments = giveFiles(world, call.files ?? {});
  const fileOptions = Object.entries(attachments).map(([name, { id }]) => [name, id]);
  const options: CalledCommand['options'] = {
    ...call.options,
    ...Object.fromEntries(fileOptions),
  };
  const identity = omitUndefined({
    id: command.id,
    name: command.name,
    type: command.type,
    guild_id: command.guildId,
  });
  if (command.type === MESSAGE_MENU)
    return { ...identity, ...buildMessageTarget(world, channel, targetId) };

  const shapes = readOptionShapes(command);
  refuseUnknownOptions(shapes, Object.keys(options));
  if (focused === undefined) refuseMissingOptions(shapes, options);

  const givenShapes = shapes.filter(({ name }) => options[name] !== undefined);
  const userIds = givenShapes
    .filter(({ type }) => type === USER)
    .map((shape) => String(readOptionValue(world, shape, options[shape.name] ?? '')));
  return omitUndefined({
    ...identity,
    options: givenShapes.map((shape) => {
      const { name, type } = shape;
      const typed = options[name] ?? '';
      // The client sends an unfinished value as it stands, whatever the option's type.
      if (name === focused) return { name, type, value: typed, focused: true };
      return { name, type, value: readOptionValue(world, shape, typed) };
    }),
    resolved: buildResolved(world, channel, userIds, Object.values(attachments)),
  });
}

function giveFiles(
  world: World,
  files: NonNullable<CalledCommand['files']>,
): Readonly<Record<string, Attachment>> {
  const given = Object.entries(files).map(
    ([name, file]) => [name, describeAttachment(world.nextId(), file)] as const,
  );
  for (const [, attachment] of given) world.givenFiles.set(attachment.id, attachment);
  return Object.fromEntries(given);
}

function buildResolved(
  world: World,
  channel: Channel,
  userIds: readonly string[],
  attachments: readonly Attachment[],
): Json | undefined {
  if (userIds.length === 0 && attachments.length === 0) return undefined;

  const files = attachments.map(
    (attachment) => [attachment.id, toAttachmentJson(world, channel.id, attachment)] as const,
  );
  return {
    ...(userIds.length > 0 ? buildResolvedUsers(world, channel, userIds) : {}),
    ...(files.length > 0 ? { attachments: Object.fromEntries(files) } : {}),
  };
}

/** The options of a command. */
export function readOptionShapes(command: AppCommand): readonly (OptionShape & Json)[] {
  return Array.isArray(command.json.options) ? command.json.options : [];
}

function refuseUnknownOptions(shapes: readonly OptionShape[], names: readonly string[]): void {
  const unknown = names.find((name) => !shapes.some((shape) => shape.name === name));
  if (unknown !== undefined) throw new Error(`This command has no option ${unknown}`);
}

function refuseMissingOptions(
  shapes: readonly OptionShape[],
  options: Readonly<Record<string, string>>,
): void {
  const missing = shapes.find(
    ({ name, required }) => required === true && options[name] === undefined,
  );
  if (missing) throw new Error(`This option is required. Specify a value: ${missing.name}`);
}

function readOptionValue(
  world: World,
  { name, type, choices }: OptionShape,
  typed: string,
): unknown {
  if (choices && !choices.some(({ value }) => String(value) === typed))
    throw new Error(`Choose one of the values of ${name}`);
  if (type === ATTACHMENT && !world.givenFiles.has(typed))
    throw new Error(`Attach a file for ${name}`);
  if (type === BOOLEAN) return typed === 'true';
  if (type === USER) return readUserId(world, name, typed);
  if (type === INTEGER || type === NUMBER) return readNumber(name, type, typed);
  return typed;
}

/** A user is typed as an id or as `@name`. */
function readUserId(world: World, optionName: string, typed: string): string {
  const users = [...world.users.values()];
  const user = users.find(({ id, name }) => id === typed || `@${name}` === typed);
  if (!user) throw new Error(`Input a valid user for ${optionName}`);
  return user.id;
}

function readNumber(optionName: string, type: number, typed: string): number {
  const value = Number(typed);
  const isNumber = typed.trim() !== '' && !Number.isNaN(value);
  if (!isNumber || (type === INTEGER && !Number.isInteger(value)))
    throw new Error(`Input a valid number for ${optionName}`);
  return value;
}

function buildResolvedUsers(world: World, { guildId }: Channel, ids: readonly string[]): Json {
  const guild = world.guilds.get(guildId ?? '');
  return omitUndefined({
    users: Object.fromEntries(ids.map((id) => [id, toUserJsonById(world, id)])),
    members:
      guild && Object.fromEntries(ids.map((id) => [id, toMemberJson(world, guild, id, false)])),
  });
}

function buildMessageTarget(world: World, channel: Channel, targetId: string | undefined): Json {
  const message = channel.messages.get(targetId ?? '');
  if (!message) throw new Error('Choose a message for this command');
  // A person who uses the menu of a message shares it with the bot, whether it has the Message
  // Content intent or not.
  return {
    target_id: message.id,
    resolved: { messages: { [message.id]: toMessageJson(world, channel, message, true) } },
  };
}
