import type {
  Client,
  ClientOptions,
  GatewayReadyDispatchData,
  IShardingStrategy,
  WebSocketManagerOptions,
} from 'discord.js';
import type { Log } from '../../../lib/log.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { untilAborted } from '../../../lib/until-aborted.ts';
import { cacheLimits } from './cache-limits.ts';
import { checkGatewayAddress } from './discord-js-patches/check-gateway-address.ts';
import { checkPayloads } from './discord-js-patches/check-payloads.ts';
import { closeConnectingSockets } from './discord-js-patches/close-connecting-sockets.ts';
import { completeReady } from './discord-js-patches/complete-ready.ts';
import { countRequests } from './discord-js-patches/count-requests.ts';
import { destroyShardsOnce } from './discord-js-patches/destroy-shards-once.ts';
import { guardHandlers } from './discord-js-patches/guard-handlers.ts';
import { guardShards } from './discord-js-patches/guard-shards.ts';
import { keepSession } from './discord-js-patches/keep-session.ts';
import { reportCloses } from './discord-js-patches/report-closes.ts';
import { startResumed } from './discord-js-patches/start-resumed.ts';
import { stayDestroyed } from './discord-js-patches/stay-destroyed.ts';
import type { Sdk } from './load-discord.ts';
import type { RequestTurns } from './request-turns.ts';
import type { WaitForIdentify } from './shards/identify-turns.ts';
import type { SavedSession, ShardSession } from './shards/shard-session.ts';

/** The parts from which a client is built. */
export interface GatewayClientParts {
  readonly sdk: Sdk;
  /** The options of the client's requests. The gateway gets the same version of the API. */
  readonly rest: NonNullable<ClientOptions['rest']> & { readonly version: string };
  readonly turns: RequestTurns;
  readonly log: Log;
  /** Names of the only gateway events that discord.js must handle. */
  readonly handledEvents: ReadonlySet<string>;
  /** The part of the servers that the client gets the events of. */
  readonly session: ShardSession;
  readonly waitForIdentify: WaitForIdentify;
  /** Gives the response of `GET /gateway/bot`, where several shards share it. */
  readonly askForGateway?: (() => Promise<unknown>) | undefined;
  /** Called with how many shards Discord recommends. */
  onRecommended?(shards: number): void;
  /** Called whenever Discord sends READY: after each new session. */
  onReady(ready: GatewayReadyDispatchData): void;
}

interface GatewayClientOptions {
  /** Asks for the Message Content intent, which an application may lack. */
  readonly hasMessageContent: boolean;
  /** The gateway or the network closed a connection, which may open again. */
  onClose(code: number, reason: string): void;
  /** True when the client closes so that another process may go on with the session. */
  isSessionKept(): boolean;
  /** The client can no longer connect. */
  onFailure(error: Error): void;
  /** A message of the gateway could not be handled. The connection works on. */
  onFault(error: Error): void;
  /** A session has begun or goes on. */
  onConnected(): void;
}

/** Makes a client of discord.js with all patches, not connected yet. */
export function createGatewayClient(
  parts: GatewayClientParts,
  options: GatewayClientOptions,
): Client {
  const { sdk, rest, turns, log, handledEvents, session, onReady } = parts;
  const saved = session.current();
  const { Guilds, GuildMessages, DirectMessages, MessageContent } = sdk.GatewayIntentBits;
  const intents = [Guilds, GuildMessages, DirectMessages];
  if (options.hasMessageContent) intents.push(MessageContent);

  const client = new sdk.Client({
    intents,
    shards: [session.shard.id],
    shardCount: session.shard.count,
    makeCache: sdk.Options.cacheWithLimits(cacheLimits(sdk)),
    rest,
    ws: {
      buildStrategy(manager) {
        const strategy = buildStrategy(manager, saved, parts, options);
        stayDestroyed(strategy, client);
        return strategy;
      },
      buildIdentifyThrottler: async (manager) => ({
        waitForIdentify: (_shardId, signal) =>
          waitForTurn({ manager, isAfterResume: saved !== undefined, signal }, parts, options),
      }),
      version: Number(rest.version),
    },
  });

  countRequests(client.rest, turns);
  client.on('error', (error) => log.error({ error: error.message }, 'discord: discord.js failed'));
  // Without a listener, discord.js throws these errors. Their closes are logged.
  client.on('shardError', (error) =>
    log.debug({ error: error.message }, 'discord: gateway connection failed'),
  );
  client.on('shardResume', () => options.onConnected());
  client.on('raw', ({ s: sequence }: { s?: unknown }) => {
    if (typeof sequence === 'number') session.handled.receive(sequence);
  });
  if (saved) startResumed(sdk, client, saved);
  client.ws.on(sdk.GatewayDispatchEvents.Ready, (ready: GatewayReadyDispatchData) => {
    session.name(accountOf(ready));
    options.onConnected();
    onReady(ready);
  });
  guardHandlers(client, { handledEvents, log });

  return client;
}

type ShardManager = Parameters<NonNullable<WebSocketManagerOptions['buildStrategy']>>[0];

function buildStrategy(
  manager: ShardManager,
  saved: SavedSession | undefined,
  { sdk, session, askForGateway, onRecommended, log }: GatewayClientParts,
  { onClose, onFailure, onFault, isSessionKept }: GatewayClientOptions,
): IShardingStrategy {
  completeReady(sdk, manager, onFailure);
  const keepOnDestroy = keepSession(manager, {
    saved,
    isKept: isSessionKept,
    onSession(state) {
      if (!state && session.current())
        log.info({ shard: session.shard.id }, 'discord: the session is over, beginning a new one');
      session.change(state && omitUndefined({ ...state, resumeURL: state.resumeURL || undefined }));
    },
  });
  checkGatewayAddress(
    manager,
    omitUndefined({ ask: askForGateway, onRecommended, mayResume: saved !== undefined }),
  );

  const strategy = new sdk.SimpleShardingStrategy(manager);
  checkPayloads(strategy);
  guardShards(strategy, { onFailure, onFault });
  reportCloses(strategy, onClose);
  destroyShardsOnce(strategy);
  closeConnectingSockets(strategy);
  keepOnDestroy(strategy);
  return strategy;
}

interface IdentifyTurn {
  readonly manager: ShardManager;
  /** A saved session could not go on. */
  readonly isAfterResume: boolean;
  readonly signal: AbortSignal;
}

/** Waits for the turn of a new session. Where none is left for today, it waits for the end of the client. */
async function waitForTurn(
  { manager, isAfterResume, signal }: IdentifyTurn,
  { waitForIdentify, session, log }: GatewayClientParts,
  { onFailure }: GatewayClientOptions,
): Promise<void> {
  // It was asked before a resume that may have needed none of today's sessions.
  const information = await manager.fetchGatewayInformation(isAfterResume).catch(onFailure);
  if (!information) return untilAborted(new Promise<void>(() => {}), signal);

  const { session_start_limit: limit } = information;
  const { id, count } = session.shard;
  await waitForIdentify(id, limit.max_concurrency, signal);
  signal.throwIfAborted();
  log.info(
    { shard: id, shards: count, sessionsLeft: limit.remaining },
    'discord: beginning a session',
  );
}

/** What READY tells about the bot, as far as discord.js needs it again. */
function accountOf({ user, application }: GatewayReadyDispatchData) {
  const { id, username, discriminator, avatar, bot = true } = user;
  return {
    user: omitUndefined({ id, username, discriminator, avatar, bot }),
    application: { id: application?.id ?? id, flags: application?.flags ?? 0 },
  };
}
