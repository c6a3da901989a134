import type {
  Client,
  ClientOptions,
  GatewayReadyDispatchData,
  IShardingStrategy,
  WebSocketManagerOptions,
} from 'discord.js';
import type { Log } from '../../../lib/log.ts';
import { cacheLimits } from './cache-limits.ts';
import { catchLateSocketErrors } from './discord-js-patches/catch-late-socket-errors.ts';
import { completeReady } from './discord-js-patches/complete-ready.ts';
import { destroyShardsOnce } from './discord-js-patches/destroy-shards-once.ts';
import { guardHandlers } from './discord-js-patches/guard-handlers.ts';
import type { Sdk } from './load-discord.ts';

/** The parts from which a client is built. */
export interface GatewayClientParts {
  readonly sdk: Sdk;
  /** The options of the client's requests. The gateway gets the same version of the API. */
  readonly rest: NonNullable<ClientOptions['rest']> & { readonly version: string };
  readonly log: Log;
  /** Names of gateway events that discord.js need not handle. */
  readonly ignoredEvents: ReadonlySet<string>;
  /** Called whenever Discord sends READY: after each new session. */
  onReady(ready: GatewayReadyDispatchData): void;
}

interface GatewayClientOptions {
  /** Asks for the Message Content intent, which an application may lack. */
  readonly hasMessageContent: boolean;
  /** Aborts when the connection is closed on purpose. */
  readonly closing: AbortSignal;
}

/** Makes a client of discord.js with all patches, not connected yet. */
export function createGatewayClient(
  { sdk, rest, log, ignoredEvents, onReady }: GatewayClientParts,
  { hasMessageContent, closing }: GatewayClientOptions,
): Client {
  const { Guilds, GuildMessages, DirectMessages, MessageContent } = sdk.GatewayIntentBits;
  const intents = [Guilds, GuildMessages, DirectMessages];
  if (hasMessageContent) intents.push(MessageContent);

  const client = new sdk.Client({
    intents,
    makeCache: sdk.Options.cacheWithLimits(cacheLimits(sdk)),
    rest,
    ws: {
      buildStrategy: (manager) => buildStrategy(sdk, manager),
      version: Number(rest.version),
    },
  });

  logConnection(client, { sdk, log, closing });
  client.ws.on(sdk.GatewayDispatchEvents.Ready, onReady);
  guardHandlers(client, { ignoredEvents, log });

  return client;
}

function buildStrategy(
  sdk: Sdk,
  manager: Parameters<NonNullable<WebSocketManagerOptions['buildStrategy']>>[0],
): IShardingStrategy {
  completeReady(sdk, manager);

  const strategy = new sdk.SimpleShardingStrategy(manager);
  destroyShardsOnce(strategy);
  catchLateSocketErrors(strategy);
  return strategy;
}

interface LogConnectionParts {
  readonly sdk: Sdk;
  readonly log: Log;
  readonly closing: AbortSignal;
}

/** Logs failures, and one line each for a lost and a regained connection. */
function logConnection(client: Client, { sdk, log, closing }: LogConnectionParts): void {
  let isDown = false;

  client.on('error', (error) => log.error({ error: error.message }, 'discord: discord.js failed'));

  client.on('shardError', (error) =>
    log.warn({ error: error.message }, 'discord: gateway connection failed'),
  );

  client.on('shardReconnecting', () => {
    if (!isDown && !closing.aborted) log.info({}, 'discord: connection lost, reconnecting');
    isDown = true;
  });

  client.on('shardResume', () => {
    isDown = false;
    log.info({}, 'discord: connected again');
  });

  client.ws.on(sdk.GatewayDispatchEvents.Ready, () => {
    isDown = false;
  });
}
