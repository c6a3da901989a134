import type { Json } from './json.ts';

/** An application command, in its wire shape. */
export interface AppCommand {
  readonly id: string;
  readonly name: string;
  /** 1 chat input, 2 user menu, 3 message menu. */
  readonly type: number;
  readonly guildId?: string;
  readonly json: Json;
}

/** The application's commands. */
export interface CommandBook {
  /** Of one guild, or (`undefined`) the global ones. */
  list(guildId: string | undefined): readonly AppCommand[];
  replace(guildId: string | undefined, commands: readonly AppCommand[]): void;
  /** What people can call in a channel of this guild, or in a direct channel. */
  availableIn(guildId: string | undefined): readonly AppCommand[];
}

export function createCommandBook(changed: () => void): CommandBook {
  const scopes = new Map<string, readonly AppCommand[]>();
  const list = (guildId: string | undefined) => scopes.get(guildId ?? '') ?? [];
  return {
    list,
    replace(guildId, commands) {
      scopes.set(guildId ?? '', commands);
      changed();
    },
    availableIn(guildId) {
      const contexts = (command: AppCommand) => command.json.contexts;
      const here = guildId === undefined ? 1 : 0;
      const global = list(undefined).filter((command) => {
        const allowed = contexts(command);
        return !Array.isArray(allowed) || allowed.includes(here);
      });
      return guildId === undefined ? global : [...list(guildId), ...global];
    },
  };
}
