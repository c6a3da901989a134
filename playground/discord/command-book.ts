import type { Json } from './json.ts';

/** A registered application command. */
export interface AppCommand {
  readonly id: string;
  readonly name: string;
  /** 1 chat input, 2 user menu, 3 message menu. */
  readonly type: number;
  /** The guild that it is registered for. Absent: a global command. */
  readonly guildId?: string;
  /** The command in its wire shape. */
  readonly json: Json;
}

/** The commands that the application registered. */
export interface CommandBook {
  /** The commands of one guild, or (`undefined`) the global ones. */
  list(guildId: string | undefined): readonly AppCommand[];
  /** Replaces all commands of one guild, or (`undefined`) all global ones. */
  replace(guildId: string | undefined, commands: readonly AppCommand[]): void;
  /** The commands that people can call in a channel. */
  availableIn(place: CommandPlace): readonly AppCommand[];
}

/** A channel as commands see it. */
export interface CommandPlace {
  /** Absent: a direct channel. */
  readonly guildId?: string;
  /** The interaction context, as a command's `contexts` list them. */
  readonly context: number;
  /** True where the bot is no member: only the installation of a person brings commands there. */
  readonly isForeign: boolean;
}

const GUILD_INSTALL = 0;
const USER_INSTALL = 1;

/** Creates an empty command book. `onChange` runs after each change. */
export function createCommandBook(onChange: () => void): CommandBook {
  const commandsByGuild = new Map<string, readonly AppCommand[]>();
  const list = (guildId: string | undefined) => commandsByGuild.get(guildId ?? '') ?? [];

  return {
    list,
    replace(guildId, commands) {
      commandsByGuild.set(guildId ?? '', commands);
      onChange();
    },
    availableIn({ guildId, context, isForeign }) {
      const install = isForeign ? USER_INSTALL : GUILD_INSTALL;
      const global = list(undefined).filter(
        (command) => isAllowedIn(command, context) && isInstalledBy(command, install),
      );
      return guildId === undefined ? global : [...list(guildId), ...global];
    },
  };
}

function isAllowedIn({ json }: AppCommand, context: number): boolean {
  const { contexts } = json;
  return !Array.isArray(contexts) || contexts.includes(context);
}

function isInstalledBy({ json }: AppCommand, install: number): boolean {
  const { integration_types: types } = json;
  return Array.isArray(types) ? types.includes(install) : install === GUILD_INSTALL;
}
