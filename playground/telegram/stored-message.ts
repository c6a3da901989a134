import type { Entity, Keyboard, User, WireObject } from './wire.ts';

export interface StoredFile {
  readonly id: string;
  readonly uniqueId: string;
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

export interface Attachment {
  readonly kind: 'photo' | 'document';
  readonly file: StoredFile;
  /** Of a photo: the small one, under an id of its own. */
  readonly thumbnail?: StoredFile;
}

export interface StoredMessage {
  readonly id: number;
  readonly from: User;
  /** The topic that it is in. General and chats without topics: none. */
  readonly threadId?: number;
  /** Anonymous admins and channels write as a chat. */
  readonly senderChat?: WireObject;
  readonly sentAt: number;
  editedAt?: number;
  edits: number;
  /** The caption, where there is an attachment. */
  text: string;
  entities: readonly Entity[];
  rich?: WireObject | undefined;
  readonly attachment?: Attachment;
  readonly albumId?: string;
  readonly replyTo?: number;
  keyboard?: Keyboard | undefined;
  /** Users whom its mentions notify. */
  pings: readonly number[];
  /** A service message, or what else the wire shows. */
  readonly extra?: WireObject;
}
