import type { Address } from '../contracts/address.ts';
import type { ButtonEvent, FormEvent } from '../contracts/button-event.ts';
import type { Channel } from '../contracts/chat-message.ts';
import type {
  Choice,
  Command,
  CommandCall,
  CommandContext,
  CommandReply,
} from '../contracts/command.ts';
import type { Language, LanguageOf } from '../contracts/language.ts';
import type { Observation, Observe } from '../contracts/observation.ts';
import { LimitError, StoreError } from '../errors.ts';
import type { Log } from '../lib/log.ts';
import type { Texts } from '../texts/en/index.ts';
import { textsIn } from '../texts/index.ts';
import { type CommandGate, powerOf } from './command-gate.ts';
import type { Notifier } from './notifier.ts';

/**
 * Runs commands, and handles presses of buttons and forms. None of them waits in the queue of turns. Each call
 * resolves when it is decided whether the person may do that, and the command has started: a message
 * that comes right after `/reset` must not be lost by it.
 */
export interface CommandRunner {
  run(call: CommandCall, address: Address): Promise<void>;
  press(button: ButtonEvent): Promise<void>;
  submit(form: FormEvent): Promise<void>;
  complete(call: CommandCall, option: string): Promise<readonly Choice[]>;
}

/** The commands to run, and the log for their errors. */
export interface CommandRunnerParts {
  readonly commands: readonly Command[];
  readonly gate: CommandGate;
  readonly languageOf: LanguageOf;
  readonly observe?: Observe | undefined;
  readonly log: Log;
}

/** Telegram sends `/start` when a person opens the chat with the bot. */
const ALIASES: ReadonlyMap<string, string> = new Map([['start', 'help']]);

/** Creates a runner that gives each command a context in the language of the person, and sends the replies with `notifier`. */
export function createCommandRunner(
  { commands, gate, languageOf, observe, log }: CommandRunnerParts,
  contextIn: (language: Language) => CommandContext,
  notifier: Notifier,
): CommandRunner {
  const findCommand = (name: string) =>
    commands.find((command) => command.name === (ALIASES.get(name) ?? name));

  /** Runs a command or a press, and turns its error into a reply. */
  async function runGuarded<Reply extends CommandReply | undefined>(
    name: string,
    language: Language,
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
      return { text: describeFailure(name, error, textsIn(language)), onlyAsker: true };
    }
  }

  function unknownCommand(name: string, language: Language): CommandReply {
    const names = commands.map((command) => command.name);
    return { text: textsIn(language).unknownCommand(name, names), onlyAsker: true };
  }

  async function answer(command: Command | undefined, call: CommandCall): Promise<CommandReply> {
    const language = languageOf(call.channel, call.author);
    if (!command) return unknownCommand(call.name, language);
    return runGuarded(call.name, language, () => command.run(call, contextIn(language)));
  }

  /** Shows what a command would change to a person who may only look. */
  async function show(command: Command, call: CommandCall, address: Address): Promise<void> {
    const { controls, ...reply } = await answer(command, call);
    notifier.send(address, { ...reply, onlyAsker: true });
  }

  async function handlePress(button: ButtonEvent): Promise<void> {
    const [name = '', ...rest] = button.id.split(':');
    const language = languageOf(button.address.channel, button.author);
    const context = contextIn(language);
    const press = findCommand(name)?.press;
    const reply = press
      ? await runGuarded(name, language, () => press(rest.join(':'), button, context))
      : { text: textsIn(language).tooOldButton, onlyAsker: true, removesButtons: true };
    if (reply) await showAt(button, reply, context);
  }

  async function handleForm(form: FormEvent): Promise<void> {
    const [name = '', ...rest] = form.id.split(':');
    const language = languageOf(form.address.channel, form.author);
    const context = contextIn(language);
    const submit = findCommand(name)?.submit;
    const reply = submit
      ? await runGuarded(name, language, () => submit(rest.join(':'), form, context))
      : { text: textsIn(language).tooOldButton, onlyAsker: true };
    await showAt(form, reply, context);
  }

  /**
   * Shows a reply in place of the message that a person used. Networks do not check that a message has the
   * button that somebody presses: so an answer is never replaced, and keeps its buttons.
   */
  async function showAt(
    used: ButtonEvent | FormEvent,
    reply: CommandReply,
    { trace }: Pick<CommandContext, 'trace'>,
  ): Promise<void> {
    const { address, author, message } = used;
    const { removesButtons = false, onlyAsker = false } = reply;
    if (!message || (onlyAsker && !removesButtons)) return notifier.send(address, reply);

    const { channel } = address;
    const call = { name: '', channel, author, options: {}, targetId: message.messageId };
    const isKnown = used.kind === 'button' && used.isUnderAnswer === true;
    if (isKnown || (await trace(call)).kind === 'turn')
      return notifier.send(address, { ...reply, onlyAsker: true });

    if (removesButtons) notifier.removeControls(address, message);
    notifier.send(address, reply, onlyAsker ? undefined : message);
  }

  /** A platform that reads its updates in order must not wait for a slow command. */
  function runInBackground(work: Promise<void>): void {
    work.catch((error: unknown) => log.error({ error }, 'commands: a command got no reply'));
  }

  type Way = Extract<Observation, { kind: 'command' }>['by'];
  function report(by: Way, command: Command | undefined, { platform }: Channel): void {
    observe?.({ kind: 'command', platform, name: command?.name, by });
  }

  const commandOf = ({ id }: { id: string }) => findCommand(id.split(':', 1)[0] ?? '');

  return {
    async run(call, address) {
      const command = findCommand(call.name);
      const { author, channel } = call;
      if (!gate.isInPace({ power: powerOf(command), author, address })) return;
      const isLook = command?.isOpenToView === true && Object.keys(call.options).length === 0;
      if (isLook && !(await gate.allows(powerOf(command), author, channel))) {
        if (await gate.admits({ power: 'ask', author, address })) {
          report('command', command, channel);
          runInBackground(show(command, call, address));
        }
        return;
      }

      if (!(await gate.admits({ power: powerOf(command), author, address }))) return;
      report('command', command, channel);
      const reply = answer(command, call);
      runInBackground(
        reply.then((done) => {
          if (!done.isQuestion) notifier.send(address, done);
        }),
      );
    },

    async press(button) {
      const { author, address, message } = button;
      const command = commandOf(button);
      const power = powerOf(command);
      if (!gate.isInPace({ power, author, address, message })) return;
      if (!(await gate.admits({ power, author, address, isPress: true }))) return;
      report('button', command, address.channel);
      runInBackground(handlePress(button));
    },

    async submit(form) {
      const { author, address, message } = form;
      const command = commandOf(form);
      const power = powerOf(command);
      if (!gate.isInPace({ power, author, address, message })) return;
      if (!(await gate.admits({ power, author, address }))) return;
      report('form', command, address.channel);
      runInBackground(handleForm(form));
    },

    async complete(call, optionName) {
      const command = findCommand(call.name);
      if (!gate.isSuggesting(call.author, call.channel)) return [];
      if (!(await gate.allows(powerOf(command), call.author, call.channel))) return [];

      const option = command?.options?.find(({ name }) => name === optionName);
      const typed = call.options[optionName] ?? '';
      const context = contextIn(languageOf(call.channel, call.author));
      const choices = await option?.complete?.(typed, call, context).catch(() => []);
      return choices ?? [];
    },
  };
}

function describeFailure(name: string, error: unknown, texts: Texts): string {
  if (error instanceof StoreError) return texts.storeFailed(error.kind);
  return error instanceof LimitError ? texts.tooManyChoices : texts.commandFailed(name);
}
