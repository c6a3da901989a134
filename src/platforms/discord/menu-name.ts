import type { Command } from '../../contracts/command.ts';

/** Gives the name of a message command in Discord's menu: `ask_about` is "Ask about". */
export function menuName(commandName: string): string {
  const words = commandName.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Gives the names of the message commands, by the names that Discord's menu shows for them. */
export function commandsByMenuName(commands: readonly Command[]): ReadonlyMap<string, string> {
  const messageCommands = commands.filter(({ target }) => target === 'message');
  return new Map(messageCommands.map(({ name }) => [menuName(name), name]));
}
