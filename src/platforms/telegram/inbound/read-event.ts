import type { Address } from '../../../contracts/address.ts';
import type { ButtonEvent } from '../../../contracts/button-event.ts';
import type { Channel } from '../../../contracts/chat-message.ts';
import type { Command } from '../../../contracts/command.ts';
import type { InboundEvent } from '../../../contracts/inbox.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { readEntryId } from '../entry-id.ts';
import { type TelegramMessageRef, toEphemeralRef } from '../message-ref.ts';
import type { BotIdentity } from './bot-identity.ts';
import { readAuthor, readUser } from './read-author.ts';
import { readChannel, readChat } from './read-channel.ts';
import { readCommand } from './read-command.ts';
import { readGuestButton, readGuestMessage } from './read-guest.ts';
import { isChannelPost, readMessage } from './read-message.ts';
import {
  readUpdate,
  type UpdateCallbackQuery,
  type UpdateMembership,
  type UpdateMessage,
  type UpdateStop,
} from './read-update.ts';
import type { TopicNames } from './topic-names.ts';

/** The facts besides the update itself that are needed to read it. */
export interface UpdateContext {
  readonly me: BotIdentity;
  /** Parley's commands. In groups they count even when they do not name the bot. */
  readonly commands: readonly Command[];
  /** Absent: only the message itself tells the name of its topic. */
  readonly topicNames?: TopicNames;
}

/** The kinds of updates that `readEvent` understands. Parley asks Telegram for no others. */
export const ALLOWED_UPDATES = [
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'guest_message',
  'callback_query',
  'my_chat_member',
  'stopped_message_generation',
] as const;

/**
 * Turns an update into an event. Gives `undefined` when the update does not concern Parley, or
 * lacks what the event needs. Pure, but for the names of topics that it learns.
 */
export function readEvent(given: unknown, context: UpdateContext): InboundEvent | undefined {
  const update = readUpdate(given);
  if (!update) return undefined;

  const message = update.message ?? update.channel_post;
  if (message) return readNewMessage(message, context);
  if (update.guest_message) return readGuestMessage(update.guest_message, context.me);
  const edited = update.edited_message ?? update.edited_channel_post;
  if (edited) return readEditedMessage(edited, context);
  if (update.callback_query) return readButton(update.callback_query, context);
  if (update.my_chat_member) return readMembership(update.my_chat_member);
  return update.stopped_message_generation && readStopped(update.stopped_message_generation);
}

/** The kinds of updates in `given` that lack what every update of their kind has. */
export function listUnreadableParts(given: object): readonly string[] {
  const update = readUpdate(given);
  return ALLOWED_UPDATES.filter((kind) => Object.hasOwn(given, kind) && !update?.[kind]);
}

function readNewMessage(message: UpdateMessage, context: UpdateContext): InboundEvent | undefined {
  // The new chat reports the same migration in `migrate_from_chat_id`. Reading one of the two is
  // enough. Only groups migrate.
  if (message.migrate_to_chat_id !== undefined && message.chat.type === 'group') {
    const from = readChat(message.chat);
    return { kind: 'migrated', from, to: { ...from, id: String(message.migrate_to_chat_id) } };
  }

  const channel = readChannel(message, context.topicNames);
  const address = addressOf(message, channel);

  // Channels only have readers, and a post cannot be answered to a person alone.
  const call = isChannelPost(message) ? undefined : readCommand(message, channel, context);
  if (call === 'for-another-bot') return undefined;
  if (call) return { kind: 'command', call, address };
  if (message.ephemeral_message_id !== undefined) return readHiddenMessage(message, address);

  const chatMessage = readMessage(message, channel, context.me);
  return chatMessage && { kind: 'message', message: chatMessage, address };
}

/** Only real people in groups can be shown a message alone: https://core.telegram.org/bots/api#ephemeral-messages-and-commands */
function addressOf(message: UpdateMessage, channel: Channel): Address {
  const { message_id: id, ephemeral_message_id: hiddenId, from, sender_chat: senderChat } = message;
  const isPerson = from !== undefined && !from.is_bot && !senderChat;

  return omitUndefined({
    channel,
    questionId: hiddenId === undefined ? String(id) : undefined,
    hiddenQuestionId: hiddenId === undefined ? undefined : String(hiddenId),
    askerId: isPerson && channel.kind !== 'direct' ? String(from.id) : undefined,
  });
}

