import type { Address } from '../contracts/address.ts';
import type { ButtonEvent, FormEvent } from '../contracts/button-event.ts';
import type {
  Choice,
  Command,
  CommandCall,
  CommandContext,
  CommandReply,
} from '../contracts/command.ts';
import { StoreError } from '../errors.ts';
import type { Log } from '../lib/log.ts';
import { texts } from '../texts/index.ts';
import type { Notifier } from './notifier.ts';

/** Runs commands and handles button presses. Neither of them waits in the queue of turns. */
export interface CommandRunner {
  run(call: CommandCall, address: Address): Promise<void>;
  press(button: ButtonEvent): Promise<void>;
  submit(form: FormEvent): Promise<void>;
  complete(call: CommandCall, option: string): Promise<readonly Choice[]>;
}

/** The commands to run, and the log for their errors. */
export interface CommandRunnerParts {
  readonly commands: readonly Command[];
  readonly log: Log;
}

/** Telegram sends `/start` when a person opens the chat with the bot. */
const ALIASES: ReadonlyMap<string, string> = new Map([['start', 'help']]);

/** Creates a runner that gives `context` to each command, and sends the replies with `notifier`. */
export function createCommandRunner(
  { commands, log }: CommandRunnerParts,
  context: CommandContext,
  notifier: Notifier,
): CommandRunner {
  const findCommand = (name: string) =>
    commands.find((command) => command.name === (ALIASES.get(name) ?? name));

  /** Runs a command or a press, and turns its error into a reply. */
  async function runGuarded<Reply extends CommandReply | undefined>(
    name: string,
    run: () => Promise<Reply>,
  ): Promise<Reply | CommandReply> {
    try {
      return await run();
    } catch (error) {
      const isStoreFailure = error instanceof StoreError;
      log[isStoreFailure ? 'debug' : 'error'](
        { command: name, error },
        'commands: a command failed',
      );
      const text = isStoreFailure ? texts.storeFailed(error.kind) : texts.commandFailed(name);
      return { text, onlyAsker: true };
    }
  }

  function unknownCommand(name: string): CommandReply {
    const names = commands.map((command) => command.name);
    return { text: texts.unknownCommand(name, names), onlyAsker: true };
  }

  return {
    async run(call, address) {
      const command = findCommand(call.name);
      const reply = command
        ? await runGuarded(call.name, () => command.run(call, context))
        : unknownCommand(call.name);
      if (!reply.isQuestion) notifier.send(address, reply);
    },

    async press(button) {
      const [name = '', ...rest] = button.id.split(':');
      const press = findCommand(name)?.press;
      const reply = press
        ? await runGuarded(name, () => press(rest.join(':'), button, context))
        : { text: texts.tooOldButton, onlyAsker: true, removesButtons: true };
      if (!reply) return;

      if (reply.removesButtons) notifier.removeControls(button.address, button.message);
      const replaced = reply.onlyAsker ? undefined : button.message;
      notifier.send(button.address, reply, replaced);
    },

    async submit(form) {
      const [name = '', ...rest] = form.id.split(':');
      const submit = findCommand(name)?.submit;
      const reply = submit
        ? await runGuarded(name, () => submit(rest.join(':'), form, context))
        : { text: texts.tooOldButton, onlyAsker: true };
      const replaced = reply.onlyAsker ? undefined : form.message;
      notifier.send(form.address, reply, replaced);
    },

    async complete(call, optionName) {
      const option = findCommand(call.name)?.options?.find(({ name }) => name === optionName);
      const typed = call.options[optionName] ?? '';
      const choices = await option?.complete?.(typed, call, context).catch(() => []);
      return choices ?? [];
    },
  };
}
