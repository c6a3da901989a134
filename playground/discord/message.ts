import type { Json } from './json.ts';

export const messageFlag = {
  suppressEmbeds: 1 << 2,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  componentsV2: 1 << 15,
} as const;

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** A message as it is stored. */
export interface Message {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly createdAt: number;
  content: string;
  flags: number;
  embeds: readonly Json[];
  components: readonly Json[];
  attachments: readonly Attachment[];
  /** Of users and roles, as far as `allowed_mentions` let them through. */
  mentions: readonly string[];
  mentionRoles: readonly string[];
  mentionEveryone: boolean;
  readonly replyTo?: string;
  readonly nonce?: string | number;
  /** The interaction that it answers. */
  readonly interaction?: {
    readonly id: string;
    readonly kind: 2 | 3 | 5;
    readonly name: string;
    readonly userId: string;
  };
  /** Only this person sees it. */
  readonly onlyFor?: string;
  editedAt?: number;
  edits: number;
  /** People whom it notified, on create and on edits. */
  pings: readonly string[];
  readonly reactions: Map<string, Set<string>>;
}
