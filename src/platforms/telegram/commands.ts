import type { Api } from 'grammy';
import type { BotCommand } from 'grammy/types';
import type { Command } from '../../contracts/command.ts';
import { grammySignal } from './connection/connect.ts';

/**
 * Registers the commands for Telegram's `/` menu, if they changed.
 *
 * @returns `true` if they changed.
 */
export async function registerCommands(
  api: Api,
  commands: readonly Command[],
  signal: AbortSignal,
): Promise<boolean> {
  const menu = commands.map(({ name, description }) => ({
    command: name,
    description: description.en,
  }));
  const registered = await api.getMyCommands({}, grammySignal(signal));
  if (isSameMenu(menu, registered)) return false;

  await api.setMyCommands(menu, {}, grammySignal(signal));
  return true;
}

function isSameMenu(menu: readonly BotCommand[], registered: readonly BotCommand[]): boolean {
  return (
    Array.isArray(registered) &&
    registered.length === menu.length &&
    registered.every(
      ({ command, description }, index) =>
        command === menu[index]?.command && description === menu[index]?.description,
    )
  );
}
