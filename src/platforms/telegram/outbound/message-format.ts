import type { Api } from 'grammy';
import type { Dialect } from '../../../contracts/dialect.ts';
import type { GrammySignal } from '../connection/connect.ts';
import type { MessageParameters } from './message-parameters.ts';

/** The chat of a message, and the parameters that do not depend on its format. */
export interface MessageTarget {
  readonly chatId: string;
  readonly parameters: MessageParameters;
  readonly signal: GrammySignal | undefined;
}

/** The message that an edit replaces. */
interface EditTarget extends MessageTarget {
  readonly messageId: number;
}

/** Turns the pages of one dialect into messages. */
export interface MessageFormat<Page> {
  readonly dialect: Dialect<Page>;
  /** Telegram's name of the method that sends such a message, for error messages. */
  readonly sendMethod: string;
  /** The same words without formatting. `undefined`: the page has none. Absent: there is no such page. */
  toPlain?(page: Page): Page | undefined;
  /** @throws Errors of grammY. */
  send(api: Api, page: Page, target: MessageTarget): Promise<unknown>;
  /** @throws Errors of grammY. */
  edit(api: Api, page: Page, target: EditTarget): Promise<unknown>;
}
