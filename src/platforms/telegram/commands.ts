import type { Api } from 'grammy';
import type { BotCommand, BotCommandScope, LanguageCode } from 'grammy/types';
import type { Command } from '../../contracts/command.ts';
import type { Language } from '../../contracts/language.ts';
import { grammySignal } from './connection/connect.ts';

/** One list of Telegram's `/` menu, and the people who see it. */
interface Menu {
  readonly commands: readonly BotCommand[];
  /** Absent: all chats. */
  readonly scope?: BotCommandScope;
  /** Absent: people of every language without a list of its own. */
  readonly language_code?: LanguageCode;
}

/** Telegram takes ISO 639-1 codes of two letters. The words themselves are English. */
const LANGUAGE_CODES: Readonly<Record<Exclude<Language, 'en'>, LanguageCode>> = {
  de: 'de',
  ru: 'ru',
  es: 'es',
  'pt-BR': 'pt',
  'zh-CN': 'zh',
};

const GROUPS: BotCommandScope = { type: 'all_group_chats' };

/**
 * Registers the commands in English for all chats, if they changed.
 *
 * @returns `true` if they changed.
 */
export function registerCommands(
  api: Api,
  commands: readonly Command[],
  signal: AbortSignal,
): Promise<boolean> {
  return registerMenu(api, menuOf(commands, 'en'), signal);
}

/**
 * Registers the lists that differ from the one in English: for groups, and for the other languages. Ends early on
 * a server that gives the same list for all, because the last list would then be everybody's.
 *
 * @returns The number of lists that changed.
 */
export async function registerOtherMenus(
  api: Api,
  commands: readonly Command[],
  signal: AbortSignal,
): Promise<number> {
  const common = menuOf(commands, 'en');
  let changedCount = 0;

  for (const menu of otherMenus(commands, common)) {
    const registered = await readMenu(api, menu, signal);
    if (isSameMenu(common.commands, registered)) break;
    if (isSameMenu(menu.commands, registered)) continue;
    await writeMenu(api, menu, signal);
    changedCount += 1;
  }
  return changedCount;
}

/** Clients look for a list for the chat first, in their language and then in any, and only then for one for all chats. */
function otherMenus(commands: readonly Command[], common: Menu): readonly Menu[] {
  const groupMenu = groupMenuOf(commands, 'en');
  const hasGroupMenu = !isSameMenu(common.commands, groupMenu.commands);

  const translated = (Object.keys(LANGUAGE_CODES) as (keyof typeof LANGUAGE_CODES)[]).flatMap(
    (language) => {
      const language_code = LANGUAGE_CODES[language];
      const menu = { ...menuOf(commands, language), language_code };
      if (isSameMenu(common.commands, menu.commands)) return [];
      return hasGroupMenu ? [menu, { ...groupMenuOf(commands, language), language_code }] : [menu];
    },
  );
  return hasGroupMenu ? [groupMenu, ...translated] : translated;
}

function menuOf(commands: readonly Command[], language: Language): Menu {
  return {
    commands: commands.map(({ name, description }) => ({
      command: name,
      description: description[language],
    })),
  };
}

/**
 * Nobody lets people in from a group, so the commands for that are not offered there. A bot that is no
 * administrator can show a reply to one person only where the bot alone saw the call. Only lists for groups have
 * that mark: bots report that a marked command does not arrive from a private chat at all.
 */
function groupMenuOf(commands: readonly Command[], language: Language): Menu {
  return {
    scope: GROUPS,
    commands: commands
      .filter(({ power }) => power !== 'access')
      .map(({ name, description, onlyAsker }) => {
        const command = { command: name, description: description[language] };
        return onlyAsker ? { ...command, is_ephemeral: true } : command;
      }),
  };
}

async function registerMenu(api: Api, menu: Menu, signal: AbortSignal): Promise<boolean> {
  const registered = await readMenu(api, menu, signal);
  if (isSameMenu(menu.commands, registered)) return false;

  await writeMenu(api, menu, signal);
  return true;
}

function readMenu(api: Api, { commands: _, ...target }: Menu, signal: AbortSignal) {
  return api.getMyCommands(target, grammySignal(signal));
}

async function writeMenu(api: Api, { commands, ...target }: Menu, signal: AbortSignal) {
  await api.setMyCommands([...commands], target, grammySignal(signal));
}

function isSameMenu(menu: readonly BotCommand[], registered: readonly BotCommand[]): boolean {
  if (!Array.isArray(registered) || registered.length !== menu.length) return false;

  // A server that is older than Bot API 10.2 does not keep this. The list would look changed at every start.
  const keepsEphemeral = registered.some(({ is_ephemeral: isEphemeral }) => isEphemeral);
  return registered.every((command, index) => isSameCommand(command, menu[index], keepsEphemeral));
}

function isSameCommand(a: BotCommand, b: BotCommand | undefined, keepsEphemeral: boolean): boolean {
  const isSameWay = !keepsEphemeral || (a.is_ephemeral ?? false) === (b?.is_ephemeral ?? false);
  return a.command === b?.command && a.description === b.description && isSameWay;
}
