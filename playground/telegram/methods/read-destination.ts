import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { badRequest } from '../api-error.ts';
import { type Chat, refuseUnlessOpenTopic, refuseUnlessWritable } from '../chat.ts';
import { type JsonObject, type Params, readFlag, readInteger, readObject } from '../params.ts';

/** The place of a new message in a chat. */
interface Destination {
  /** The id of the topic. */
  readonly threadId?: number;
  /** The id of the message that it replies to. */
  readonly replyTo?: number;
}

/**
 * Reads the topic of a new message, and the message that it replies to.
 *
 * @throws An `ApiError` when the bot may not write there.
 */
export function readDestination(chat: Chat, params: Params): Destination {
  refuseUnlessWritable(chat);

  const replyTo = readReplyTo(chat, params);
  // A reply without a topic goes to the topic of the message that it replies to.
  const repliedMessage = replyTo === undefined ? undefined : chat.messages.get(replyTo);
  const threadId = readInteger(params, 'message_thread_id') || repliedMessage?.threadId;
  refuseUnlessOpenTopic(chat, threadId);
  return omitUndefined({ threadId, replyTo });
}

function readReplyTo(chat: Chat, params: Params): number | undefined {
  const reply = readObject(params, 'reply_parameters', 'reply parameters');
  if (reply?.ephemeral_message_id !== undefined) return -Number(reply.ephemeral_message_id);
  // The older parameter `reply_to_message_id` still works on the real server.
  const id = reply ? Number(reply.message_id) : readInteger(params, 'reply_to_message_id');
  if (id === undefined || id === 0) return undefined;

  const isOtherChat = reply?.chat_id !== undefined && Number(reply.chat_id) !== chat.id;
  const repliedMessage = isOtherChat ? undefined : chat.messages.get(id);
  if (repliedMessage) {
    refuseWrongQuote(reply, repliedMessage.text);
    return id;
  }

  const isOptional =
    reply?.allow_sending_without_reply === true || readFlag(params, 'allow_sending_without_reply');
  if (!isOptional || isOtherChat) throw badRequest('message to be replied not found');
  return undefined;
}

function refuseWrongQuote(reply: JsonObject | undefined, text: string): void {
  const quote = reply?.quote;
  if (typeof quote === 'string' && quote !== '' && !text.includes(quote))
    throw badRequest('QUOTE_TEXT_INVALID');
}
