import type { Clock } from '../../src/lib/clock.ts';
import type { Change } from '../local-network.ts';
import { CallbackQueries } from './callback-queries.ts';
import { type Chat, chatToWire } from './chat.ts';
import { CommandLists } from './command-lists.ts';
import { FaultQueue } from './controls/faults.ts';
import { Drafts } from './drafts.ts';
import { Files } from './files.ts';
import type { TelegramLimits } from './limits.ts';
import { messageToWire } from './message-to-wire.ts';
import { createRateLimits, type RateLimits } from './rate-limits.ts';
import { reachesBot } from './reaches-bot.ts';
import type { StoredMessage } from './stored-message.ts';
import { toPerson, toShownDraft, toShownMessage } from './to-shown.ts';
import { Updates } from './updates.ts';
import type { User } from './wire.ts';

/** A message in which clients fetch and show a web page, because the bot did not switch that off. */
export interface LinkPreview {
  readonly chatId: number;
  readonly messageId: number;
  readonly url: string;
}

export type NewMessage = Pick<StoredMessage, 'from'> &
  Partial<Omit<StoredMessage, 'id' | 'sentAt' | 'pings' | 'edits'>>;

const MOST_MESSAGES_PER_CHAT = 5000;
const MOST_PREVIEWS = 1000;

/** Everything that there is on the local Telegram. */
export class World {
  readonly clock: Clock;
  readonly limits: TelegramLimits;
  readonly me: User;
  readonly bot: User;
  readonly users = new Map<number, User>();
  readonly chats = new Map<number, Chat>();
  readonly updates: Updates;
  readonly files: Files;
  readonly drafts: Drafts;
  readonly callbackQueries: CallbackQueries;
  readonly commands = new CommandLists();
  readonly rateLimits: RateLimits;
  readonly faults = new FaultQueue();
  readonly previews: LinkPreview[] = [];
  /** Of the bot: sees only what is meant for it in groups. */
  isPrivacyOn = true;
  readonly #listeners = new Set<(change: Change) => void>();

  constructor(clock: Clock, limits: TelegramLimits, me: User, bot: User) {
    this.clock = clock;
    this.limits = limits;
    this.me = me;
    this.bot = bot;
    this.updates = new Updates(clock, limits, () => this.emit({ kind: 'online' }));
    this.files = new Files(limits);
    this.callbackQueries = new CallbackQueries(clock, limits);
    this.rateLimits = createRateLimits(limits, clock);
    this.drafts = new Drafts(clock, limits.draftMs, {
      onShown: (draft, isNew) =>
        this.emit({
          kind: isNew ? 'message-created' : 'message-edited',
          message: toShownDraft(this.bot, draft),
        }),
      onGone: (draft) => {
        const { id: messageId, roomId } = toShownDraft(this.bot, draft);
        this.emit({ kind: 'message-removed', roomId, messageId });
      },
    });
  }

  watch(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** Puts a message into a chat and shows it. It is not delivered to the bot yet. */
  postMessage(chat: Chat, content: NewMessage): StoredMessage {
    chat.lastMessageId += 1;
    const message: StoredMessage = {
      text: '',
      entities: [],
      ...content,
      id: chat.lastMessageId,
      sentAt: this.clock.now(),
      edits: 0,
      pings: [],
    };
    message.pings = this.#pingsOf(chat, message);
    chat.messages.set(message.id, message);
    this.#forgetOldest(chat);
    if (message.from.id === this.bot.id) this.drafts.drop(chat, message.threadId);
    this.emit({ kind: 'message-created', message: toShownMessage(chat, message) });
    return message;
  }

  /** Edits notify nobody again. */
  editMessage(chat: Chat, message: StoredMessage, change: Partial<StoredMessage>): void {
    Object.assign(message, change);
    message.edits += 1;
    message.editedAt = this.clock.now();
    this.emit({ kind: 'message-edited', message: toShownMessage(chat, message) });
  }

  removeMessage(chat: Chat, message: StoredMessage): void {
    const { id: messageId, roomId } = toShownMessage(chat, message);
    chat.messages.delete(message.id);
    this.emit({ kind: 'message-removed', roomId, messageId });
  }

  /** Queues a message for the bot, if it may see it. */
  deliverMessage(kind: 'message' | 'edited_message', chat: Chat, message: StoredMessage): void {
    if (reachesBot(chat, message, this.bot, this.isPrivacyOn))
      this.updates.push(kind, messageToWire(chat, message));
  }

  /** `undefined`: nobody whom the bot could know. */
  findUser(id: number): User | undefined {
    return this.users.get(id);
  }

  isMember(chat: Chat, userId: number): boolean {
    if (userId === this.bot.id)
      return chat.botStatus === 'member' || chat.botStatus === 'administrator';
    return chat.members.has(userId);
  }

  recordPreview(preview: LinkPreview): void {
    this.previews.push(preview);
    if (this.previews.length > MOST_PREVIEWS) this.previews.shift();
  }

  /** Tells the bot that what it is in a chat has changed. */
  setBotStatus(chat: Chat, status: Chat['botStatus'], by: User): void {
    const old = chat.botStatus;
    chat.botStatus = status;
    this.updates.push('my_chat_member', {
      chat: chatToWire(chat),
      from: by,
      date: Math.floor(this.clock.now() / 1000),
      old_chat_member: { user: this.bot, status: old, ...(old === 'kicked' && { until_date: 0 }) },
      new_chat_member: { user: this.bot, status, ...(status === 'kicked' && { until_date: 0 }) },
    });
  }

  person(id: number) {
    const user = id === this.bot.id ? this.bot : this.users.get(id);
    return user && toPerson(user);
  }

  close(): void {
    this.updates.close();
    this.drafts.close();
    this.callbackQueries.close();
    this.#listeners.clear();
  }

  #pingsOf(chat: Chat, message: StoredMessage): readonly number[] {
    const named = message.entities.flatMap(({ type, user, offset, length }) => {
      if (type === 'text_mention') return user ? [user.id] : [];
      if (type !== 'mention') return [];
      const name = message.text.slice(offset + 1, offset + length).toLowerCase();
      return [...this.users.values()]
        .filter((one) => one.username?.toLowerCase() === name)
        .map((one) => one.id);
    });
    return [...new Set(named)].filter((id) => id !== message.from.id && this.isMember(chat, id));
  }

  #forgetOldest(chat: Chat): void {
    if (chat.messages.size <= MOST_MESSAGES_PER_CHAT) return;
    const [oldest] = chat.messages.keys();
    if (oldest !== undefined) chat.messages.delete(oldest);
  }
}
