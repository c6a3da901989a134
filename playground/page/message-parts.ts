import type { ShownMessage } from '../local-network.ts';
import type { ReplyTimes } from './measure-reply.ts';

/** The actions of a person on a message. */
export interface MessageActions {
  reply(message: ShownMessage): void;
  edit(message: ShownMessage): void;
  remove(message: ShownMessage): void;
  /** Hides a message that only the viewer sees. */
  dismiss(message: ShownMessage): void;
  press(message: ShownMessage, buttonId: string): Promise<void>;
  /** Sends a command that the person clicked in a text. */
  command(text: string): void;
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
