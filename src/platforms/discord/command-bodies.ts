import type { Command, CommandOption } from '../../contracts/command.ts';
import type { Language, Localized } from '../../contracts/language.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { menuName } from './menu-name.ts';

/**
 * Discord's types of commands and options:
 * https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-types
 */
const CHAT_INPUT = 1;
const MESSAGE_MENU = 3;
const OPTION_TYPES = { text: 3, truth: 5, file: 11 } as const;
/** Commands work on servers and in the bot's own DMs, where the bot is installed to a server. */
export const COMMAND_AVAILABILITY = { contexts: [0, 1], integration_types: [0] };
/** They also work wherever a person goes who installed the bot for themselves: on all servers, in all DMs. */
const EVERYWHERE = { contexts: [0, 1, 2], integration_types: [0, 1] };

/** Words by Discord's names of languages. */
export type Localizations = Readonly<Record<string, string>>;

/** A command as Discord takes it. Discord gives it back with more fields. */
export interface CommandBody {
  readonly type: number;
  readonly name: string;
  readonly name_localizations?: Localizations | null;
  readonly description?: string;
  readonly description_localizations?: Localizations | null;
  readonly options?: readonly OptionBody[];
  readonly contexts?: readonly number[] | null;
  readonly integration_types?: readonly number[] | null;
}

/** An option of a command as Discord takes it. */
interface OptionBody {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly description_localizations?: Localizations | null;
  readonly required: boolean;
  readonly autocomplete: boolean;
}

/**
 * Discord's names of each language: https://discord.com/developers/docs/reference#locales. The words themselves
 * are English.
 */
const LOCALES: Readonly<Record<Exclude<Language, 'en'>, readonly string[]>> = {
  de: ['de'],
  ru: ['ru'],
  es: ['es-ES', 'es-419'],
  'pt-BR': ['pt-BR'],
  'zh-CN': ['zh-CN'],
};

/**
 * The commands as Discord takes them, in the same order. `isPersonal`: people may install the application for
 * themselves, and then use it where the bot is no member.
 */
export function commandBodies(
  commands: readonly Command[],
  isPersonal = false,
): readonly CommandBody[] {
  return commands.map((command) => {
    const isEverywhere = isPersonal && (command.isForGuests ?? command.target === undefined);
    return { ...commandBody(command), ...(isEverywhere ? EVERYWHERE : COMMAND_AVAILABILITY) };
  });
}

function commandBody(command: Command): CommandBody {
  const { name, description, target, options = [] } = command;
  if (target === 'message') return messageMenuBody(command);

  return omitUndefined({
    type: CHAT_INPUT,
    // People of all languages tell each other the names of commands.
    name,
    description: description.en,
    description_localizations: localizationsOf(description),
    options: options.map(optionBody),
  });
}

function messageMenuBody(command: Command): CommandBody {
  return omitUndefined({
    type: MESSAGE_MENU,
    name: menuName(command),
    name_localizations: command.menuName && localizationsOf(command.menuName),
  });
}

function optionBody(option: CommandOption): OptionBody {
  const { name, description, required = false, type = 'text', complete } = option;
  return omitUndefined({
    type: OPTION_TYPES[type],
    name,
    description: description.en,
    description_localizations: localizationsOf(description),
    required,
    autocomplete: complete !== undefined,
  });
}

/** `undefined`: the words are the same in every language. */
function localizationsOf(words: Localized): Localizations | undefined {
  const entries = (Object.keys(LOCALES) as (keyof typeof LOCALES)[])
    .filter((language) => words[language] !== words.en)
    .flatMap((language) => LOCALES[language].map((locale) => [locale, words[language]] as const));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
