import type {
  CallbackQuery,
  ChatMember,
  ChatMemberUpdated,
  MaybeInaccessibleMessage,
  Message,
  MessageGenerationStopped,
  Update,
} from 'grammy/types';
import type { ButtonEvent } from '../../../contracts/button-event.ts';
import type { Command } from '../../../contracts/command.ts';
import type { InboundEvent } from '../../../contracts/inbox.ts';
import type { TelegramMessageRef } from '../message-ref.ts';
import { readUser } from './read-author.ts';
import { readChannel, readChat } from './read-channel.ts';
import { readCommand } from './read-command.ts';
import { readMessage } from './read-message.ts';
import type { BotIdentity } from './read-text.ts';

export interface UpdateContext {
  readonly me: BotIdentity;
  /** The commands that we have: they count in groups even if they do not name the bot. */
  readonly commands: readonly Command[];
}

/** What `read` understands; Telegram is asked for nothing else. */
export const READ_UPDATES = [
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
  'stopped_message_generation',
] as const;

/** Turns an update into an event. `undefined`: nothing that concerns Parley. Pure. */
export function readEvent(update: Update, reader: UpdateContext): InboundEvent | undefined {
  if (update.message) return readNew(update.message, reader);
  if (update.edited_message) return readEdited(update.edited_message, reader);
  if (update.callback_query) return readButton(update.callback_query);
  if (update.my_chat_member) return readMembership(update.my_chat_member);
  return update.stopped_message_generation && readStopped(update.stopped_message_generation);
}

function readNew(message: Message, reader: UpdateContext): InboundEvent | undefined {
  // The new chat tells the same in `migrate_from_chat_id`; that one is not read.
  if (message.migrate_to_chat_id !== undefined) {
    const from = readChat(message.chat);
    return { kind: 'migrated', from, to: { ...from, id: String(message.migrate_to_chat_id) } };
  }
  const channel = readChannel(message);
  const address = { channel, questionId: String(message.message_id) };
  const call = readCommand(message, channel, reader);
  if (call === 'others') return undefined;
  if (call) return { kind: 'command', call, address };
  const read = readMessage(message, channel, reader.me);
  return read && { kind: 'message', message: read, address };
}

function readEdited(message: Message, { me }: UpdateContext): InboundEvent | undefined {
  const channel = readChannel(message);
  const read = readMessage(message, channel, me);
  return read && { kind: 'edited', message: read, address: { channel, questionId: read.id } };
}

/** Buttons under messages that were sent through inline mode have no message; we send none. */
function readButton({ id, from, data, message }: CallbackQuery): ButtonEvent | undefined {
  if (data === undefined || message === undefined) return undefined;
  return {
    kind: 'button',
    id: data,
    author: readUser(from),
    message: readMessageRef(message),
    // Only this run can answer the press, so its end says nothing.
    address: { channel: readChannel(message), interaction: { id, token: '', expiresAt: 0 } },
  };
}

function readMessageRef({
  message_id: messageId,
  chat,
}: MaybeInaccessibleMessage): TelegramMessageRef {
  return { messageId: String(messageId), chatId: String(chat.id) };
}

/**
 * Only where membership really changed: a promotion comes here too. Private chats begin with /start, which is answered as
 * a command. Channels have readers, and nobody who could ask.
 */
function readMembership(update: ChatMemberUpdated): InboundEvent | undefined {
  const { chat, from, old_chat_member: before, new_chat_member: after } = update;
  if (chat.type === 'private' || chat.type === 'channel' || isMember(before) === isMember(after))
    return undefined;
  return {
    kind: isMember(after) ? 'added' : 'removed',
    channel: readChat(chat),
    author: readUser(from),
  };
}

function isMember(member: ChatMember): boolean {
  return member.status === 'restricted'
    ? member.is_member
    : member.status !== 'left' && member.status !== 'kicked';
}

/** Telegram shows drafts in private chats only. */
function readStopped({
  chat,
  message_thread_id: threadId,
}: MessageGenerationStopped): InboundEvent {
  const topic =
    threadId === undefined ? {} : { message_thread_id: threadId, is_topic_message: true };
  return {
    kind: 'stopped',
    address: { channel: readChannel({ chat, ...topic }) },
  };
}
