import type { Change, Person, ShownMessage } from '../local-network.ts';
import type { NetworkState, RoomState } from '../web/protocol.ts';
import { type DraftPreview, measureReply, type ReplyTimes } from './measure-reply.ts';
import type { Names } from './rich-text.ts';

const MAX_MESSAGES = 300;
const MAX_ENTRIES = 300;
/** The time for which each network shows that somebody is typing. */
const TYPING_MS = { discord: 10_000, telegram: 5_500 };

/**
 * The state of one network on this page: the server's state, and what only the page knows (unread,
 * typing, dismissed).
 */
export class NetworkModel {
  state: NetworkState;
  /** The id of the open room. */
  roomId: string;
  /** The ids of the rooms with unread messages. */
  readonly unread = new Set<string>();
  readonly #typing = new Map<string, { roomId: string; author: Person; until: number }>();
  readonly #dismissed = new Set<string>();
  /**
   * The drafts that became replies, by the reply's key; before the reply arrives, by the room's id.
   */
  readonly #previews = new Map<string, DraftPreview>();

  constructor(state: NetworkState) {
    this.state = state;
    this.roomId = state.rooms[0]?.id ?? '';
  }

  /** The names for the ids in texts. */
  get names(): Names {
    const { people, rooms, bot } = this.state;
    return {
      person: (id) => people.find((person) => person.id === id)?.name,
      room: (id) => rooms.find((room) => room.id === id)?.name,
      botRole: bot.name,
    };
  }

  /** The open room. */
  get room(): RoomState | undefined {
    return this.state.rooms.find((room) => room.id === this.roomId);
  }

  /** The messages of the open room. */
  get messages(): readonly ShownMessage[] {
    return this.room?.history.filter((message) => !this.#dismissed.has(messageKey(message))) ?? [];
  }

  /** The people who are typing in the open room. */
  get typing(): readonly Person[] {
    const now = Date.now();
    return [...this.#typing.values()]
      .filter(({ roomId, until }) => roomId === this.roomId && until > now)
      .map(({ author }) => author);
  }

  /** True when the viewer wrote a message. */
  isOwn = (message: ShownMessage): boolean => message.author.id === this.state.viewerId;

  /** The times of the bot's reply; `undefined` for messages of people and of other bots. */
  measureTimes(message: ShownMessage): ReplyTimes | undefined {
    if (message.author.id !== this.state.bot.id) return undefined;
    return measureReply(message, this.room?.history ?? [], this.#previews.get(messageKey(message)));
  }

  openRoom(roomId: string): void {
    this.roomId = roomId;
    this.unread.delete(roomId);
  }

  /** Removes a message that only the viewer sees from this page. The network keeps it. */
  dismiss(message: ShownMessage): void {
    this.#dismissed.add(messageKey(message));
    trim(this.#dismissed);
  }

  /** Replaces the server's state. */
  applyState(state: NetworkState): void {
    this.state = state;
    this.#typing.clear();
    if (this.room === undefined) this.roomId = state.rooms[0]?.id ?? '';
  }

  /** Applies a change. `isWatched`: the person sees the open room. */
  applyChange(change: Change, isWatched: boolean): void {
    if (change.kind === 'typing') {
      const until = Date.now() + TYPING_MS[this.state.name];
      this.#typing.set(`${change.roomId} ${change.author.id}`, { ...change, until });
      trim(this.#typing);
    } else if (change.kind === 'message-removed') {
      this.#recordPreview(change.roomId, this.#find(change.roomId, change.messageId));
      this.#changeHistory(change.roomId, (history) =>
        history.filter(({ id }) => id !== change.messageId),
      );
    } else if ('message' in change) {
      this.#applyMessage(change.message, change.kind === 'message-created', isWatched);
    }
  }

  #applyMessage(message: ShownMessage, isNew: boolean, isWatched: boolean): void {
    this.#typing.delete(`${message.roomId} ${message.author.id}`);
    if (isNew && !message.draft) this.#adoptPreview(message);
    this.#changeHistory(message.roomId, (history) => {
      const index = history.findIndex(({ id }) => id === message.id);
      if (index === -1) return [...history, message].slice(-MAX_MESSAGES);
      return history.with(index, message);
    });

    const isSeen = this.isOwn(message) || (isWatched && message.roomId === this.roomId);
    if (isNew && !isSeen) this.unread.add(message.roomId);
  }

  #recordPreview(key: string, draft: ShownMessage | undefined): void {
    if (draft?.draft !== true) return;
    this.#previews.set(key, { createdAt: draft.createdAt, edits: draft.edits });
    trim(this.#previews);
  }

  /**
   * Gives a reply the draft that it replaces: the one that is shown, or the one that was shown
   * last.
   */
  #adoptPreview(message: ShownMessage): void {
    const draft = this.#historyOf(message.roomId).find(
      (shown) => shown.draft && shown.author.id === message.author.id,
    );
    this.#recordPreview(message.roomId, draft);

    const preview = this.#previews.get(message.roomId);
    this.#previews.delete(message.roomId);
    if (preview !== undefined && message.author.isBot)
      this.#previews.set(messageKey(message), preview);
  }

  #find(roomId: string, messageId: string): ShownMessage | undefined {
    return this.#historyOf(roomId).find(({ id }) => id === messageId);
  }

  #historyOf(roomId: string): readonly ShownMessage[] {
    return this.state.rooms.find((room) => room.id === roomId)?.history ?? [];
  }

  #changeHistory(
    roomId: string,
    change: (history: readonly ShownMessage[]) => readonly ShownMessage[],
  ): void {
    const rooms = this.state.rooms.map((room) =>
      room.id === roomId ? { ...room, history: change(room.history) } : room,
    );
    this.state = { ...this.state, rooms };
  }
}

/**
 * A key that is unique on the network. A message id alone is not, because Telegram numbers each
 * chat's messages from 1.
 */
export function messageKey(message: ShownMessage): string {
  return `${message.roomId}:${message.id}`;
}

/** Removes the oldest entries beyond the limit. */
function trim(entries: Set<string> | Map<string, unknown>): void {
  for (const oldest of entries.keys()) {
    if (entries.size <= MAX_ENTRIES) break;
    entries.delete(oldest);
  }
}
