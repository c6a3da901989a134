import type { Json } from './json.ts';

/** The bits of a message's `flags`. */
export const messageFlag = {
  suppressEmbeds: 1 << 2,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  componentsV2: 1 << 15,
} as const;

/** A file of a message. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** A message in a channel of the world. */
export interface Message {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  /** Unix ms. */
  readonly createdAt: number;
  content: string;
  /** Bits of `messageFlag`. */
  flags: number;
  embeds: readonly Json[];
  components: readonly Json[];
  attachments: readonly Attachment[];
  /** The ids of mentioned users that `allowed_mentions` let through. */
  mentions: readonly string[];
  /** The ids of mentioned roles that `allowed_mentions` let through. */
  mentionRoles: readonly string[];
  mentionEveryone: boolean;
  /** The id of the message that it replies to. */
  readonly replyTo?: string;
  readonly nonce?: string | number;
  /** The interaction that it answers. */
  readonly interaction?: {
    readonly id: string;
    readonly kind: 2 | 3 | 5;
    readonly name: string;
    readonly userId: string;
  };
  /** The id of the only person who sees it (an ephemeral message). */
  readonly onlyFor?: string;
  /** Unix ms of the last edit. */
  editedAt?: number;
  /** The number of edits so far. */
  edits: number;
  /** The ids of the people whom it notified, when it was created and by edits. */
  pings: readonly string[];
  /** The ids of the users who reacted, by emoji. */
  readonly reactions: Map<string, Set<string>>;
}
