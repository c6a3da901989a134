import type { Clock } from '../../src/lib/clock.ts';
import type { Change } from '../local-network.ts';
import { CallbackQueries } from './callback-queries.ts';
import { changeBotMember } from './change-bot-member.ts';
import type { Chat } from './chat.ts';
import { CommandLists } from './command-lists.ts';
import { FaultQueue } from './controls/faults.ts';
import { Drafts } from './drafts.ts';
import { Files } from './files.ts';
import { findPings } from './find-pings.ts';
import { Guests } from './guests.ts';
import { isInGroup } from './is-in-group.ts';
import type { TelegramLimits } from './limits.ts';
import { messageToWire } from './message-to-wire.ts';
import { createRateLimits, type RateLimits } from './rate-limits.ts';
import { reachesBot, summonsGuest } from './reaches-bot.ts';
import type { StoredMessage } from './stored-message.ts';
import { toAutomaticForward } from './to-automatic-forward.ts';
import { toShownDraft, toShownMessage } from './to-shown.ts';
import { Updates } from './updates.ts';
import type { User } from './wire.ts';

/**
 * A message in which clients show the preview of a web page, because the bot did not switch that
 * off.
 */
export interface LinkPreview {
  readonly chatId: number;
  readonly messageId: number;
  readonly url: string;
}

/** A message to post. */
export type NewMessage = Pick<StoredMessage, 'from'> &
  Partial<Omit<StoredMessage, 'id' | 'sentAt' | 'pings' | 'edits' | 'reactions'>>;

function nextMessageId(chat: Chat, { onlyForId }: NewMessage): number {
  if (onlyForId === undefined) {
    chat.lastMessageId += 1;
    return chat.lastMessageId;
  }
  chat.lastEphemeralId += 1;
  return -chat.lastEphemeralId;
}

/** The kinds of updates about messages of channels. */
const CHANNEL_KINDS = { message: 'channel_post', edited_message: 'edited_channel_post' } as const;
const MAX_MESSAGES_PER_CHAT = 5000;
const MAX_PREVIEWS = 1000;

/** Everything that exists on the local Telegram. */
export class World {
  readonly clock: Clock;
  readonly limits: TelegramLimits;
  /** The person at the keyboard. */
  readonly me: User;
  readonly bot: User;
  /** By id, including the bot. */
  readonly users = new Map<number, User>();
  readonly chats = new Map<number, Chat>();
  readonly updates: Updates;
  readonly files: Files;
  readonly drafts: Drafts;
  readonly callbackQueries: CallbackQueries;
  readonly commands = new CommandLists();
  readonly rateLimits: RateLimits;
  readonly guests = new Guests();
  readonly faults = new FaultQueue();
  readonly previews: LinkPreview[] = [];
  /**
   * True when privacy mode is on: the bot then sees only the group messages that are meant for it.
   */
  isPrivacyOn = true;
  /** True for a Bot API server that runs with `--local`, as a self-hosted one may: it takes any webhook. */
  isLocalMode = false;
  /** True when private chats with the bot have topics. */
  hasPrivateTopics = false;
  /** The people whose forwarded messages do not lead to their account. */
  readonly hiddenUserIds = new Set<number>();
  readonly #listeners = new Set<(change: Change) => void>();
  /** The worlds of the other bots, which have the same groups. */
  readonly #sharing = new Set<World>();

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

  /** Calls `listener` with every change. Returns a function that stops these calls. */
  watch(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(change: Change): void {
    for (const listener of this.#listeners) listener(change);
    for (const world of this.#sharing) {
      if (isInGroup(change)) world.#show(change);
    }
  }

  /** What happens in the groups of both worlds is seen in both, and both bots may learn of it. */
  shareGroupsWith(world: World): void {
    this.#sharing.add(world);
    world.#sharing.add(this);
  }

  /** Puts a message into a chat and shows it to people. `deliverMessage` sends it to the bot. */
  postMessage(chat: Chat, content: NewMessage): StoredMessage {
    const message: StoredMessage = {
      text: '',
      entities: [],
      ...content,
      id: nextMessageId(chat, content),
      sentAt: this.clock.now(),
      edits: 0,
      pings: [],
      reactions: new Map(),
    };
    message.pings = findPings(message, [...this.users.values()], (id) => this.isMember(chat, id));
    chat.messages.set(message.id, message);
    this.#forgetOldestMessage(chat);

    // A message of the bot takes the place of its draft.
    if (message.from.id === this.bot.id) this.drafts.drop(chat, message.threadId);
    this.emit({ kind: 'message-created', message: toShownMessage(chat, message) });
    // The copy in the discussion group comes after the post itself.
    if (chat.linkedChatId !== undefined)
      queueMicrotask(() => this.#forwardAutomatically(chat, message));
    return message;
  }

  /** Replaces a user's reactions to a message. */
  setReactions(chat: Chat, message: StoredMessage, user: User, emojis: readonly string[]): void {
    for (const [emoji, userIds] of message.reactions) {
      userIds.delete(user.id);
      if (userIds.size === 0) message.reactions.delete(emoji);
    }
    for (const emoji of emojis)
      message.reactions.set(emoji, (message.reactions.get(emoji) ?? new Set()).add(user.id));
    this.emit({ kind: 'message-edited', message: toShownMessage(chat, message) });
  }

  /** Edits a message. An edit sends no notifications. */
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

  /** Queues a message for the bot, if the bot may see it. */
  deliverMessage(kind: 'message' | 'edited_message', chat: Chat, message: StoredMessage): void {
    this.#deliverOwn(kind, chat, message);
    for (const world of this.#sharing) {
      if (world.chats.get(chat.id) === chat) world.#deliverOwn(kind, chat, message);
    }
  }

  #deliverOwn(kind: 'message' | 'edited_message', chat: Chat, message: StoredMessage): void {
    if (this.guests.isOn && kind === 'message' && summonsGuest(chat, message, this.bot)) {
      const guest_query_id = this.guests.open({ chat, message });
      this.updates.push('guest_message', { ...messageToWire(chat, message), guest_query_id });
      return;
    }
    if (!reachesBot(chat, message, this.bot, this.isPrivacyOn)) return;
    const updateKind = chat.type === 'channel' ? CHANNEL_KINDS[kind] : kind;
    this.updates.push(updateKind, messageToWire(chat, message));
  }

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
    if (this.previews.length > MAX_PREVIEWS) this.previews.shift();
  }

  /** Changes the bot's membership in a chat, and sends the bot the update about it. */
  setBotStatus(chat: Chat, status: Chat['botStatus'], changedBy: User): void {
    changeBotMember(this, chat, { botStatus: status }, changedBy);
  }

  close(): void {
    this.updates.close();
    this.drafts.close();
    this.callbackQueries.close();
    this.#listeners.clear();
  }

  #show(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  #forwardAutomatically(channel: Chat, post: StoredMessage): void {
    const group = this.chats.get(channel.linkedChatId ?? 0);
    if (!group || !channel.messages.has(post.id)) return;
    const copy = this.postMessage(group, toAutomaticForward(channel, post));
    this.deliverMessage('message', group, copy);
  }

  #forgetOldestMessage(chat: Chat): void {
    if (chat.messages.size <= MAX_MESSAGES_PER_CHAT) return;
    const [oldestId] = chat.messages.keys();
    if (oldestId !== undefined) chat.messages.delete(oldestId);
  }
}
