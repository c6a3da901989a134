import type { Author, Channel } from './chat-message.ts';

export type AccessDecision =
  | { readonly allowed: true }
  /** What is not let in: this person anywhere, or everybody in this place. */
  | { readonly allowed: false; readonly who: 'person' | 'chat' };

/** Who is let in. Costs no request and no disk. */
export interface Access {
  check(author: Author, channel: Channel): AccessDecision;
  /** The operator listed this person as one, or they run the server. Costs as little. */
  isAdmin(author: Author, channel: Channel): boolean;
  /** A network gave a chat another id: what the lists say of the old one counts for the new one. */
  moveChannel(from: Channel, to: Channel): void;
}
