import type {
  Client,
  ClientOptions,
  GatewayReadyDispatchData,
  WebSocketManagerOptions,
} from 'discord.js';
import { ConfigError } from '../../../errors.ts';
import { type Clock, sleep } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import { DiscordError, toDiscordError } from './discord-error.ts';
import { completeReady } from './discord-js-patches/complete-ready.ts';
import { guardHandlers } from './discord-js-patches/guard-handlers.ts';
import { stoppableShards } from './discord-js-patches/stoppable-shards.ts';
import type { Sdk } from './load-discord.ts';

export interface GatewayParts {
  readonly sdk: Sdk;
  readonly token: string;
  readonly rest: NonNullable<ClientOptions['rest']> & { readonly version: string };
  readonly clock: Clock;
  readonly log: Log;
  /** Called before each try to connect; may change `rest`. Never rejects. */
  prepare(): Promise<void>;
  /** Called for each new connection before it opens, to listen to it. */
  attach(client: Client): void;
  onReady(ready: GatewayReadyDispatchData): void;
}

/** The connection by which Discord tells what happens. discord.js keeps it up; what it gives up on is opened anew. */
export interface Gateway {
  /** Resolves when Discord has said READY. Trouble that may pass is tried again for as long as it lasts. */
  open(): Promise<void>;
  close(): Promise<void>;
}

const TOKEN_REFUSED = 4004;
const INTENTS_REFUSED = 4014;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** A network that is down does not say goodbye; ws would wait for that for 30 s. */
const CLOSE_WITHIN_MS = 2_000;

/** What a refused token means. */
export const DISCORD_TOKEN_CURE =
  'Discord refused DISCORD_TOKEN. Open https://discord.com/developers/applications, choose your application, then "Bot" → "Reset Token", ' +
  'and put the new token into DISCORD_TOKEN.';
const INTENT_CURE =
  'The Message Content intent is switched off, so I go on without it: I read messages that mention me, DMs and commands, but neither replies ' +
  'without a ping nor what else is said in my threads. To cure it, open https://discord.com/developers/applications, choose your application, ' +
  'then "Bot" → "Privileged Gateway Intents" → switch on "Message Content Intent" → "Save Changes", and start me again.';

export function createGateway(parts: GatewayParts): Gateway {
  const { sdk, clock, log } = parts;
  const closing = new AbortController();
  let client: Client | undefined;
  let isOpen = false;
  let withContent = true;

  const buildStrategy: NonNullable<WebSocketManagerOptions['buildStrategy']> = (manager) => {
    completeReady(sdk, manager);
    return stoppableShards(sdk, manager);
  };

  function createClient(): Client {
    const { Guilds, GuildMessages, DirectMessages, MessageContent } = sdk.GatewayIntentBits;
    const created = new sdk.Client({
      intents: [Guilds, GuildMessages, DirectMessages, ...(withContent ? [MessageContent] : [])],
      makeCache: sdk.Options.cacheWithLimits(cacheLimits(sdk)),
      rest: parts.rest,
      ws: { buildStrategy, version: Number(parts.rest.version) },
    });
    created.on('error', (error) => log.error({ error: error.message }, 'discord.js failed inside'));
    created.on('shardError', (error) =>
      log.warn({ error: error.message }, 'the connection to Discord failed'),
    );
    let isDown = false;
    created.on('shardReconnecting', () => {
      if (!isDown && !closing.signal.aborted)
        log.info({}, 'the connection to Discord is lost; reconnecting');
      isDown = true;
    });
    created.on('shardResume', () => {
      isDown = false;
      log.info({}, 'connected to Discord again');
    });
    created.ws.on(sdk.GatewayDispatchEvents.Ready, (ready: GatewayReadyDispatchData) => {
      isDown = false;
      parts.onReady(ready);
    });
    guardHandlers(created, log);
    parts.attach(created);
    return created;
  }

  /** One try. `false`: try again later. */
  async function login(): Promise<boolean> {
    await parts.prepare();
    if (closing.signal.aborted)
      throw new DiscordError('Discord: connecting was given up.', { kind: 'canceled' });
    const opened = createClient();
    client = opened;
    let closeCode: number | undefined;
    // Emitted only for what discord.js does not try again.
    opened.on('shardDisconnect', ({ code }) => {
      closeCode = code;
      if (isOpen) void reopen(code);
    });
    try {
      await opened.login(parts.token);
      isOpen = true;
      return true;
    } catch (error) {
      await opened.destroy();
      if (isCured(closeCode ?? (Object(error).code === 'TokenInvalid' ? TOKEN_REFUSED : undefined)))
        return login();
      log.warn(
        { error: toDiscordError(error, 'connect', false).message },
        'Discord cannot be reached; trying again',
      );
      return false;
    }
  }

  /** Whether it is worth to connect again at once. Throws where a person has to change something first. */
  function isCured(closeCode: number | undefined): boolean {
    if (closeCode === TOKEN_REFUSED) throw new ConfigError(DISCORD_TOKEN_CURE);
    if (closeCode !== INTENTS_REFUSED || !withContent) return false;
    withContent = false;
    log.warn({}, INTENT_CURE);
    return true;
  }

  async function open(): Promise<void> {
    for (
      let waitMs = FIRST_WAIT_MS;
      !(await login());
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
    ) {
      await sleep(clock, waitMs, closing.signal);
    }
  }

  async function reopen(closeCode: number): Promise<void> {
    isOpen = false;
    try {
      await client?.destroy();
      isCured(closeCode);
      await open();
    } catch (error) {
      if (!closing.signal.aborted)
        log.error({ error: (error as Error).message }, 'the connection to Discord is lost');
    }
  }

  return {
    open,
    async close() {
      closing.abort();
      if (!client) return;
      const closed = new AbortController();
      const destroyed = client.destroy().finally(() => closed.abort());
      await Promise.race([destroyed, sleep(clock, CLOSE_WITHIN_MS, closed.signal)]);
    },
  };
}

/** Events are read as they come: of all that discord.js would keep, only channels, roles and the bot itself are used. */
function cacheLimits({ Options }: Sdk) {
  const onlyOwn = {
    maxSize: 0,
    keepOverLimit: (kept: { id: string; client: Client }) => kept.id === kept.client.user?.id,
  };
  return {
    ...Options.DefaultMakeCacheSettings,
    ApplicationCommandManager: 0,
    ApplicationEmojiManager: 0,
    AutoModerationRuleManager: 0,
    BaseGuildEmojiManager: 0,
    DMMessageManager: 0,
    EntitlementManager: 0,
    GuildBanManager: 0,
    GuildEmojiManager: 0,
    GuildForumThreadManager: 0,
    GuildInviteManager: 0,
    GuildMemberManager: onlyOwn,
    GuildMessageManager: 0,
    GuildScheduledEventManager: 0,
    GuildStickerManager: 0,
    MessageManager: 0,
    PresenceManager: 0,
    ReactionManager: 0,
    ReactionUserManager: 0,
    StageInstanceManager: 0,
    ThreadMemberManager: 0,
    UserManager: onlyOwn,
    VoiceStateManager: 0,
  };
}
