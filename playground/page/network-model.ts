import type { Change, Person, ShownMessage } from '../local-network.ts';
import type { NetworkState, RoomState } from '../web/protocol.ts';
import { type DraftPreview, measureReply, type ReplyTimes } from './measure-reply.ts';
import type { Names } from './rich-text.ts';

const KEPT_MESSAGES = 300;
const KEPT_NOTES = 300;
const TYPING_MS = { discord: 10_000, telegram: 5_500 };

/** What one network looks like from here: the server's state, plus what only this page knows (unread, typing, dismissed). */
export class NetworkModel {
  state: NetworkState;
  roomId: string;
  readonly unread = new Set<string>();
  readonly #typing = new Map<string, { roomId: string; author: Person; until: number }>();
  readonly #dismissed = new Set<string>();
  /** The drafts that became replies, by the reply's key; by the room while the reply is not there yet. */
  readonly #previews = new Map<string, DraftPreview>();

  constructor(state: NetworkState) {
    this.state = state;
    this.roomId = state.rooms[0]?.id ?? '';
  }

  get names(): Names {
    const { people, rooms, bot } = this.state;
    return {
      person: (id) => people.find((person) => person.id === id)?.name,
      room: (id) => rooms.find((room) => room.id === id)?.name,
      botRole: bot.name,
    };
  }

  get room(): RoomState | undefined {
    return this.state.rooms.find((room) => room.id === this.roomId);
  }

  get messages(): readonly ShownMessage[] {
    return this.room?.history.filter((message) => !this.#dismissed.has(messageKey(message))) ?? [];
  }

  /** Who is typing in the room that is shown. */
  get typing(): readonly Person[] {
    const now = Date.now();
    return [...this.#typing.values()]
      .filter((one) => one.roomId === this.roomId && one.until > now)
      .map((one) => one.author);
  }

  isOwn(message: ShownMessage): boolean {
    return message.author.id === this.state.viewerId;
  }

  times(message: ShownMessage): ReplyTimes | undefined {
    return measureReply(message, this.room?.history ?? [], this.#previews.get(messageKey(message)));
  }

  openRoom(roomId: string): void {
    this.roomId = roomId;
    this.unread.delete(roomId);
  }

  /** Takes a message that only the viewer sees away from this page; the network keeps it. */
  dismiss(message: ShownMessage): void {
    this.#dismissed.add(messageKey(message));
    trim(this.#dismissed);
  }

  takeState(state: NetworkState): void {
    this.state = state;
    this.#typing.clear();
    if (this.room === undefined) this.roomId = state.rooms[0]?.id ?? '';
  }

  /** `isWatched`: the person sees the room that is open. */
  takeChange(change: Change, isWatched: boolean): void {
    if (change.kind === 'typing') {
      const until = Date.now() + TYPING_MS[this.state.name];
      this.#typing.set(`${change.roomId} ${change.author.id}`, { ...change, until });
      trim(this.#typing);
    } else if (change.kind === 'message-removed') {
      this.#notePreview(change.roomId, this.#find(change.roomId, change.messageId));
      this.#changeHistory(change.roomId, (history) =>
        history.filter((one) => one.id !== change.messageId),
      );
    } else if ('message' in change) {
      this.#takeMessage(change.message, change.kind === 'message-created', isWatched);
    }
  }

  #takeMessage(message: ShownMessage, isNew: boolean, isWatched: boolean): void {
    this.#typing.delete(`${message.roomId} ${message.author.id}`);
    if (isNew && !message.draft) this.#adoptPreview(message);
    this.#changeHistory(message.roomId, (history) => {
      const at = history.findIndex((one) => one.id === message.id);
      return at === -1 ? [...history, message].slice(-KEPT_MESSAGES) : history.with(at, message);
    });
    if (isNew && !this.isOwn(message) && !(isWatched && message.roomId === this.roomId))
      this.unread.add(message.roomId);
  }

  #notePreview(key: string, draft: ShownMessage | undefined): void {
    if (draft?.draft !== true) return;
    this.#previews.set(key, { createdAt: draft.createdAt, edits: draft.edits });
    trim(this.#previews);
  }

  /** A real message takes the place of the draft that is shown, or that was shown last. */
  #adoptPreview(message: ShownMessage): void {
    const shown = this.#historyOf(message.roomId).find(
      (one) => one.draft && one.author.id === message.author.id,
    );
    this.#notePreview(message.roomId, shown);
    const preview = this.#previews.get(message.roomId);
    this.#previews.delete(message.roomId);
    if (preview !== undefined && message.author.isBot)
      this.#previews.set(messageKey(message), preview);
  }

  #find(roomId: string, messageId: string): ShownMessage | undefined {
    return this.#historyOf(roomId).find((one) => one.id === messageId);
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

/** Unique on its network: Telegram numbers the messages of every chat anew. */
export function messageKey(message: ShownMessage): string {
  return `${message.roomId}:${message.id}`;
}

function trim(notes: Set<string> | Map<string, unknown>): void {
  for (const oldest of notes.keys()) {
    if (notes.size <= KEPT_NOTES) break;
    notes.delete(oldest);
  }
}
