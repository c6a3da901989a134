import type { Api } from 'grammy';
import type { Command } from '../../contracts/command.ts';

/** Registers the commands for Telegram's `/` menu, if they changed. Gives whether they did. */
export async function registerCommands(api: Api, commands: readonly Command[]): Promise<boolean> {
  const wanted = commands.map(({ name, description }) => ({ command: name, description }));
  const registered = await api.getMyCommands();
  const isSame =
    registered.length === wanted.length &&
    registered.every(
      ({ command, description }, at) =>
        command === wanted[at]?.command && description === wanted[at].description,
    );
  if (!isSame) await api.setMyCommands(wanted);
  return !isSame;
}
