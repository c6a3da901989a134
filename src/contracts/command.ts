import type { Access, AccessDesk, Power } from './access.ts';
import type { Interaction } from './address.ts';
import type { ButtonEvent, FormEvent } from './button-event.ts';
import type { AttachmentRef, Author, Channel, ChatMessage } from './chat-message.ts';
import type { TurnSelector } from './conversations.ts';
import type { AttachedFile } from './dialect.ts';
import type { Form } from './form.ts';
import type { Language, Localized } from './language.ts';
import type { Limits } from './limits.ts';
import type { DeletedData } from './personal-data.ts';
import type { Pins } from './pins.ts';
import type { ParameterRanges, PromptImage } from './provider.ts';
import type { Controls, ReplyStyle } from './reply-surface.ts';
import type { RoutedModel } from './router.ts';
import type { People, ScopeSettings, Settings } from './settings.ts';
import type { DeclineReason, Trace } from './trace.ts';
import type { Rerun, Turn } from './turns.ts';
import type { Usage } from './usage.ts';

/** A command as a person called it. */
export interface CommandCall {
  /** Without the slash. May be unknown: people type anything. */
  readonly name: string;
  readonly channel: Channel;
  readonly author: Author;
  /** By option name. On networks without options, the text after the command is the first option. */
  readonly options: Readonly<Record<string, string>>;
  /** The message that the command acts on: from Discord's message menu, or the message replied to on Telegram. */
  readonly targetId?: string;
  /** That message, where the network sends it along. `own`: the bot itself wrote it. */
  readonly target?: ChatMessage | 'own';
  /** The files that a person gave as options. */
  readonly attachments?: readonly AttachmentRef[];
  /** The right to answer the call, where the network needs one. */
  readonly interaction?: Interaction;
}

/** A suggestion for an option of a command. */
export interface Choice {
  /** The text that people see. */
  readonly name: string;
  /** The value in `CommandCall.options` when a person picks it. */
  readonly value: string;
}

/** A value that people can give to a command. */
export interface CommandOption {
  readonly name: string;
  /** 1 to 100 characters (Discord's limit). */
  readonly description: Localized;
  readonly required?: boolean;
  /** `file`: it is among `CommandCall.attachments`. `truth`: its value is `true` or `false`. Absent: a text. */
  readonly type?: 'file' | 'truth';
  /** Suggestions for the text typed so far, best first. Networks show at most 25. */
  complete?(typed: string, call: CommandCall, context: CommandContext): Promise<readonly Choice[]>;
}

/** The reply to a command or to a press of a button. */
export interface CommandReply {
  /** Markdown. */
  readonly text: string;
  readonly controls?: Controls;
  readonly file?: AttachedFile;
  /** Shown in place of `text`, where the network has forms and the reply answers a command or a press. */
  readonly form?: Form;
  /** Said to all in a message of its own, after the reply: something changed for all. Markdown. */
  readonly announcement?: string;
  /** Shown only to the person who called the command, where the network can do that. */
  readonly onlyAsker?: boolean;
  /** The message with the pressed button loses its buttons: they no longer do anything. */
  readonly removesButtons?: boolean;
  /** The call is a question now, whose answer follows: there is nothing to say. */
  readonly isQuestion?: true;
}

/** The abilities of a command. Everything acts on the conversation of the given channel. */
export interface CommandContext {
  /** The language of the person who called the command or pressed the button. */
  readonly language: Language;
  /** Every model that people can choose, in display order. */
  models(): Promise<readonly ModelChoice[]>;
  /** The name of the model that answers in this channel. */
  currentModel(channel: Channel): Promise<string>;
  /** Takes effect with the next turn. `false`: no provider has this name, so nothing changed. */
  chooseModel(channel: Channel, name: string): Promise<boolean>;
  /** The chosen look of answers in this channel. */
  style(channel: Channel): Promise<ReplyStyle>;
  /** Takes effect with the next turn. */
  chooseStyle(channel: Channel, style: ReplyStyle): Promise<void>;
  /** Stops the running turn and drops the waiting ones: all of them, or only those of the person, as their power goes. */
  stop(channel: Channel, author: Author): Promise<StoppedTurns>;
  /**
   * Stops one growing answer. An answer that has ended is shown as it ended: its button outlived it.
   * `pointless`: it ends already.
   */
  stopAnswer(answer: AnswerSelector): Promise<ControlResult>;
  /**
   * Opens a turn again. A `show` of a version that does not exist makes that version. `pointless`:
   * there is no answer, or nothing of it is missing. With a `sequence`, as buttons have it, such an
   * answer is shown as it ended.
   */
  rerun(answer: AnswerSelector, rerun: Rerun): Promise<ControlResult>;
  /**
   * Takes a question and its answers out of the history. A growing answer is removed; one that has
   * ended stays visible.
   */
  forget(answer: AnswerSelector): Promise<ControlResult>;
  /**
   * Takes back the newest question that has an answer or is being answered. `own`: the person may not take
   * back the newest one, so it was the newest of theirs.
   */
  undo(channel: Channel, author: Author): Promise<ControlResult | 'own'>;
  /**
   * Asks the model a question in the name of the caller. Resolves when it is stored; the answer follows.
   * Gives the reason why it is no question.
   */
  ask(call: CommandCall, question: AskedQuestion): Promise<DeclineReason | undefined>;
  /** Stops all turns, and starts a new history. */
  reset(channel: Channel): Promise<void>;
  readonly pins: Pins;
  /** The settings in force in a channel. */
  settings(channel: Channel): ScopeSettings;
  /** The choices of people for places, and the origins of settings. */
  readonly scopes: Pick<Settings, 'explain' | 'personas' | 'chosen' | 'choose'>;
  /** The choices of people for themselves. */
  readonly people: People;
  /** The parameters that the model of a channel takes. `undefined`: its service does not say. */
  parameterRanges(channel: Channel): Promise<ParameterRanges | undefined>;
  /** The conversation since the last reset, oldest turn first, as far as it is stored. */
  history(channel: Channel): Promise<readonly Turn[]>;
  /** Deletes what a person has said on the network of this channel, in every conversation. */
  deleteData(author: Author, channel: Channel): Promise<DeletedData>;
  /** Tells what happened to the message that the call points to. */
  trace(call: CommandCall): Promise<Trace>;
  /** True for people who may see how the bot works inside. */
  isAdmin(author: Author, channel: Channel): boolean;
  /** True for people who may manage the messages of a place, and for admins. May ask the network. */
  isModerator(author: Author, channel: Channel): Promise<boolean>;
  readonly accessDesk: AccessDesk;
  /** What was used, of everybody: the command decides what a person may see. */
  readonly usage: Pick<Usage, 'today' | 'report' | 'rows'>;
  readonly limits: Pick<Limits, 'states' | 'totals'>;
  /** Makes a PNG or JPEG of an SVG that needs no fonts. `undefined`: there are too many, or it takes too long. */
  drawPicture(svg: string): Promise<Pick<PromptImage, 'mime' | 'bytes'> | undefined>;
  /** Unix milliseconds. */
  now(): number;
  /** Makes a link that opens the console once, for ten minutes, for this admin. Absent: there is no console. */
  consoleLink?(author: Author, channel: Channel): Promise<string>;
  /** Asks the table of powers. The runner has asked it for `Command.power` already. */
  readonly may: Access['may'];
  /** The commands that a person may use in a channel, in display order. */
  commands(author: Author, channel: Channel): Promise<readonly Command[]>;
}

