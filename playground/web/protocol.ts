import type { Change, Person, Room, ShownCommand, ShownMessage } from '../local-network.ts';
import type { ShownTrouble } from '../trouble/trouble-desk.ts';

/** The names of the local networks. */
export type NetworkName = 'discord' | 'telegram';

/** Everything that the page knows about one network, as one person sees it. */
export interface NetworkState {
  readonly name: NetworkName;
  /** The id of that person. */
  readonly viewerId: string;
  readonly bot: Person;
  /** Everybody who can be mentioned, including the bot. */
  readonly people: readonly Person[];
  /** True when the bot is connected. */
  readonly online: boolean;
  readonly rooms: readonly RoomState[];
  /** The names of the stickers that people can send. */
  readonly stickers: readonly string[];
}

/** A room with its messages and commands. */
export interface RoomState extends Room {
  /** The newest messages, oldest first. */
  readonly history: readonly ShownMessage[];
  readonly commands: readonly ShownCommand[];
  /** The names in the menu of a message. */
  readonly messageCommands: readonly string[];
}

/**
 * An event of the page's stream. A stream begins with the state of all networks and the troubles, so
 * a page that reconnects is up to date again.
 */
export type PageEvent =
  | { readonly kind: 'state'; readonly networks: readonly NetworkState[] }
  | { readonly kind: 'troubles'; readonly troubles: readonly ShownTrouble[] }
  | { readonly kind: 'change'; readonly network: NetworkName; readonly change: Change };

/** A value that the bot suggests for an option of a command. */
export interface Choice {
  readonly name: string;
  readonly value: string;
}
