import type {
  Client,
  ClientOptions,
  GatewayReadyDispatchData,
  IShardingStrategy,
  WebSocketManagerOptions,
} from 'discord.js';
import type { Log } from '../../../lib/log.ts';
import { cacheLimits } from './cache-limits.ts';
import { checkGatewayAddress } from './discord-js-patches/check-gateway-address.ts';
import { checkPayloads } from './discord-js-patches/check-payloads.ts';
import { closeConnectingSockets } from './discord-js-patches/close-connecting-sockets.ts';
import { completeReady } from './discord-js-patches/complete-ready.ts';
import { destroyShardsOnce } from './discord-js-patches/destroy-shards-once.ts';
import { guardHandlers } from './discord-js-patches/guard-handlers.ts';
import { guardShards } from './discord-js-patches/guard-shards.ts';
import { reportCloses } from './discord-js-patches/report-closes.ts';
import { stayDestroyed } from './discord-js-patches/stay-destroyed.ts';
import type { Sdk } from './load-discord.ts';

/** The parts from which a client is built. */
export interface GatewayClientParts {
  readonly sdk: Sdk;
  /** The options of the client's requests. The gateway gets the same version of the API. */
  readonly rest: NonNullable<ClientOptions['rest']> & { readonly version: string };
  readonly log: Log;
  /** Names of the only gateway events that discord.js must handle. */
  readonly handledEvents: ReadonlySet<string>;
  /** Called whenever Discord sends READY: after each new session. */
  onReady(ready: GatewayReadyDispatchData): void;
}

interface GatewayClientOptions {
  /** Asks for the Message Content intent, which an application may lack. */
  readonly hasMessageContent: boolean;
  /** The gateway or the network closed a connection, which may open again. */
  onClose(code: number, reason: string): void;
  /** The client can no longer connect. */
  onFailure(error: Error): void;
  /** A message of the gateway could not be handled. The connection works on. */
  onFault(error: Error): void;
  /** A session has begun or goes on. */
  onConnected(): void;
}

/** Makes a client of discord.js with all patches, not connected yet. */
export function createGatewayClient(
  { sdk, rest, log, handledEvents, onReady }: GatewayClientParts,
  options: GatewayClientOptions,
): Client {
  const { Guilds, GuildMessages, DirectMessages, MessageContent } = sdk.GatewayIntentBits;
  const intents = [Guilds, GuildMessages, DirectMessages];
  if (options.hasMessageContent) intents.push(MessageContent);

  const client = new sdk.Client({
    intents,
    makeCache: sdk.Options.cacheWithLimits(cacheLimits(sdk)),
    rest,
    ws: {
      buildStrategy(manager) {
        const strategy = buildStrategy(sdk, manager, options);
        stayDestroyed(strategy, client);
        return strategy;
      },
      version: Number(rest.version),
    },
  });

  client.on('error', (error) => log.error({ error: error.message }, 'discord: discord.js failed'));
  // Without a listener, discord.js throws these errors. Their closes are logged.
  client.on('shardError', (error) =>
    log.debug({ error: error.message }, 'discord: gateway connection failed'),
  );
  client.on('shardResume', () => options.onConnected());
  client.ws.on(sdk.GatewayDispatchEvents.Ready, (ready: GatewayReadyDispatchData) => {
    options.onConnected();
    onReady(ready);
  });
  guardHandlers(client, { handledEvents, log });

  return client;
}

function buildStrategy(
  sdk: Sdk,
  manager: Parameters<NonNullable<WebSocketManagerOptions['buildStrategy']>>[0],
  { onClose, onFailure, onFault }: GatewayClientOptions,
): IShardingStrategy {
  completeReady(sdk, manager, onFailure);
  checkGatewayAddress(manager);

  const strategy = new sdk.SimpleShardingStrategy(manager);
  checkPayloads(strategy);
  guardShards(strategy, { onFailure, onFault });
  reportCloses(strategy, onClose);
  destroyShardsOnce(strategy);
  closeConnectingSockets(strategy);
  return strategy;
}
