import type { Client } from 'discord.js';
import type { Inbox } from '../../contracts/inbox.ts';
import type { ConnectionMemory, OnConnection } from '../../contracts/platform.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { createGateway } from './connection/gateway.ts';
import type { GatewayClientParts } from './connection/gateway-client.ts';
import { createGatewayInformation } from './connection/gateway-information.ts';
import type { RestCalls } from './connection/rest-calls.ts';
import { createAloneMemory } from './connection/shards/alone-memory.ts';
import { createIdentifyTurns } from './connection/shards/identify-turns.ts';
import type { ShardWish } from './connection/shards/read-shards.ts';
import type { SavedSession, ShardSession } from './connection/shards/shard-session.ts';
import { createShards } from './connection/shards/shards.ts';
import { type ListenParts, listen, type MessageTaker } from './inbound/listen.ts';
import { createReplay } from './inbound/replay.ts';
import { createDirectChannels } from './missed/direct-channels.ts';
import { createMissedMessages } from './missed/missed-messages.ts';
import type { MissedWish } from './missed/read-missed.ts';

/** The connections of this process to the gateway. */
export interface ShardConnections {
  /** As `Shards.open`. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** The connection that knows a channel, else any. */
  clientFor(channelId: string): Client | undefined;
}

interface ConnectShardsParts
  extends Pick<GatewayClientParts, 'sdk' | 'rest' | 'turns' | 'handledEvents' | 'onReady'> {
  readonly shards: ShardWish;
  readonly missed: MissedWish;
  readonly memory: ConnectionMemory | undefined;
  /** The name of the platform. */
  readonly name: string;
  readonly token: string;
  readonly calls: RestCalls;
  readonly inbox: Inbox;
  readonly timeScale: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the platform is stopped. */
  readonly stopped: AbortSignal;
  beforeConnect(): Promise<void>;
  readonly onConnection: OnConnection;
  /** There is a session of an earlier process, whose READY named the bot. */
  onSaved(saved: SavedSession): void;
  readonly listening: Omit<ListenParts, 'inbox' | 'handled' | 'replay' | 'lacksServers'>;
}

const ADVICE =
  'discord: Discord recommends more than one connection for the servers of this bot. Set DISCORD_SHARDS=auto before it refuses a single one.';

/** Creates the connections, which are not open yet. */
export function connectShards(parts: ConnectShardsParts): ShardConnections {
  const { name, calls, clock, log, timeScale, stopped, listening } = parts;
  const memory = parts.memory ?? createAloneMemory();
  const clients = new Map<number, Client>();
  const information = createGatewayInformation(calls, clock);
  // A single connection of a process that shares nothing is the only one that begins sessions.
  const isAlone = !parts.memory && parts.shards.kind === 'one';
  const waitForIdentify = isAlone
    ? async () => {}
    : createIdentifyTurns({ memory, name, clock, log, timeScale });
  const directs = createDirectChannels({ memory, name, clock, log });
  const takeMissed = createMissedMessages({
    ...{ calls, directs, clock, log, stopped },
    wish: parts.missed,
    ownId: listening.ownId,
  });
  let isAdvised = false;

  const inbox: Inbox = {
    ...parts.inbox,
    accept(event, carried) {
      if (event.kind === 'message' && event.message.channel.kind === 'direct')
        directs.remember(event.message.channel.id);
      return parts.inbox.accept(event, carried);
    },
  };

  function onClient(client: Client, session: ShardSession): void {
    const { shard, handled } = session;
    const saved = session.current();
    // Events that are sent again come before anything that names the bot.
    if (saved) parts.onSaved(saved);
    clients.set(shard.id, client);
    const replay = createReplay(calls, saved !== undefined, stopped);
    const lacksServers = saved !== undefined;
    const taker = listen(client, { ...listening, inbox, handled, replay, lacksServers });
    client.on('shardResume', () => {
      replay.end();
      session.takeGap();
    });
    // Later it goes on after a break of this connection.
    client.once('shardResume', () => {
      if (saved)
        log.info({ shard: shard.id }, 'discord: the session of an earlier process goes on');
    });
    client.on('shardReady', () => {
      replay.end();
      searchGap(client, session, taker);
    });
  }

  /** All servers are known by then. */
  function searchGap(client: Client, session: ShardSession, taker: MessageTaker): void {
    const since = session.takeGap();
    if (since !== undefined) void takeMissed({ since, shard: session.shard, client, taker });
  }

  function onRecommended(count: number): void {
    if (parts.shards.kind !== 'one' || count < 2 || isAdvised) return;
    isAdvised = true;
    log.warn({ recommended: count }, ADVICE);
  }

  const shards = createShards({
    ...{ memory, name, clock, log },
    isShared: parts.memory !== undefined,
    wish: parts.shards,
    onConnection: parts.onConnection,
    async askForCount() {
      await parts.beforeConnect();
      return information.askForCount();
    },
    createGateway: (session, more) =>
      createGateway({
        ...parts,
        ...omitUndefined({
          askForGateway: session.shard.count > 1 ? information.askShared : undefined,
        }),
        ...more,
        session,
        waitForIdentify,
        onRecommended,
        onClient: (client) => onClient(client, session),
      }),
  });

  return {
    open: shards.open,
    async close() {
      await shards.close();
      await directs.close();
    },
    clientFor(channelId) {
      const all = [...clients.values()];
      return all.find(({ channels }) => channels.cache.has(channelId)) ?? all[0];
    },
  };
}
