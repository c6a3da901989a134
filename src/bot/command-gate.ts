import type { Access, Power } from '../contracts/access.ts';
import type { Address } from '../contracts/address.ts';
import type { Author, Channel } from '../contracts/chat-message.ts';
import type { Command } from '../contracts/command.ts';
import type { LanguageOf } from '../contracts/language.ts';
import type { CommandAdmission } from '../contracts/limits.ts';
import type { MessageRef } from '../contracts/reply-surface.ts';
import type { SettingsOf } from '../contracts/settings.ts';
import { channelKey } from '../lib/channel-key.ts';
import type { Clock } from '../lib/clock.ts';
import { textsIn } from '../texts/index.ts';
import type { CommandPace } from './command-pace.ts';
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
  /**
   * Counts a command, a press or a form, and tells whether it comes within the limits. The person learns once a
   * minute when the next one does. Ask it first: it costs nothing.
   */
  isInPace(use: PacedUse): boolean;
  /** As `isInPace`, for suggestions, and says nothing. */
  isSuggesting(author: Author, channel: Channel): boolean;
}

/** Something that a person did, and may do only so often. */
export interface PacedUse extends Pick<CommandUse, 'author' | 'address'> {
  /** Absent: `ask`. */
  readonly power?: Power;
  /** The message with the button that was used. Absent: none. */
  readonly message?: MessageRef | undefined;
}

/** A command that somebody called, or whose button they pressed. */
export interface CommandUse {
  readonly power: Power;
  readonly author: Author;
  readonly address: Address;
  readonly isPress?: boolean;
}

type RefusedCommand = Extract<CommandAdmission, { kind: 'refused' }>;

/** The table of powers, and the parts that send refusals. */
export interface CommandGateParts {
  readonly access: Pick<Access, 'check' | 'may'>;
  readonly settingsOf: SettingsOf;
  readonly languageOf: LanguageOf;
  readonly refusals: Pick<Refusals, 'checkAccess' | 'checkPress'>;
  readonly notifier: Pick<Notifier, 'send' | 'sendOncePerHour'>;
  readonly pace: CommandPace;
  readonly clock: Clock;
}

/**
 * With these powers, everybody counts as the asker at first, because they can act on something of their own. A
 * command that acts on an answer then checks whose answer it is.
 */
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
  pace,
  clock,
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

  /**
   * What was said already is not said again. But Discord shows a command without a reply as failed, and a reply
   * costs one call, as much as to say that there will be none. A press needs no reply: the network's side of Parley
   * acknowledges it.
   */
  function slowDown({ author, address, message }: PacedUse, refusal: RefusedCommand): void {
    const isSilent = !address.interaction || address.interaction.isSeenByAll || message;
    if (refusal.isTold && isSilent) return;

    const seconds = Math.max(1, Math.ceil((refusal.resetsAt - clock.now()) / 1_000));
    const text = textsIn(languageOf(address.channel, author)).tooManyCommands(seconds);
    notifier.send(address, { text, onlyAsker: true });
  }

  return {
    allows,

    isInPace(use) {
      const { power = 'ask', author, address } = use;
      const admission = pace.admit(power, author, address);
      if (admission.kind === 'refused') slowDown(use, admission);
      return admission.kind === 'admitted';
    },

    isSuggesting: pace.admitSuggestions,

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
