import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import { badRequest, forbidden, migrated } from './api-error.ts';
import type { StoredMessage } from './stored-message.ts';
import type { User, WireObject } from './wire.ts';

/** A topic of a forum. */
export interface Topic {
  readonly id: number;
  readonly name: string;
  closed: boolean;
}

/** The bot's membership in a chat. `kicked` in a private chat: the person blocked the bot. */
type BotStatus = 'member' | 'administrator' | 'left' | 'kicked';

/** The content that an admin can forbid. */
export type Sendable = 'text' | 'files';

/** A private chat, a group, a supergroup, which may be a forum, or a channel. */
export interface Chat {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup' | 'channel';
  readonly title: string;
  readonly isForum: boolean;
  /** The person of a private chat, the owner of a group. */
  readonly owner: User;
  /** The ids of the people in it, without the bot. */
  readonly members: Set<number>;
  botStatus: BotStatus;
  /** What the bot may not send here, because an admin restricted it. */
  botForbidden: ReadonlySet<Sendable>;
  /** The ids of the people who are admins besides the owner. */
  readonly adminIds: Set<number>;
  /** True when the bot may write in this private chat: the person must write first. */
  started: boolean;
  readonly messages: Map<number, StoredMessage>;
  lastMessageId: number;
  /** Ephemeral messages are numbered apart. */
  lastEphemeralId: number;
  /** By id, without General, which is the absence of a topic. */
  readonly topics: Map<number, Topic>;
  /** The id of the group in which people discuss the posts of this channel. */
  readonly linkedChatId?: number;
  /** The emoji that can be reactions here. Absent: all. */
  allowedReactions?: readonly string[] | undefined;
  /** The id of the supergroup that this group became. */
  migratedTo?: number;
}

/** A chat to create. */
export type NewChat = Pick<Chat, 'id' | 'type' | 'title' | 'owner'> & {
  readonly isForum?: boolean;
  readonly linkedChatId?: number;
  readonly members?: readonly User[];
};

/** Creates a chat without messages, with the bot as a member. */
export function createChat(options: NewChat): Chat {
  const members = [options.owner, ...(options.members ?? [])].map((user) => user.id);
  return {
    ...options,
    isForum: options.isForum ?? false,
    members: new Set(members),
    botStatus: 'member',
    botForbidden: new Set(),
    adminIds: new Set(),
    started: options.type !== 'private',
    messages: new Map(),
    // The first message of a chat announces its creation. In a forum its id is that of General.
    lastMessageId: 1,
    lastEphemeralId: 0,
    topics: new Map(),
  };
}

/** True when several people can be in a chat. */
export const isGroup = (chat: Chat) => chat.type !== 'private';

/** A chat in its wire shape. */
export function chatToWire(chat: Chat): WireObject {
  const { id, type, title, owner } = chat;
  if (type === 'private')
    return { id, type, first_name: owner.first_name, username: owner.username };
  return omitUndefined({ id, type, title, is_forum: chat.isForum || undefined });
}

/** The name of a group's kind in error descriptions. */
const nameKind = ({ type }: Chat) => (type === 'group' ? 'group chat' : `${type} chat`);

/**
 * Checks that the bot may write in a chat.
 *
 * @throws An `ApiError` as the real server answers when it may not.
 */
export function refuseUnlessWritable(chat: Chat): void {
  if (chat.migratedTo !== undefined) throw migrated(chat.migratedTo);
  if (chat.type === 'private') {
    if (chat.botStatus === 'kicked') throw forbidden('bot was blocked by the user');
    if (!chat.started) throw forbidden("bot can't initiate conversation with a user");
  } else if (chat.botStatus === 'kicked') {
    throw forbidden(`bot was kicked from the ${nameKind(chat)}`);
  } else if (chat.botStatus === 'left') {
    throw forbidden(`bot is not a member of the ${nameKind(chat)}`);
  } else if (chat.type === 'channel' && chat.botStatus !== 'administrator') {
    throw badRequest('need administrator rights in the channel chat');
  }
}

/**
 * Checks that the bot may write in a topic; `undefined` is General. General is the absence of a
 * topic: sends do not accept its id 1, and no topic has that id.
 *
 * @throws An `ApiError` when there is no such topic, or when it is closed.
 */
export function refuseUnlessOpenTopic(chat: Chat, threadId: number | undefined): void {
  if (threadId === undefined) return;
  const topic = chat.topics.get(threadId);
  if (!topic) throw badRequest('message thread not found');
  if (topic.closed && chat.botStatus !== 'administrator') throw badRequest('TOPIC_CLOSED');
}

/**
 * Checks that an admin did not forbid the bot to send such content. `kind` is its name in the error's
 * description. Edits stay allowed.
 *
 * @throws An `ApiError` as the real server answers.
 */
export function refuseUnlessAllowed(
  { botForbidden }: Chat,
  kind: 'text messages' | 'documents' | 'photos',
): void {
  const isForbidden = botForbidden.has('text') || botForbidden.has('files');
  const isThisForbidden = kind === 'text messages' ? botForbidden.has('text') : isForbidden;
  if (isThisForbidden) throw badRequest(`not enough rights to send ${kind} to the chat`);
}
