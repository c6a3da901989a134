import { badRequest } from './api-error.ts';
import type { Chat } from './chat.ts';
import { isObject, type JsonObject } from './params.ts';

/** A command of the bot, in its wire shape. */
interface BotCommand {
  readonly command: string;
  readonly description: string;
  /** In groups, people's apps send the command so that only the bot sees it. */
  readonly is_ephemeral?: true;
}

const MAX_COMMANDS = 100;
const MAX_DESCRIPTION_CHARACTERS = 256;
/** The scopes that name no chat. */
const PLAIN_SCOPES: readonly unknown[] = [
  'default',
  'all_private_chats',
  'all_group_chats',
  'all_chat_administrators',
];

/** The lists that `setMyCommands` stored, by scope and language. */
export class CommandLists {
  readonly #lists = new Map<string, readonly BotCommand[]>();

  /** An empty list: none is stored. */
  get(scope: string, language: string): readonly BotCommand[] {
    return this.#lists.get(`${scope}|${language}`) ?? [];
  }

  /** An empty list deletes the stored one. */
  set(scope: string, language: string, commands: readonly BotCommand[]): void {
    if (commands.length > 0) this.#lists.set(`${scope}|${language}`, commands);
    else this.#lists.delete(`${scope}|${language}`);
  }

  /**
   * The list that a person's client offers: the first one that exists, from the narrowest scope to
   * the widest.
   */
  findFor(chat: Chat, userId: number, isAdmin: boolean, language: string): readonly BotCommand[] {
    const scopes = listScopes(chat, userId, isAdmin);
    const lists = scopes.flatMap((scope) => [this.get(scope, language), this.get(scope, '')]);
    return lists.find((list) => list.length > 0) ?? [];
  }
}

/** The scopes that apply to a person in a chat, the narrowest first. */
function listScopes(chat: Chat, userId: number, isAdmin: boolean): readonly string[] {
  if (chat.type === 'private') return [`chat:${chat.id}`, 'all_private_chats', 'default'];

  const adminsHere = isAdmin ? [`chat_administrators:${chat.id}`] : [];
  const adminsEverywhere = isAdmin ? ['all_chat_administrators'] : [];
  return [
    `chat_member:${chat.id}:${userId}`,
    ...adminsHere,
    `chat:${chat.id}`,
    ...adminsEverywhere,
    'all_group_chats',
    'default',
  ];
}

/** The key of a `BotCommandScope`, under which its list is stored. */
export function scopeKey(scope: JsonObject | undefined, findChat: (id: unknown) => Chat): string {
  const type = scope?.type ?? 'default';
  if (PLAIN_SCOPES.includes(type)) return String(type);
  if (type === 'chat' || type === 'chat_administrators')
    return `${type}:${findChat(scope?.chat_id).id}`;
  if (type === 'chat_member')
    return `${type}:${findChat(scope?.chat_id).id}:${Number(scope?.user_id)}`;
  throw badRequest("can't parse BotCommandScope: Unsupported type specified");
}

/**
 * Reads the `commands` of a call.
 *
 * @throws An `ApiError` when one is not valid.
 */
export function readCommands(list: readonly unknown[]): readonly BotCommand[] {
  if (list.length > MAX_COMMANDS) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  return list.map(readCommand);
}

function readCommand(value: unknown): BotCommand {
  if (!isObject(value)) throw badRequest("can't parse BotCommand: expected an Object");
  const { command, description, is_ephemeral } = value;
  if (typeof command !== 'string')
    throw badRequest('can\'t parse BotCommand: Field "command" must be of type String');
  if (typeof description !== 'string') {
    throw badRequest('can\'t parse BotCommand: Field "description" must be of type String');
  }
  const name = command.replace(/^\//, '');
  if (!/^[a-z0-9_]{1,32}$/.test(name)) throw badRequest('BOT_COMMAND_INVALID');
  const length = [...description].length;
  if (length < 1 || length > MAX_DESCRIPTION_CHARACTERS)
    throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  return is_ephemeral === true
    ? { command: name, description, is_ephemeral }
    : { command: name, description };
}

/**
 * Checks the language of a list, as TDLib does.
 *
 * @throws An `ApiError` when it is no code of two letters.
 */
export function readLanguage(code: string | undefined): string {
  if (code === undefined || code === '' || /^[a-z]{2}$/.test(code)) return code ?? '';
  throw badRequest('invalid language code specified');
}
