import type { HeldBytes } from '../file-budget.ts';
import type { ShownCard } from '../shown-message.ts';
import type { Entity, Keyboard, User, WireObject } from './wire.ts';
/** A file on the server. */
export interface StoredFile {
  readonly id: string;
  /** As `file_unique_id` in the wire shape. */
  readonly uniqueId: string;
  readonly name: string;
  readonly mime: string;
  readonly kind: Attachment['kind'];
  /** In bytes. */
  readonly size: number;
  readonly content: HeldBytes;
  /** In pixels; a guess for what is no picture. */
  readonly width: number;
  readonly height: number;
}

/** A file of a message. */
export interface Attachment {
  readonly kind:
    | 'photo'
    | 'document'
    | 'voice'
    | 'audio'
    | 'video'
    | 'video_note'
    | 'animation'
    | 'sticker';
  readonly file: StoredFile;
  /** The smaller sizes of a photo, the smallest first. Each has an id of its own. */
  readonly smaller: readonly StoredFile[];
  /** A still picture of a moving one. */
  readonly thumbnail?: StoredFile;
  /** Of a recording. */
  readonly durationSeconds: number;
  /** The emoji of a sticker. */
  readonly emoji?: string;
}

/** A message in a chat of the world. */
export interface StoredMessage {
  readonly id: number;
  readonly from: User;
  /** An ephemeral message: only this person and the bot see it. Its `id` is the negative of its own id. */
  readonly onlyForId?: number;
  /** The id of its topic. Absent in General and in chats without topics. */
  readonly threadId?: number;
  /** The chat in whose name it was written, by an anonymous admin or from a channel. */
  readonly senderChat?: WireObject;
  /** Unix ms. */
  readonly sentAt: number;
  /** Unix ms of the last edit. */
  editedAt?: number;
  /** The number of edits so far. */
  edits: number;
  /** The text, or the caption of the attachment. */
  text: string;
  entities: readonly Entity[];
  /** The content of a rich message, in its wire shape. */
  rich?: WireObject | undefined;
  readonly attachment?: Attachment;
  /** A poll, a place and the like, in its wire shape. */
  readonly content?: WireObject;
  /** The same for people's screens. */
  readonly card?: ShownCard;
  /** The messages of an album share this id. */
  readonly albumId?: string;
  /** The id of the message that it replies to. */
  readonly replyTo?: number;
  keyboard?: Keyboard | undefined;
  /** The ids of the users who reacted, by emoji. */
  readonly reactions: Map<string, Set<number>>;
  /** The ids of the users whom its mentions notify. */
  pings: readonly number[];
  /** More fields in their wire shape, such as those of a service message. */
  readonly extra?: WireObject;
}
