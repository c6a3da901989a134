import type { Client } from 'discord.js';
import { ConfigError } from '../../../errors.ts';
import { createBackoff } from '../../../lib/backoff.ts';
import { type Clock, sleep } from '../../../lib/clock.ts';
import { DiscordError, toDiscordError } from './discord-error.ts';
import { createGatewayClient, type GatewayClientParts } from './gateway-client.ts';

interface GatewayParts extends GatewayClientParts {
  readonly token: string;
  readonly clock: Clock;
  /** Called before each attempt to connect; may change `rest`. Never rejects. */
  beforeConnect(): Promise<void>;
  /** Called for each new client before it connects, to listen to its events. */
  onClient(client: Client): void;
}

/**
 * The connection over which Discord sends events. discord.js reconnects. If it gives up, the
 * gateway opens a new connection.
 */
interface Gateway {
  /**
   * Resolves when Discord has sent READY. A failure that may pass is retried for as long as it
   * lasts.
   *
   * @throws A `ConfigError` when a person must change something, a `DiscordError` after `close`.
   */
  open(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Close codes:
 * https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
 */
const TOKEN_REFUSED = 4004;
const INTENTS_REFUSED = 4014;

const RECONNECT_BACKOFF = { firstMs: 1_000, longestMs: 60_000 };
/** Over a network that is down, Discord does not confirm the close; ws would wait 30 s for that. */
const CLOSE_TIMEOUT_MS = 2_000;

/** The cure for a refused token. */
export const DISCORD_TOKEN_CURE =
  'Discord refused DISCORD_TOKEN. Open https://discord.com/developers/applications, choose your application, then "Bot" → "Reset Token", ' +
  'and put the new token into DISCORD_TOKEN.';

const INTENT_CURE =
  'discord: the Message Content intent is switched off, so I go on without it: I read messages that mention me, direct messages and commands, ' +
  'but neither replies that do not ping me nor the other messages in my threads. To change that, open ' +
  'https://discord.com/developers/applications, choose your application, then "Bot" → "Privileged Gateway Intents" → switch on ' +
  '"Message Content Intent" → "Save Changes", and start me again.';

/**
 * Builds a connection that is not open yet. Each attempt to connect has a new client of discord.js.
 */
export function createGateway(parts: GatewayParts): Gateway {
  const { clock, log } = parts;
  const closing = new AbortController();
  let client: Client | undefined;
  let isOpen = false;
  let hasMessageContent = true;

  /**
   * Tries to connect; if Discord refuses the Message Content intent, tries again without it.
   * `false`: it failed and may work later.
   */
  async function connectOnce(): Promise<boolean> {
    await parts.beforeConnect();
    if (closing.signal.aborted) {
      throw new DiscordError('Discord: connecting was canceled.', { kind: 'canceled' });
    }

    const newClient = createGatewayClient(parts, { hasMessageContent, closing: closing.signal });
    parts.onClient(newClient);
    client = newClient;

    let closeCode: number | undefined;
    // discord.js emits this only for a connection that it does not open again.
    newClient.on('shardDisconnect', ({ code }) => {
      closeCode = code;
      if (isOpen) void reopen(code);
    });

    try {
      await newClient.login(parts.token);
      isOpen = true;
      return true;
    } catch (error) {
      await newClient.destroy();

      if (adaptTo(closeCode ?? closeCodeOf(error))) return connectOnce();

      const { message } = toDiscordError(error, 'connect', false);
      log.warn({ error: message }, 'discord: connecting failed, retrying');
      return false;
    }
  }

  /**
   * Reacts to the code with which Discord closed a connection. `true`: the next attempt may work
   * without a wait.
   *
   * @throws A `ConfigError` when a person must change something.
   */
  function adaptTo(closeCode: number | undefined): boolean {
    if (closeCode === TOKEN_REFUSED) throw new ConfigError(DISCORD_TOKEN_CURE);
    if (closeCode !== INTENTS_REFUSED || !hasMessageContent) return false;

    hasMessageContent = false;
    log.warn({}, INTENT_CURE);
    return true;
  }

  async function open(): Promise<void> {
    const backoff = createBackoff({ clock, ...RECONNECT_BACKOFF });
    while (!(await connectOnce())) await backoff.wait(closing.signal);
  }

  async function reopen(closeCode: number): Promise<void> {
    isOpen = false;

    try {
      await client?.destroy();
      adaptTo(closeCode);
      await open();
    } catch (error) {
      if (closing.signal.aborted) return;
      log.error({ error: (error as Error).message }, 'discord: connection lost, giving up');
    }
  }

  return {
    open,

    async close() {
      closing.abort();
      if (!client) return;

      const closed = new AbortController();
      const destroyed = client.destroy().finally(() => closed.abort());
      await Promise.race([destroyed, sleep(clock, CLOSE_TIMEOUT_MS, closed.signal)]);
    },
  };
}

/** The close code that says the same as a failed login. `undefined`: there is none. */
function closeCodeOf(loginError: unknown): number | undefined {
  return Object(loginError).code === 'TokenInvalid' ? TOKEN_REFUSED : undefined;
}