/** The turns of a channel after an order to stop them. */
export interface StoppedTurns {
  readonly stopped: number;
  /** The open turns of other people, which the person may not stop. */
  readonly kept: number;
}

/** A question that a person asks by a command. */
export interface AskedQuestion {
  readonly text: string;
  /** The message that it is about. */
  readonly about?: ChatMessage;
  /** Only the person who asks sees the answer. Such questions have a conversation of their own. */
  readonly onlyAsker?: boolean;
}

/** An answer, and the person who wants to control it. Without `sequence` and `messageId`: the newest of the channel. */
export interface AnswerSelector extends TurnSelector {
  /** The right to answer this order, where the network needs one. */
  readonly interaction?: Interaction;
  readonly channel: Channel;
  readonly author: Author;
}

/**
 * The result of an order to stop an answer, or to open it again:
 * - `done`: it worked
 * - `forbidden`: the person does not have that power over the answer
 * - `busy`: the turn is already open
 * - `gone`: the turn is no longer stored
 * - `forgotten`: people withdrew the question, or forgot it
 * - `pointless`: there is nothing to do
 */
export type ControlResult = 'done' | 'forbidden' | 'busy' | 'gone' | 'forgotten' | 'pointless';

/** A model that people can choose. */
export interface ModelChoice {
  /** The name that people type and that is stored: `provider/model`. */
  readonly name: string;
  /** What is known about the model. Absent: nothing. */
  readonly facts?: RoutedModel;
}

/** A command such as `/model`, defined once for all platforms. `run` has 10 to 20 lines and can be tested without a bot. */
export interface Command {
  /** `^[a-z0-9_]{1,32}$`, the rule of the stricter platform (Telegram). */
  readonly name: string;
  /** The power that is needed to call it, to press its buttons, and to see its suggestions. Absent: `ask`. */
  readonly power?: Power;
  /** Called without options, it only shows: everybody who may ask may do that, and gets the reply without its buttons. */
  readonly isOpenToView?: boolean;
  /** 1 to 100 characters (Discord's limit). */
  readonly description: Localized;
  /** The command acts on a message: in Discord's message menu, or as a reply on Telegram. */
  readonly target?: 'message';
  /** The name in Discord's menu of a message, at most 32 characters (Discord's limit). Absent: its name in words. */
  readonly menuName?: Localized;
  /**
   * Its replies are for the person who calls it. In Telegram's groups, only the bot sees the call itself, where
   * the network can do that.
   */
  readonly onlyAsker?: true;
  /** It makes sense where the bot is no member. Absent: yes, unless it acts on a message. */
  readonly isForGuests?: boolean;
  /** The only platform that has this command. Absent: every platform has it. */
  readonly platform?: string;
  readonly options?: readonly CommandOption[];
  run(call: CommandCall, context: CommandContext): Promise<CommandReply>;
  /**
   * Handles a press of a button whose id is `<name>:<rest>`. The reply replaces the message with the
   * button; a reply with `onlyAsker` is a new message.
   */
  press?(
    rest: string,
    button: ButtonEvent,
    context: CommandContext,
  ): Promise<CommandReply | undefined>;
  /** Handles a form whose id is `<name>:<rest>`. */
  submit?(rest: string, form: FormEvent, context: CommandContext): Promise<CommandReply>;
}
