import type { Address } from './address.ts';
import type { Author, Channel } from './chat-message.ts';
import type { Finding } from './finding.ts';
import type { Fleet } from './fleet.ts';
import type { InboundEvent, Inbox } from './inbox.ts';
import type { MessageArchive } from './message-archive.ts';
import type { ReplyStyle, ReplySurface } from './reply-surface.ts';
import type { Store } from './store.ts';
import type { TakeCall } from './take-call.ts';

/** The bot's account on a network. */
export interface BotAccount {
  readonly id: string;
  readonly name: string;
  /** The address that people open to use the bot: `https://t.me/…`, or the invitation to a server. */
  readonly link?: string;
  /** Ids of the people who own the account: the owner of a Discord application, or the members of its team who may change it. */
  readonly ownerIds: readonly string[];
}

/** A state of the connection of a platform. */
export interface ConnectionState {
  /** `left out`: a person must change something first; it is not tried again. */
  readonly state: 'connected' | 'retrying' | 'left out';
  /** Why it is not connected, in whole sentences, with the cure where one is known. */
  readonly problem?: string;
}

/** Takes a new state of a connection. Never throws, returns at once. */
export type OnConnection = (state: ConnectionState) => void;

/** What a connection shares with other processes, and with the next start. Its keys begin with `connection:` and the name of the platform. */
export interface ConnectionMemory {
  readonly store: Pick<Store, 'get' | 'getMany' | 'findKeys' | 'write' | 'swap' | 'watch'>;
  readonly fleet: Fleet;
}

/** One chat network: turns its events into Parley's events, and writes replies. Knows no provider. */
export interface Platform {
  /** `discord`, `telegram`; with the name of the bot where one network has several: `discord@memes`. */
  readonly name: string;
  /** Says in one sentence what its messages can show, for the model. */
  readonly abilities: string;
  /** The bot's name there. `undefined` until it is connected. */
  botName(): string | undefined;
  /** The bot's account. `undefined` until it is connected, or was checked. */
  identity?(): BotAccount | undefined;
  /** Asks the network whether a person moderates a place. Remembers the answer for some minutes. Absent: events tell it. */
  isModerator?(author: Author, channel: Channel, signal: AbortSignal): Promise<boolean>;
  /**
   * Gives the direct chat with a person, and opens it where the network wants that.
   *
   * @throws A `PlatformError`: `forbidden` where the person takes no messages of the bot.
   */
  openDirect?(personId: string, signal: AbortSignal): Promise<Channel>;
  /** Gives earlier messages. Absent: the network gives bots none. */
  readonly archive?: MessageArchive;
  /**
   * Opens the thread of `Address.opensThread`. Succeeds when it exists already. Absent: the network has no
   * threads on messages.
   *
   * @throws A `PlatformError`: `forbidden` where the bot may not open one.
   */
  openThread?(address: Address, signal: AbortSignal): Promise<void>;
  /**
   * Resolves when connected. From then on, events go to `inbox` until `stop`, and the platform itself connects
   * again. `onConnection` gets what becomes of the connection: it may be lost for seconds only, and the same
   * state may come several times. Without `memory`, the process is alone, and begins anew at each start.
   *
   * @throws A `ConfigError` when a person must change something; its message names the cure. A
   * `PlatformError` when the network cannot be reached. Other platforms are not affected.
   */
  start(inbox: Inbox, onConnection?: OnConnection, memory?: ConnectionMemory): Promise<void>;
  /**
   * Finds out who the bot is, so that surfaces, `fetch` and the like work, and takes no events: other processes do
   * that. Resolves when it has. Absent: nothing is needed for it. `memory` as for `start`.
   *
   * @throws As `start`.
   */
  startWriting?(memory?: ConnectionMemory): Promise<void>;
  /**
   * Takes note of an event before the inbox gets it, in the process that answers it: what the surface has to know of
   * it. `carried` is what the reading half of the platform gave along with it. May be called twice with one event.
   * Returns at once, never throws.
   */
  receive?(event: InboundEvent, carried?: object): void;
  /**
   * Asks the network who the bot is and what it may do. Does not connect, so a running bot is not
   * disturbed.
   *
   * @throws As `start`.
   */
  check?(signal: AbortSignal): Promise<readonly Finding[]>;
  /**
   * From now on, each call that belongs to no write of a reply, and counts in a limit of the whole bot, waits for `takeCall`. Call it before
   * the start. Absent: there is no such limit.
   */
  shareLimits?(takeCall: TakeCall): void;
  /** Takes no more events, then disconnects. Surfaces work until it resolves. */
  stop(): Promise<void>;
  /** Also works with an address that was stored before a restart. Without `style`, messages look plain and speak English. */
  surface(address: Address, style?: ReplyStyle): ReplySurface;
  /**
   * Downloads an attachment into memory. `ref` is an `AttachmentRef.ref`.
   *
   * @throws A `PlatformError`: `gone` when the file no longer exists, `invalid` when it is larger than
   * the network gives to bots (Discord: 25 MB here, Telegram: 20 MB).
   */
  fetch(ref: string, signal: AbortSignal): Promise<Uint8Array>;
}
