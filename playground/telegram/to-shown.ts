import type { Person, ShownEntity, ShownMessage } from '../local-network.ts';
import type { Chat } from './chat.ts';
import type { Draft } from './drafts.ts';
import type { StoredMessage } from './stored-message.ts';
import type { Entity, User } from './wire.ts';

export const toPerson = (user: User): Person => ({
  id: `${user.id}`,
  name: user.first_name,
  isBot: user.is_bot,
});

/** A topic is `<chat id>/<topic id>`; General and all other chats are their chat id. */
export function toRoomId(chat: Chat, threadId: number | undefined): string {
  return threadId === undefined ? `${chat.id}` : `${chat.id}/${threadId}`;
}

export function toShownMessage(chat: Chat, message: StoredMessage): ShownMessage {
  const { attachment, keyboard } = message;
  const title = message.senderChat?.title;
  return {
    id: `${message.id}`,
    roomId: toRoomId(chat, message.threadId),
    author:
      typeof title === 'string'
        ? { ...toPerson(message.from), name: title }
        : toPerson(message.from),
    text: message.text === '' ? serviceText(message) : message.text,
    entities: message.entities.map(toShownEntity),
    ...(message.replyTo !== undefined && { replyTo: `${message.replyTo}` }),
    buttons: (keyboard ?? []).map((row) =>
      row.map((button) => ({
        id: button.callback_data ?? '',
        label: button.text,
        ...(button.style !== undefined && { style: button.style }),
      })),
    ),
    files: attachment ? [{ name: attachment.file.name, bytes: attachment.file.bytes.length }] : [],
    edits: message.edits,
    createdAt: message.sentAt,
    ...(message.editedAt !== undefined && { editedAt: message.editedAt }),
    onlyYou: false,
    draft: false,
    pings: message.pings.map(String),
  };
}

/** What clients show in the middle of the chat. */
function serviceText({ extra }: StoredMessage): string {
  if (extra?.forum_topic_created) return 'Topic created';
  if (extra?.forum_topic_closed) return 'Topic closed';
  if (extra?.forum_topic_reopened) return 'Topic reopened';
  if (extra?.migrate_to_chat_id ?? extra?.migrate_from_chat_id)
    return 'The group became a supergroup';
  if (extra?.new_chat_members) return 'The bot was added';
  if (extra?.left_chat_member) return 'The bot was removed';
  return '';
}

export function toShownDraft(bot: User, draft: Draft): ShownMessage {
  return {
    id: `draft-${draft.id}`,
    roomId: toRoomId(draft.chat, draft.threadId),
    author: toPerson(bot),
    text: draft.text === '' ? 'Thinking…' : draft.text,
    entities: draft.entities.map(toShownEntity),
    buttons: draft.canStop ? [[{ id: 'stop', label: 'Stop' }]] : [],
    files: [],
    edits: draft.edits,
    createdAt: draft.startedAt,
    onlyYou: false,
    draft: true,
    pings: [],
  };
}

function toShownEntity({ type, offset, length, url, language }: Entity): ShownEntity {
  return {
    type,
    offset,
    length,
    ...(url !== undefined && { url }),
    ...(language !== undefined && { language }),
  };
}
