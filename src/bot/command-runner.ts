import type { Address } from '../contracts/address.ts';
import type { ButtonEvent } from '../contracts/button-event.ts';
import type { Choice, CommandCall, CommandContext, CommandReply } from '../contracts/command.ts';
import { texts } from '../texts/texts.ts';
import type { BotDependencies } from './bot-parts.ts';
import type { Notifier } from './notifier.ts';

/** Runs commands and presses buttons; never waits in the queue of turns. */
export interface CommandRunner {
  run(call: CommandCall, address: Address): Promise<void>;
  press(button: ButtonEvent): Promise<void>;
  complete(call: CommandCall, option: string): Promise<readonly Choice[]>;
}

export function createCommandRunner(
  parts: BotDependencies,
  powers: CommandContext,
  speaker: Notifier,
): CommandRunner {
  const { commands, log } = parts;
  // What Telegram sends when somebody opens the chat with the bot.
  const aliases: Readonly<Record<string, string>> = { start: 'help' };
  const find = (name: string) =>
    commands.find((command) => command.name === (aliases[name] ?? name));

  async function guarded<Said extends CommandReply | undefined>(
    name: string,
    run: () => Promise<Said>,
  ): Promise<Said | CommandReply> {
    try {
      return await run();
    } catch (error) {
      log.error({ command: name, error }, 'a command failed');
      return { text: texts.commandFailed(name), onlyAsker: true };
    }
  }

  return {
    async run(call, address) {
      const command = find(call.name);
      const unknown = {
        text: texts.unknownCommand(
          call.name,
          commands.map(({ name }) => name),
        ),
        onlyAsker: true,
      };
      speaker.send(
        address,
        command ? await guarded(call.name, () => command.run(call, powers)) : unknown,
      );
    },
    async press(button) {
      const [name = '', ...rest] = button.id.split(':');
      const press = find(name)?.press;
      const reply = press
        ? await guarded(name, () => press(rest.join(':'), button, powers))
        : { text: texts.tooOldButton, onlyAsker: true };
      if (reply) speaker.send(button.address, reply, reply.onlyAsker ? undefined : button.message);
    },
    async complete(call, optionName) {
      const option = find(call.name)?.options?.find(({ name }) => name === optionName);
      const typed = call.options[optionName] ?? '';
      return (await option?.complete?.(typed, call, powers).catch(() => [])) ?? [];
    },
  };
}
