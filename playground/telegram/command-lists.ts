import { badRequest } from './api-error.ts';
import type { Chat } from './chat.ts';
import { isObject, type JsonObject } from './params.ts';

export interface BotCommand {
  readonly command: string;
  readonly description: string;
}

const MOST_COMMANDS = 100;
const LONGEST_DESCRIPTION = 256;
const PLAIN_SCOPES: readonly unknown[] = [
  'default',
  'all_private_chats',
  'all_group_chats',
  'all_chat_administrators',
];

/** What `setMyCommands` stored, by scope and language. */
export class CommandLists {
  readonly #lists = new Map<string, readonly BotCommand[]>();

  get(scope: string, language: string): readonly BotCommand[] {
    return this.#lists.get(`${scope}|${language}`) ?? [];
  }

  set(scope: string, language: string, commands: readonly BotCommand[]): void {
    if (commands.length > 0) this.#lists.set(`${scope}|${language}`, commands);
    else this.#lists.delete(`${scope}|${language}`);
  }

  /** What a person's client offers: the first list there is, from the narrowest scope to the widest. */
  findFor(chat: Chat, userId: number, isAdmin: boolean, language: string): readonly BotCommand[] {
    const scopes =
      chat.type === 'private'
        ? [`chat:${chat.id}`, 'all_private_chats', 'default']
        : [
            `chat_member:${chat.id}:${userId}`,
            ...(isAdmin ? [`chat_administrators:${chat.id}`] : []),
            `chat:${chat.id}`,
            ...(isAdmin ? ['all_chat_administrators'] : []),
            'all_group_chats',
            'default',
          ];
    for (const scope of scopes) {
      for (const one of [language, '']) {
        const list = this.get(scope, one);
        if (list.length > 0) return list;
      }
    }
    return [];
  }
}

/** The key of a `BotCommandScope`. */
export function scopeKey(scope: JsonObject | undefined, findChat: (id: unknown) => Chat): string {
  const type = scope?.type ?? 'default';
  if (PLAIN_SCOPES.includes(type)) return String(type);
  if (type === 'chat' || type === 'chat_administrators')
    return `${type}:${findChat(scope?.chat_id).id}`;
  if (type === 'chat_member')
    return `${type}:${findChat(scope?.chat_id).id}:${Number(scope?.user_id)}`;
  throw badRequest("can't parse BotCommandScope: Unsupported type specified");
}

export function readCommands(list: readonly unknown[]): readonly BotCommand[] {
  if (list.length > MOST_COMMANDS) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  return list.map((value) => {
    if (!isObject(value)) throw badRequest("can't parse BotCommand: expected an Object");
    const { command, description } = value;
    if (typeof command !== 'string')
      throw badRequest('can\'t parse BotCommand: Field "command" must be of type String');
    if (typeof description !== 'string') {
      throw badRequest('can\'t parse BotCommand: Field "description" must be of type String');
    }
    const name = command.replace(/^\//, '');
    if (!/^[a-z0-9_]{1,32}$/.test(name)) throw badRequest('BOT_COMMAND_INVALID');
    const length = [...description].length;
    if (length < 1 || length > LONGEST_DESCRIPTION)
      throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    return { command: name, description };
  });
}
