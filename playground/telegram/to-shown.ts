import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import type { Person, ShownEntity, ShownMessage } from '../local-network.ts';
import type { ShownFile } from '../shown-message.ts';
import type { Chat } from './chat.ts';
import type { Draft } from './drafts.ts';
import { isServiceMessage } from './is-service-message.ts';
import { isObject } from './params.ts';
import type { Attachment, StoredMessage } from './stored-message.ts';
import type { Entity, InlineButton, User, WireObject } from './wire.ts';

/** A user as a person. */
export function toPerson(user: User): Person {
  return { id: `${user.id}`, name: user.first_name, isBot: user.is_bot };
}

/**
 * The room id of a topic is `<chat id>/<topic id>`. That of General and of all other chats is the
 * chat id.
 */
export function toRoomId(chat: Chat, threadId: number | undefined): string {
  return threadId === undefined ? `${chat.id}` : `${chat.id}/${threadId}`;
}

/** A message as a person's screen shows it. */
export function toShownMessage(chat: Chat, message: StoredMessage): ShownMessage {
  const { attachment, keyboard, text, replyTo, card, albumId } = message;
  const isService = isServiceMessage(message);
  return omitUndefined({
    id: `${message.id}`,
    roomId: toRoomId(chat, message.threadId),
    author: toAuthor(message),
    text: isService ? describeServiceMessage(message) : text,
    entities: message.entities.map(toShownEntity),
    rich: readBlocks(message.rich),
    replyTo: replyTo === undefined ? undefined : `${replyTo}`,
    buttons: (keyboard ?? []).map((row) => row.map(toShownButton)),
    files: attachment ? [toShownFile(attachment)] : [],
    card,
    albumId,
    forwardedFrom: readForwardedFrom(message),
    quote: readQuote(message),
    reactions: toShownReactions(message),
    link: linkTo(chat, message),
    isService: isService || undefined,
    edits: message.edits,
    createdAt: message.sentAt,
    editedAt: message.editedAt,
    onlyYou: message.onlyForId !== undefined,
    draft: false,
    pings: message.pings.map(String),
  });
}

/** True if a person's screen shows a message. */
export function isVisibleTo({ onlyForId }: StoredMessage, personId: number): boolean {
  return onlyForId === undefined || onlyForId === personId;
}

/** A draft as a person's screen shows it. */
export function toShownDraft(bot: User, draft: Draft): ShownMessage {
  return omitUndefined({
    id: `draft-${draft.id}`,
    roomId: toRoomId(draft.chat, draft.threadId),
    author: toPerson(bot),
    text: draft.text === '' ? 'Thinking…' : draft.text,
    entities: draft.entities.map(toShownEntity),
    rich: readBlocks(draft.rich),
    buttons: draft.canStop ? [[{ id: 'stop', label: 'Stop' }]] : [],
    files: [],
    edits: draft.edits,
    createdAt: draft.startedAt,
    onlyYou: false,
    draft: true,
    pings: [],
  });
}

function readBlocks(rich: WireObject | undefined): readonly unknown[] | undefined {
  return Array.isArray(rich?.blocks) ? rich.blocks : undefined;
}

/** A message in the name of a chat shows that chat's title. */
function toAuthor({ from, senderChat }: StoredMessage): Person {
  const person = toPerson(from);
  const title = senderChat?.title;
  return typeof title === 'string' ? { ...person, name: title } : person;
}

function toShownFile({ kind, file, durationSeconds }: Attachment): ShownFile {
  const isVisual = kind !== 'document' && kind !== 'voice' && kind !== 'audio';
  const isRecording = kind !== 'photo' && kind !== 'document' && kind !== 'sticker';
  return omitUndefined({
    name: file.name,
    bytes: file.size,
    mime: file.mime,
    sentAs: kind === 'video_note' ? ('video note' as const) : kind,
    durationMs: isRecording ? durationSeconds * 1000 : undefined,
    width: isVisual ? file.width : undefined,
    height: isVisual ? file.height : undefined,
  });
}

/** As "Copy Link" gives it. Only messages of supergroups and channels have an address. */
function linkTo({ id, type }: Chat, message: StoredMessage): string | undefined {
  if ((type !== 'supergroup' && type !== 'channel') || message.id < 0) return undefined;
  const path = [`${id}`.replace(/^-100/, ''), message.threadId, message.id];
  return `https://t.me/c/${path.filter((part) => part !== undefined).join('/')}`;
}

function toShownReactions({ reactions }: StoredMessage): ShownMessage['reactions'] {
  if (reactions.size === 0) return undefined;
  return [...reactions].map(([emoji, ids]) => ({ emoji, userIds: [...ids].map(String) }));
}

/** The name of the author in a `MessageOrigin`. */
function readOriginName(origin: unknown): string | undefined {
  if (!isObject(origin)) return undefined;
  const { sender_user: user, sender_user_name: name, sender_chat: chat, chat: channel } = origin;
  const names = [Object(user).first_name, name, Object(chat ?? channel).title];
  return names.find((each) => typeof each === 'string');
}

function readForwardedFrom({ extra }: StoredMessage): string | undefined {
  return readOriginName(extra?.forward_origin);
}

function readQuote({ extra }: StoredMessage): ShownMessage['quote'] {
  const external = extra?.external_reply;
  const text = isObject(extra?.quote) ? String(extra.quote.text) : undefined;
  if (external === undefined && text === undefined) return undefined;
  const from = isObject(external) ? readOriginName(external.origin) : undefined;
  return omitUndefined({ from, text: text ?? '' });
}

/** The sentence that clients show in the middle of the chat. */
function describeServiceMessage({ extra }: StoredMessage): string {
  if (extra?.forum_topic_created) return 'Topic created';
  if (extra?.forum_topic_closed) return 'Topic closed';
  if (extra?.forum_topic_reopened) return 'Topic reopened';
  if (extra?.migrate_to_chat_id ?? extra?.migrate_from_chat_id)
    return 'The group became a supergroup';
  if (extra?.new_chat_members) return 'The bot was added';
  if (extra?.left_chat_member) return 'The bot was removed';
  return '';
}

function toShownButton({ callback_data, text, style }: InlineButton) {
  return omitUndefined({ id: callback_data ?? '', label: text, style });
}

function toShownEntity({ type, offset, length, url, language }: Entity): ShownEntity {
  return omitUndefined({ type, offset, length, url, language });
}