/**
 * A person answered a message that only they see, with words that are no command. A reply for all would
 * answer what nobody else has read, so they learn how to ask.
 */
function readHiddenMessage(message: UpdateMessage, address: Address): InboundEvent {
  const author = readAuthor(message);
  const call = { name: 'help', channel: address.channel, author, options: {} };
  return { kind: 'command', call, address };
}

/**
 * Commands run once: an edit makes no command of a message, and no question of a command. A location that
 * people share live is edited whenever they move, which is no new question.
 */
function readEditedMessage(
  message: UpdateMessage,
  context: UpdateContext,
): InboundEvent | undefined {
  const channel = readChannel(message, context.topicNames);
  const isCommand = !isChannelPost(message) && readCommand(message, channel, context) !== undefined;
  const isHidden = message.ephemeral_message_id !== undefined;
  if (isCommand || isHidden || message.location !== undefined) return undefined;

  const chatMessage = readMessage(message, channel, context.me);
  if (!chatMessage) return undefined;

  const address = { channel, questionId: chatMessage.id };
  return { kind: 'edited', message: chatMessage, address };
}

function readButton(
  { id, from, data, message, inline_message_id: guestMessageId }: UpdateCallbackQuery,
  { topicNames }: UpdateContext,
): ButtonEvent | undefined {
  if (data === undefined) return undefined;
  if (guestMessageId !== undefined) {
    return readGuestButton({ id, data, author: readUser(from), guestMessageId });
  }
  if (message === undefined) return undefined;

  const channel = readChannel(message, topicNames);
  return {
    kind: 'button',
    ...readEntryId(data),
    author: readUser(from),
    message: readMessageRef(message, String(from.id)),
    // Telegram names no expiry. The process that answers knows which queries are still open.
    address: omitUndefined({
      channel,
      interaction: { id, token: '', expiresAt: 0 },
      askerId: channel.kind === 'direct' ? undefined : String(from.id),
    }),
  };
}

function readMessageRef(
  {
    message_id: messageId,
    ephemeral_message_id: ephemeralId,
    chat,
  }: NonNullable<UpdateCallbackQuery['message']>,
  presserId: string,
): TelegramMessageRef {
  const chatId = String(chat.id);
  if (ephemeralId === undefined) return { messageId: String(messageId), chatId };
  // Nobody else sees the button.
  return toEphemeralRef(ephemeralId, { chatId, receiverId: presserId });
}

/**
 * The bot was added to a group or removed from it. Telegram also reports promotions, which change
 * nothing here. Private chats begin with /start, which is answered as a command. Channels have only
 * readers, and readers cannot ask the bot.
 */
function readMembership(update: UpdateMembership): InboundEvent | undefined {
  const { chat, from, old_chat_member: before, new_chat_member: after } = update;
  const isGroup = chat.type !== 'private' && chat.type !== 'channel';
  if (!isGroup || isMember(before) === isMember(after)) return undefined;

  const channel = readChat(chat);
  if (!isMember(after)) return { kind: 'removed', channel };
  // A greeting needs a person who may use the bot.
  return from && { kind: 'added', channel, author: readUser(from) };
}

function isMember(member: UpdateMembership['new_chat_member']): boolean {
  if (member.status === 'restricted') return member.is_member ?? false;
  return member.status !== 'left' && member.status !== 'kicked';
}

/** A person pressed Stop on a draft. Telegram shows drafts in private chats only. */
function readStopped({ chat, message_thread_id: threadId }: UpdateStop): InboundEvent | undefined {
  if (chat.type !== 'private') return undefined;

  const topic =
    threadId === undefined ? {} : { message_thread_id: threadId, is_topic_message: true };
  return { kind: 'stopped', address: { channel: readChannel({ chat, ...topic }) } };
}
