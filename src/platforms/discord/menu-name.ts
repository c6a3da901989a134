import type { Command } from '../../contracts/command.ts';

/** Gives the name of a message command in Discord's menu: that of its own, or `ask_about` is "Ask about". */
export function menuName({ name, menuName: own }: Pick<Command, 'name' | 'menuName'>): string {
  if (own) return own.en;
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Gives the names of the message commands, by the names that Discord's menu shows for them. */
export function commandsByMenuName(commands: readonly Command[]): ReadonlyMap<string, string> {
  const messageCommands = commands.filter(({ target }) => target === 'message');
  return new Map(messageCommands.map((command) => [menuName(command), command.name]));
}
