import type { HeldBytes } from '../file-budget.ts';
import type { Json } from './json.ts';

/** The bits of a message's `flags`. */
export const messageFlag = {
  suppressEmbeds: 1 << 2,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  hasThread: 1 << 5,
  suppressNotifications: 1 << 12,
  voice: 1 << 13,
  hasSnapshot: 1 << 14,
  componentsV2: 1 << 15,
} as const;

/** A file of a message. */
export interface Attachment extends HeldBytes {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly size: number;
  /** In pixels, of pictures. */
  readonly width?: number;
  readonly height?: number;
  /** Of a voice message. Discord's app also sends the loudness over time, in base64. */
  readonly durationSeconds?: number;
  readonly waveform?: string;
}

/** The author of a message that a webhook posted. */
export interface Webhook {
  readonly id: string;
  readonly name: string;
  /** The application that the webhook belongs to, such as PluralKit. */
  readonly applicationId?: string;
}

/** The message that another one points to, and the way in which it does. */
export interface MessageReference {
  /** 0: a reply or the start of a thread. 1: a forward. */
  readonly type: 0 | 1;
  readonly channelId: string;
  readonly messageId: string;
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
  /** Discord's type, where it is none of those of people's messages. */
  readonly type?: number;
  /** The message that it forwards, or that its thread hangs on. */
  readonly reference?: MessageReference;
  /** The forwarded message as it was when it was forwarded. */
  readonly snapshot?: Message;
  /** The names of built-in stickers. */
  readonly stickers: readonly string[];
  readonly poll?: Json;
  readonly webhook?: Webhook;
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
