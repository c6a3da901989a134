import { badRequest } from '../api-error.ts';
import { type Chat, refuseUnlessOpenTopic, refuseUnlessWritable } from '../chat.ts';
import { type JsonObject, type Params, readFlag, readInteger, readObject } from '../params.ts';

export interface Destination {
  readonly threadId?: number;
  readonly replyTo?: number;
}

/** Where in a chat a new message goes, and what it replies to. Throws if the bot may not write there. */
export function readDestination(chat: Chat, params: Params): Destination {
  refuseUnlessWritable(chat);
  const replyTo = replyOf(chat, params);
  // A reply without a topic lands in the topic of the message that it replies to.
  const quoted = replyTo === undefined ? undefined : chat.messages.get(replyTo);
  const threadId = readInteger(params, 'message_thread_id') || quoted?.threadId;
  refuseUnlessOpenTopic(chat, threadId);
  return { ...(threadId !== undefined && { threadId }), ...(replyTo !== undefined && { replyTo }) };
}

function replyOf(chat: Chat, params: Params): number | undefined {
  const reply = readObject(params, 'reply_parameters', 'reply parameters');
  // The older parameter still works on the real server.
  const id = reply ? Number(reply.message_id) : readInteger(params, 'reply_to_message_id');
  if (id === undefined || id === 0) return undefined;
  const otherChat = reply?.chat_id !== undefined && Number(reply.chat_id) !== chat.id;
  const quoted = otherChat ? undefined : chat.messages.get(id);
  if (quoted) {
    refuseBadQuote(reply, quoted.text);
    return id;
  }
  const mayMiss =
    reply?.allow_sending_without_reply === true || readFlag(params, 'allow_sending_without_reply');
  if (!mayMiss || otherChat) throw badRequest('message to be replied not found');
  return undefined;
}

function refuseBadQuote(reply: JsonObject | undefined, text: string): void {
  const quote = reply?.quote;
  if (typeof quote === 'string' && quote !== '' && !text.includes(quote))
    throw badRequest('QUOTE_TEXT_INVALID');
}
