import type { ButtonEvent } from './button-event.ts';
import type { Author, Channel, ChatMessage } from './chat-message.ts';
import type { TurnSelector } from './conversations.ts';
import type { Controls, ReplyStyle } from './reply-surface.ts';
import type { Trace } from './trace.ts';
import type { Rerun } from './turns.ts';

/** A command as somebody called it. */
export interface CommandCall {
  /** Without the slash. May be unknown: people type anything. */
  readonly name: string;
  readonly channel: Channel;
  readonly author: Author;
  /** By option name. On networks without options, all that follows the command is the first option. */
  readonly options: Readonly<Record<string, string>>;
  /** The message it acts on: Discord's message menu, on Telegram the message replied to. */
  readonly targetId?: string;
  /** That message, where the network sends it along. `own`: the bot itself wrote it. */
  readonly target?: ChatMessage | 'own';
}

export interface Choice {
  /** What people see. */
  readonly name: string;
  /** What comes back in `CommandCall.options`. */
  readonly value: string;
}

export interface CommandOption {
  readonly name: string;
  readonly description: string;
  readonly required?: boolean;
  /** What could follow what was typed so far, best first. Networks show at most 25. */
  complete?(typed: string, call: CommandCall, powers: CommandContext): Promise<readonly Choice[]>;
}

export interface CommandReply {
  /** Markdown. */
  readonly text: string;
  readonly controls?: Controls;
  /** Shown to the asker only, where the network can. */
  readonly onlyAsker?: boolean;
}

/** What commands may do. All of it acts on the conversation of the call's channel. */
export interface CommandContext {
  /** Every model that can be chosen, in the order in which people should see them. */
  models(): Promise<readonly ModelChoice[]>;
  /** The name of the model that answers in this channel. */
  currentModel(channel: Channel): Promise<string>;
  /** From the next turn on. False: no provider of that name, so nothing was changed. */
  chooseModel(channel: Channel, name: string): Promise<boolean>;
  /** What was chosen about the looks of answers in this channel. */
  style(channel: Channel): Promise<ReplyStyle>;
  /** From the next turn on. */
  chooseStyle(channel: Channel, style: ReplyStyle): Promise<void>;
  /** Stops what is being answered and what waits. How many turns that was. */
  stop(channel: Channel): Promise<number>;
  /** Stops one answer that grows. `pointless`: it does not grow. */
  stopAnswer(answer: AnswerSelector): Promise<ControlResult>;
  /** Opens a turn once more; a version to `show` that is not there is made. `pointless`: there is no answer, or nothing of it is missing. */
  rerun(answer: AnswerSelector, rerun: Rerun): Promise<ControlResult>;
  /** Stops as `stop` does, and starts a new history. */
  reset(channel: Channel): Promise<void>;
  /** What became of the message that the call is about. */
  trace(call: CommandCall): Promise<Trace>;
  /** May see how the bot works inside. */
  isAdmin(by: Author, channel: Channel): boolean;
  /** Every command, in the order in which people should see them. */
  commands(): readonly Command[];
}

/** An answer, and who wants something of it. Without `sequence` and `messageId`: the newest one of the channel. */
export interface AnswerSelector extends TurnSelector {
  readonly channel: Channel;
  readonly author: Author;
}

/** `forbidden`: only who asked and admins may. `busy`: the turn is open already. `gone`: it is no longer stored. */
export type ControlResult = 'done' | 'forbidden' | 'busy' | 'gone' | 'pointless';

export interface ModelChoice {
  /** What people type and what is stored: `provider/model`. */
  readonly name: string;
  /** One short line: whether it rests, context window, price, images, … */
  readonly hint?: string;
}

/** One definition for every platform. `run` is 10 to 20 lines and testable without a bot. */
export interface Command {
  /** `^[a-z0-9_]{1,32}$`, the stricter platform's rule (Telegram's). */
  readonly name: string;
  /** 1 to 100 characters (Discord's limit). */
  readonly description: string;
  /** Acts on a message: Discord's message menu, on Telegram the command as a reply. */
  readonly target?: 'message';
  /** Makes sense only on this one. */
  readonly platform?: string;
  readonly options?: readonly CommandOption[];
  run(call: CommandCall, powers: CommandContext): Promise<CommandReply>;
  /**
   * A button whose id is `<name>:<rest>` was pressed. What it gives replaces the message with the button; what is for the asker only is said
   * beside it.
   */
  press?(
    rest: string,
    button: ButtonEvent,
    powers: CommandContext,
  ): Promise<CommandReply | undefined>;
}
