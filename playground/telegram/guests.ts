import { randomBytes } from 'node:crypto';
import { badRequest } from './api-error.ts';
import type { Chat } from './chat.ts';
import type { StoredMessage } from './stored-message.ts';

/** A message of the bot in a chat where it is no member. */
export interface GuestMessage {
  readonly chat: Chat;
  readonly message: StoredMessage;
}

const MAX_REMEMBERED = 1_000;

/** The questions to the bot in chats where it is no member, and its messages there. */
export class Guests {
  /** True when its owner has switched on guest mode. */
  isOn = false;
  readonly #queries = new Map<string, GuestMessage>();
  readonly #messages = new Map<string, GuestMessage>();

  /** Opens a query for a message that mentions the bot. Gives its id. */
  open(question: GuestMessage): string {
    return remember(this.#queries, question);
  }

  /** Ends a query: Telegram takes one answer. */
  take(queryId: string): GuestMessage {
    const question = this.#queries.get(queryId);
    if (!question) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid');
    }
    this.#queries.delete(queryId);
    return question;
  }

  /** Gives the id of a message of the bot. */
  add(answer: GuestMessage): string {
    return remember(this.#messages, answer);
  }

  find(inlineMessageId: string): GuestMessage {
    const found = this.#messages.get(inlineMessageId);
    if (!found) throw badRequest('MESSAGE_ID_INVALID');
    return found;
  }

  idOf(message: StoredMessage): string | undefined {
    return [...this.#messages].find(([, answer]) => answer.message === message)?.[0];
  }
}

function remember(map: Map<string, GuestMessage>, value: GuestMessage): string {
  const id = randomBytes(12).toString('base64url');
  map.set(id, value);
  const [oldest] = map.keys();
  if (map.size > MAX_REMEMBERED && oldest !== undefined) map.delete(oldest);
  return id;
}
