import type { Access, Power } from '../contracts/access.ts';
import type { Address } from '../contracts/address.ts';
import type { Author, Channel } from '../contracts/chat-message.ts';
import type { Command } from '../contracts/command.ts';
import type { LanguageOf } from '../contracts/language.ts';
import type { SettingsOf } from '../contracts/settings.ts';
import { channelKey } from '../lib/channel-key.ts';
import { textsIn } from '../texts/index.ts';
import type { Notifier } from './notifier.ts';
import type { Refusals } from './refusals.ts';

/** Decides who may use which command: the only place that asks, for commands, presses, forms and suggestions. */
export interface CommandGate {
  /** Tells whether a person may use a command. Says nothing to them. */
  allows(power: Power, author: Author, channel: Channel): Promise<boolean>;
  /** The commands that a person may call in a channel. */
  usable(
    commands: readonly Command[],
    author: Author,
    channel: Channel,
  ): Promise<readonly Command[]>;
  /** As `allows`. People who may not use it get a sentence that says who may. */
  admits(use: CommandUse): Promise<boolean>;
}

/** A command that somebody called, or whose button they pressed. */
export interface CommandUse {
  readonly power: Power;
  readonly author: Author;
  readonly address: Address;
  readonly isPress?: boolean;
}

/** The table of powers, and the ways to say no. */
export interface CommandGateParts {
  readonly access: Pick<Access, 'check' | 'may'>;
  readonly settingsOf: SettingsOf;
  readonly languageOf: LanguageOf;
  readonly refusals: Pick<Refusals, 'checkAccess' | 'checkPress'>;
  readonly notifier: Pick<Notifier, 'send' | 'sendOncePerHour'>;
}

/** With these, people act on what is their own. Where it is an answer, the command asks again about that answer. */
const OWN_POWERS: ReadonlySet<Power> = new Set<Power>([
  'ask',
  'stop',
  'regenerate',
  'undo',
  'forget',
  'delete_my_data',
  'why',
  'usage',
]);

/** Creates the gate. */
export function createCommandGate({
  access,
  settingsOf,
  languageOf,
  refusals,
  notifier,
}: CommandGateParts): CommandGate {
  const allows: CommandGate['allows'] = (power, author, channel) =>
    access.may(power, author, channel, OWN_POWERS.has(power));

  function refuse({ power, author, address }: CommandUse): void {
    const { channel } = address;
    const { powerRefused } = textsIn(languageOf(channel, author));
    const text = powerRefused[settingsOf(channel).powers[power]];
    const topic = `power:${channelKey(channel)}:${author.id}:${power}`;
    // The network shows an interaction without a reply as failed, so each one gets its own sentence.
    if (address.interaction) notifier.send(address, { text, onlyAsker: true });
    else notifier.sendOncePerHour(topic, address, text);
  }

  return {
    allows,

    async usable(commands, author, channel) {
      const usable: Command[] = [];
      // One after the other: the first one may have to ask the network, which remembers its answer.
      for (const command of commands) {
        const power = command.isOpenToView ? 'ask' : powerOf(command);
        if (await allows(power, author, channel)) usable.push(command);
      }
      return usable;
    },

    async admits(use) {
      const { power, author, address, isPress = false } = use;
      if (await allows(power, author, address.channel)) return true;

      // People who may not use the bot at all learn how they could.
      const isLetIn = isPress
        ? refusals.checkPress(author, address)
        : refusals.checkAccess(author, address);
      if (isLetIn) refuse(use);
      return false;
    },
  };
}

/** The power that a command needs. */
export function powerOf(command: Pick<Command, 'power'> | undefined): Power {
  return command?.power ?? 'ask';
}
