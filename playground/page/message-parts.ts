import type { ShownMessage } from '../local-network.ts';
import type { ReplyTimes } from './measure-reply.ts';

/** The actions of a person on a message. */
export interface MessageActions {
  reply(message: ShownMessage): void;
  edit(message: ShownMessage): void;
  remove(message: ShownMessage): void;
  /** Hides a message that only the viewer sees. */
  dismiss(message: ShownMessage): void;
  /** Presses a button, or picks `values` of the menu with this id. */
  press(message: ShownMessage, buttonId: string, values?: readonly string[]): Promise<void>;
  /** Sends a command that the person clicked in a text. */
  command(text: string): void;
  /** Replies with the selected part of a message. */
  quote(message: ShownMessage, selected: string): void;
  /** Replies to a message in another room. */
  replyElsewhere(message: ShownMessage, roomId: string): void;
  forward(message: ShownMessage, toRoomId: string, text: string): void;
  /** `isRemoved`: takes the reaction back. */
  react(message: ShownMessage, emoji: string, isRemoved: boolean): void;
  /** Asks for the name of a thread on a message, and opens it. */
  openThread(message: ShownMessage): void;
  openRoom(roomId: string): void;
  /** Runs a command on a message: by Discord's message menu, as a reply on Telegram. */
  runOn(message: ShownMessage, commandName: string): void;
  /** Copies a text for pasting elsewhere. */
  copy(text: string): void;
  /** Scrolls to another message. */
  jump(messageId: string): void;
}

/** A message with everything that decides how it looks. */
export interface MessageParts {
  readonly message: ShownMessage;
  /** True when it follows a message of the same author: name and picture are not repeated. */
  readonly isGrouped: boolean;
  /** The message that it replies to. */
  readonly repliedMessage: ShownMessage | undefined;
  readonly times: ReplyTimes | undefined;
  readonly isOwn: boolean;
}
