import type { FullestWindow } from '../../fullest-windows.ts';
import type { Room, ShownMessage } from '../../local-network.ts';
import type { Identify } from '../gateway/gateway.ts';
import type { Sharding } from '../gateway/sharding.ts';
import type { Json } from '../json.ts';
import type { Attachment } from '../message.ts';
import type { PermissionName } from '../permissions.ts';
import type { RestCall } from './call-log.ts';
import type { Faults } from './faults.ts';

/** An intent that an application may use only after its owner switched it on. */
export type PrivilegedIntent = 'GuildMembers' | 'GuildPresences' | 'MessageContent';

/**
 * The switches that only tests use: they count requests, break connections, and change the world in
 * ways that the page does not offer. The bot learns of each change by the events that Discord
 * sends.
 */
export interface DiscordControls {
  /** The newest REST requests, oldest first. */
  readonly calls: readonly RestCall[];
  /** Makes requests fail. */
  readonly faults: Faults;
  /** The fullest windows so far, by the names of the limits: `global`, of all requests of one bot. */
  fullestWindows(): Readonly<Record<string, FullestWindow>>;
  /** Breaks every gateway connection. Their sessions can be resumed. */
  disconnect(): void;
  /** While the gateway is cut, every connection to it breaks, also a new one. */
  setCut(isCut: boolean): void;
  /**
   * Keeps every gateway connection open but silent, so that a client must notice the missing
   * heartbeat acknowledgements.
   */
  freeze(): void;
  /** Asks every connection to reconnect (op 7). */
  askToReconnect(): void;
  /** Ends every session (op 9, not resumable). */
  invalidateSessions(): void;
  /** The newest sessions that have begun, oldest first. */
  readonly identifies: readonly Identify[];
  /** Changes how the bot's servers are divided among connections. */
  setSharding(changes: Partial<Sharding>): void;
  /** Answers the next searches with 202, as while the index of a server is being built. */
  delaySearch(answers: number, retryAfterSeconds: number): void;
  /** Refuses these intents from the next identify on, with close code 4014. */
  denyIntents(intents: readonly PrivilegedIntent[]): void;
  /**
   * Takes these permissions from the bot in one channel and its threads, and gives all others back.
   */
  denyPermissions(roomId: string, denied: readonly PermissionName[]): void;
  /** Archives, locks or revives a thread. */
  setThread(
    roomId: string,
    state: { readonly archived?: boolean; readonly locked?: boolean },
  ): void;
  /** Opens the direct channel between the bot and a person other than `me`. */
  openDirect(personId: string): Room;
  /**
   * Adds a user to all servers, and returns the user's id. A moderator has a role with the
   * permission Manage Messages.
   */
  addPerson(
    name: string,
    options?: { readonly isBot?: boolean; readonly isModerator?: boolean },
  ): string;
  /** Adds a text channel to a server; without `serverId` to the first server. */
  addChannel(name: string, serverId?: string): Room;
  /** Adds a forum to the first server. People open posts with `openThread`. */
  addForum(name: string): Room;
  /** Posts a message of any bot in its wire shape: embeds, components, flags. */
  post(roomId: string, authorId: string, body: object): ShownMessage;
  /**
   * Adds the preview of a link to a message, as Discord does a moment after the message was sent:
   * by an update that is no edit.
   */
  unfurl(roomId: string, messageId: string, embed: object): void;
  /** Posts a message through a webhook. */
  sayAsWebhook(message: WebhookPost): ShownMessage;
  /** Does what PluralKit does: posts a person's message again under another name, and deletes it. */
  proxy(roomId: string, messageId: string, name: string): ShownMessage;
  /** Ends the time of all addresses of attachments that were given out so far. */
  expireFiles(): void;
  /** Opens a thread in a channel, in the name of `me`. */
  openThread(roomId: string, name: string): Room;
  /** Adds a server with the bot in it, and returns its id and its only channel. */
  addServer(name: string): { readonly id: string; readonly room: Room };
  /** Lets people install the application for themselves, or not. All of them have done so then. */
  allowPersonalInstall(isAllowed: boolean): void;
  /** Adds a server without the bot, and returns its only channel. */
  addForeignServer(name: string): Room;
  /** Opens the direct channel between two people, without the bot, and returns its id. */
  openForeignDirect(personId: string): string;
  /** Throws the bot out of the first server, which stays as it is, or lets it in again. */
  setBotMembership(isMember: boolean): void;
  /** Throws the bot out of a server, which is then gone. */
  removeServer(serverId: string): void;
  /**
   * The modal that the bot opened last for this person (default `me`), while it waits to be
   * submitted.
   */
  modal(personId?: string): ShownModal | undefined;
  /** Submits that modal, with values by the ids of its inputs. */
  submitModal(values: Readonly<Record<string, string>>, personId?: string): Promise<void>;
}

/** A message of a webhook. */
interface WebhookPost {
  readonly roomId: string;
  readonly name: string;
  readonly text: string;
  readonly applicationId?: string;
  readonly embeds?: readonly Json[];
  readonly attachments?: readonly Attachment[];
}

/** A modal on a person's screen. */
interface ShownModal {
  readonly id: string;
  readonly title: string;
  /** The ids of its inputs. */
  readonly inputs: readonly string[];
}
