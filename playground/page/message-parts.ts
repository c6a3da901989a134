import type { ShownMessage } from '../local-network.ts';
import type { ReplyTimes } from './measure-reply.ts';

/** What a person can do with a message. */
export interface MessageActions {
  reply(message: ShownMessage): void;
  edit(message: ShownMessage): void;
  remove(message: ShownMessage): void;
  dismiss(message: ShownMessage): void;
  press(message: ShownMessage, buttonId: string): Promise<void>;
  command(text: string): void;
  jump(messageId: string): void;
}

/** A message and what decides how it looks. */
export interface MessageParts {
  readonly message: ShownMessage;
  /** Follows a message of the same author: name and picture are not repeated. */
  readonly isGrouped: boolean;
  readonly quoted: ShownMessage | undefined;
  readonly times: ReplyTimes | undefined;
  readonly isOwn: boolean;
}
