import type { Author, Channel } from './chat-message.ts';

/** The decision whether a person may use the bot in a channel. */
export type AccessDecision =
  | { readonly allowed: true }
  /** The lists do not allow this person (`person`, in a direct chat), or neither this chat nor this person (`chat`). */
  | { readonly allowed: false; readonly denied: 'person' | 'chat' };

/** Decides who may use the bot. Every call answers from memory. */
export interface Access {
  check(author: Author, channel: Channel): AccessDecision;
  /** True for people in the operator's list of admins, and for people who manage the server or group. */
  isAdmin(author: Author, channel: Channel): boolean;
  /** The network gave a chat a new id: what the operator's lists say about the old id applies to the new one. */
  moveChannel(from: Channel, to: Channel): void;
}
