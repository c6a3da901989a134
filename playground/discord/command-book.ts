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
  /**
   * The commands that people can call in a channel of this guild, or (`undefined`) in a direct
   * channel.
   */
  availableIn(guildId: string | undefined): readonly AppCommand[];
}

/** Interaction contexts, as a command's `contexts` list them. */
const GUILD_CONTEXT = 0;
const BOT_DM_CONTEXT = 1;

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
    availableIn(guildId) {
      const context = guildId === undefined ? BOT_DM_CONTEXT : GUILD_CONTEXT;
      const global = list(undefined).filter((command) => isAllowedIn(command, context));
      return guildId === undefined ? global : [...list(guildId), ...global];
    },
  };
}

function isAllowedIn({ json }: AppCommand, context: number): boolean {
  const { contexts } = json;
  return !Array.isArray(contexts) || contexts.includes(context);
}
