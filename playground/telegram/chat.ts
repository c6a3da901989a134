import { badRequest, forbidden, migrated } from './api-error.ts';
import type { StoredMessage } from './stored-message.ts';
import type { User, WireObject } from './wire.ts';

export interface Topic {
  readonly id: number;
  readonly name: string;
  closed: boolean;
}

export type BotStatus = 'member' | 'administrator' | 'left' | 'kicked';

export interface Chat {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup';
  readonly title: string;
  readonly isForum: boolean;
  /** The person of a private chat, the owner of a group. */
  readonly owner: User;
  readonly members: Set<number>;
  botStatus: BotStatus;
  /** Private: the person wrote first. Bots may not. */
  started: boolean;
  readonly messages: Map<number, StoredMessage>;
  lastMessageId: number;
  /** Without General, which has no messages with an id of its own. */
  readonly topics: Map<number, Topic>;
  migratedTo?: number;
}

export type NewChat = Pick<Chat, 'id' | 'type' | 'title' | 'owner'> & {
  readonly isForum?: boolean;
  readonly members?: readonly User[];
};

export function createChat(options: NewChat): Chat {
  const members = [options.owner, ...(options.members ?? [])].map((user) => user.id);
  return {
    ...options,
    isForum: options.isForum ?? false,
    members: new Set(members),
    botStatus: 'member',
    started: options.type !== 'private',
    messages: new Map(),
    // The first message of a chat is that it was created; in a forum its id is the one of General.
    lastMessageId: 1,
    topics: new Map(),
  };
}

export const isGroup = (chat: Chat) => chat.type !== 'private';

export function chatToWire(chat: Chat): WireObject {
  const { id, type, title, owner } = chat;
  if (type === 'private')
    return { id, type, first_name: owner.first_name, username: owner.username };
  return { id, type, title, ...(chat.isForum && { is_forum: true }) };
}

const kindOf = (chat: Chat) => (chat.type === 'group' ? 'group chat' : 'supergroup chat');

/** Throws what the bot is told when it may not write there. */
export function refuseUnlessWritable(chat: Chat): void {
  if (chat.migratedTo !== undefined) throw migrated(chat.migratedTo);
  if (chat.type === 'private') {
    if (chat.botStatus === 'kicked') throw forbidden('bot was blocked by the user');
    if (!chat.started) throw forbidden("bot can't initiate conversation with a user");
  } else if (chat.botStatus === 'kicked') {
    throw forbidden(`bot was kicked from the ${kindOf(chat)}`);
  } else if (chat.botStatus === 'left') {
    throw forbidden(`bot is not a member of the ${kindOf(chat)}`);
  }
}

/**
 * General is the absence of a topic: its id 1 is not accepted on sends, and no topic has it.
 */
export function refuseUnlessOpenTopic(chat: Chat, threadId: number | undefined): void {
  if (threadId === undefined) return;
  const topic = chat.topics.get(threadId);
  if (!topic) throw badRequest('message thread not found');
  if (topic.closed && chat.botStatus !== 'administrator') throw badRequest('TOPIC_CLOSED');
}
