import type { LocalNetwork, Room, ShownMessage } from '../local-network.ts';
import type { RestCall } from './http/call-log.ts';
import type { Faults } from './http/faults.ts';
import type { PermissionName } from './permissions.ts';

export type PrivilegedIntent = 'GuildMembers' | 'GuildPresences' | 'MessageContent';

export interface ShownDiscordMessage extends ShownMessage {
  /** Discord's bits: 4 is SUPPRESS_EMBEDS. */
  readonly flags: number;
  /** A link in it would be unfurled. */
  readonly linkPreview: boolean;
  /** A deferred answer without words yet. */
  readonly thinking: boolean;
}

/** The local Discord, and the knobs that tests turn. */
export interface LocalDiscord extends LocalNetwork {
  readonly name: 'discord';
  history(roomId: string, viewerId?: string): readonly ShownDiscordMessage[];
  /** As for every network; `targetId` is the message that a message menu's command acts on. */
  run(call: Parameters<LocalNetwork['run']>[0] & { readonly targetId?: string }): Promise<void>;
  /** The newest REST requests, oldest first. */
  readonly calls: readonly RestCall[];
  /** Makes requests go wrong. */
  readonly faults: Faults;
  /** Breaks every gateway connection; its sessions can be resumed. */
  disconnect(): void;
  /** Lets every gateway connection stand open and silent: a client must notice the missing heartbeat answers. */
  freeze(): void;
  /** Asks every connection to reconnect (op 7). */
  askToReconnect(): void;
  /** Ends every session (op 9, not resumable). */
  invalidateSessions(): void;
  /** From the next identify on these intents are refused with close code 4014. */
  denyIntents(intents: readonly PrivilegedIntent[]): void;
  /** Takes permissions from the bot in one channel and what hangs under it; those not named come back. */
  denyPermissions(roomId: string, denied: readonly PermissionName[]): void;
  /** Archives, locks or revives a thread. */
  setThread(
    roomId: string,
    state: { readonly archived?: boolean; readonly locked?: boolean },
  ): void;
  /** The direct channel of the bot and somebody else than `me`. */
  openDirect(personId: string): Room;
  addPerson(name: string, options?: { readonly isBot?: boolean }): string;
  addChannel(name: string, serverId?: string): Room;
  openThread(roomId: string, name: string): Room;
  /** Adds a server with the bot in it; gives its id and its one channel. */
  addServer(name: string): { readonly id: string; readonly room: Room };
  removeServer(serverId: string): void;
  /** The modal that the bot opened last for this person (default `me`), if it waits to be submitted. */
  modal(personId?: string): ShownModal | undefined;
  /** Submits it, with values by the inputs' ids. */
  submitModal(values: Readonly<Record<string, string>>, personId?: string): Promise<void>;
}

export interface ShownModal {
  readonly id: string;
  readonly title: string;
  /** Ids of its inputs. */
  readonly inputs: readonly string[];
}
