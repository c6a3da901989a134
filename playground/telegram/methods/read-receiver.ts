import { badRequest } from '../api-error.ts';
import type { Chat } from '../chat.ts';
import { readObject } from '../params.ts';
import type { MethodCall } from './method.ts';

/** An ephemeral message may answer another one for this long. */
const ANSWER_MS = 15_000;

/**
 * Reads the only person who will see a new message. `undefined`: everybody.
 *
 * A bot that is no administrator of the group must answer a press (`callback_query_id`) or an ephemeral message
 * (`reply_parameters`) of that person, within 15 seconds: https://core.telegram.org/bots/api#ephemeral-messages-and-commands
 *
 * @throws An `ApiError` when the bot may not send it.
 */
export function readReceiver(call: MethodCall, chat: Chat): number | undefined {
  const { world, params } = call;
  const parameters = readObject(
    params,
    'ephemeral_message_parameters',
    'ephemeral message parameters',
  );
  const answersHidden = repliedEphemeralId(call) !== undefined;
  if (!parameters) {
    if (answersHidden) throw badRequest('message to be replied not found');
    return undefined;
  }

  // Nobody is an administrator of a private chat, so there the bot can only answer.
  if (chat.type === 'channel') throw badRequest('BOT_NOT_ADMIN');
  const receiverId = Number(parameters.receiver_user_id);
  const receiver = world.findUser(receiverId);
  if (!receiver || receiver.is_bot || !chat.members.has(receiverId))
    throw badRequest('user not found');

  const mayAlways = chat.botStatus === 'administrator';
  if (!mayAlways && !isInvited(call, chat, receiverId, parameters.callback_query_id))
    throw badRequest('BOT_NOT_ADMIN');
  return receiverId;
}

function isInvited(call: MethodCall, chat: Chat, personId: number, queryId: unknown): boolean {
  const { world } = call;
  const presser = { chatId: chat.id, personId };
  if (queryId !== undefined)
    return world.callbackQueries.invitesEphemeral(String(queryId), presser);

  const replied = chat.messages.get(-(repliedEphemeralId(call) ?? 0));
  const isTheirs = replied?.onlyForId === personId && replied.from.id === personId;
  return isTheirs && world.clock.now() - replied.sentAt <= ANSWER_MS;
}

function repliedEphemeralId({ params }: MethodCall): number | undefined {
  const id = readObject(params, 'reply_parameters', 'reply parameters')?.ephemeral_message_id;
  return id === undefined ? undefined : Number(id);
}
