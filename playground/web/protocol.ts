import type { Change, Person, Room, ShownCommand, ShownMessage } from '../local-network.ts';

export type NetworkName = 'discord' | 'telegram';

/** All that the page knows of one network, as one person sees it. */
export interface NetworkState {
  readonly name: NetworkName;
  readonly viewerId: string;
  readonly bot: Person;
  /** Everybody who can be mentioned, the bot too. */
  readonly people: readonly Person[];
  readonly online: boolean;
  readonly rooms: readonly RoomState[];
}

export interface RoomState extends Room {
  /** The newest messages, oldest first. */
  readonly history: readonly ShownMessage[];
  readonly commands: readonly ShownCommand[];
}

/** What the page's stream carries. A stream begins with the state of all networks, so whoever reconnects is in step again. */
export type PageEvent =
  | { readonly kind: 'state'; readonly networks: readonly NetworkState[] }
  | { readonly kind: 'change'; readonly network: NetworkName; readonly change: Change };

export interface Choice {
  readonly name: string;
  readonly value: string;
}
