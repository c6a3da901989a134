import type { Client } from 'discord.js';
import type { OnConnection } from '../../../contracts/platform.ts';
import { ConfigError } from '../../../errors.ts';
import { createBackoff } from '../../../lib/backoff.ts';
import type { Clock } from '../../../lib/clock.ts';
import { endsWithin } from '../../../lib/ends-within.ts';
import {
  CONNECTION_BROKE,
  DISCORD_TOKEN_CURE,
  INTENTS_REFUSED,
  SHARDING_CURE,
  SHARDING_REQUIRED,
  TOKEN_REFUSED,
} from './close-codes.ts';
import { createConnectionLog } from './connection-log.ts';
import { DiscordError, toDiscordError } from './discord-error.ts';
import { createGatewayClient, type GatewayClientParts } from './gateway-client.ts';
import { refusalError } from './refusal-error.ts';

interface GatewayParts extends GatewayClientParts {
  readonly token: string;
  readonly clock: Clock;
  /** Called before each attempt to connect; may change `rest`. Never rejects. */
  beforeConnect(): Promise<void>;
  readonly onConnection: OnConnection;
  /** Discord wants more connections for the servers of the bot. */
  onShardingRequired?(): void;
  /** Called for each new client before it connects, to listen to its events. */
  onClient(client: Client): void;
}

/**
 * The connection over which Discord sends events. discord.js reconnects. If it gives up, the
 * gateway opens a new connection.
 */
export interface Gateway {
  /**
   * Resolves when Discord has sent READY. A failure that may pass is retried for as long as it
   * lasts.
   *
   * @throws A `ConfigError` when a person must change something, a `DiscordError` after `close`.
   */
  open(): Promise<void>;
  close(): Promise<void>;
}

const RECONNECT_BACKOFF = { firstMs: 1_000, longestMs: 60_000 };
/** Discord resets the token of a bot that begins more than 1,000 sessions a day. */
const REFUSAL_BACKOFF = { firstMs: 2_000, longestMs: 300_000 };
/** discord.js itself connects again every half a second. */
const MAX_REFUSALS_IN_A_ROW = 2;
/** Discord keeps a session without a connection for some minutes. */
const LONGEST_RESUME_MS = 180_000;
/** A server that sends one broken message sends many, also over new connections. */
const MAX_LOGGED_FAULTS = 20;
/** Over a network that is down, Discord does not confirm the close; ws would wait 30 s for that. */
const CLOSE_TIMEOUT_MS = 2_000;

const INTENT_CURE =
  'discord: the Message Content intent is switched off, so I go on without it: I read messages that mention me, direct messages and commands, ' +
  'but neither replies that do not ping me nor the other messages in my threads. To change that, open ' +
  'https://discord.com/developers/applications, choose your application, then "Bot" → "Privileged Gateway Intents" → switch on ' +
  '"Message Content Intent" → "Save Changes", and start me again.';

/**
 * Builds a connection that is not open yet. Each attempt to connect has a new client of discord.js.
 */
export function createGateway(parts: GatewayParts): Gateway {
  const { clock, log, session } = parts;
  const closing = new AbortController();
  const { onConnection } = parts;
  const connectionLog = createConnectionLog({
    clock,
    log,
    closing: closing.signal,
    onConnection,
  });
  let client: Client | undefined;
  let isOpen = false;
  let hasMessageContent = true;
  const loggedFaults = new Set<string>();

  function logFault({ message }: Error): void {
    if (loggedFaults.has(message) || loggedFaults.size >= MAX_LOGGED_FAULTS) return;
    loggedFaults.add(message);
    log.warn({ error: message }, 'discord: a gateway message could not be handled, going on');
  }

  /** Tries to connect; if Discord refuses the Message Content intent, tries again without it. */
  async function connectOnce(): Promise<'open' | 'failed' | 'refused'> {
    await parts.beforeConnect();
    if (closing.signal.aborted) {
      throw new DiscordError('Discord: connecting was canceled.', { kind: 'canceled' });
    }

    const { newClient, failure, refusal } = createClient();
    client = newClient;

    try {
      await Promise.race([newClient.login(parts.token), failure]);
      isOpen = true;
      return 'open';
    } catch (error) {
      await newClient.destroy();
      const closeCode = refusal() ?? closeCodeOf(error);
      if (adaptAfter(error, closeCode)) return connectOnce();

      connectionLog.failed(toDiscordError(error, 'connect', false).message);
      return closeCode === undefined ? 'failed' : 'refused';
    }
  }

  function createClient() {
    const failure = Promise.withResolvers<never>();
    // The connection may also fail later, when no code waits for this promise.
    failure.promise.catch(() => {});
    let hasFailed = false;
    let refusals = 0;
    let lastRefusal: number | undefined;
    let brokenSince: number | undefined;

    const fail = (error: Error) => {
      hasFailed = true;
      failure.reject(error);
      if (isOpen && client === newClient) void reopen(error, lastRefusal);
    };

    /**
     * discord.js connects again at the same address, without end. Its session may go on there for
     * some minutes; without one, and later, `GET /gateway/bot` may name another address.
     */
    function onBreak(reason: string): void {
      brokenSince ??= clock.now();
      const mayResume = isOpen && clock.now() - brokenSince < LONGEST_RESUME_MS;
      if (!mayResume) fail(refusalError(CONNECTION_BROKE, reason));
    }

    const newClient = createGatewayClient(parts, {
      hasMessageContent,
      onFailure: fail,
      isSessionKept: () => closing.signal.aborted,

      onClose(code, reason) {
        // The client closes its own connection after a failure.
        if (hasFailed) return;
        session.setConnected(false);
        connectionLog.closed(code, reason);
        if (code === CONNECTION_BROKE) return onBreak(reason);

        refusals += 1;
        lastRefusal = code;
        if (refusals === MAX_REFUSALS_IN_A_ROW) fail(refusalError(code, reason));
      },

      onFault(error) {
        // A message may be the failure itself.
        if (!hasFailed) logFault(error);
      },

      onConnected() {
        session.setConnected(true);
        connectionLog.connected();
        refusals = 0;
        lastRefusal = undefined;
        brokenSince = undefined;
      },
    });
    parts.onClient(newClient);

    // discord.js emits this only for a connection that it does not open again.
    newClient.on('shardDisconnect', ({ code }) => {
      lastRefusal = code;
      fail(refusalError(code, ''));
    });

    return { newClient, failure: failure.promise, refusal: () => lastRefusal };
  }

  /**
   * Reacts to the code with which Discord closed a connection. `true`: the next attempt may work
   * without a wait.
   *
   * @throws A `ConfigError` when a person must change something.
   */
  function adaptTo(closeCode: number | undefined): boolean {
    if (closeCode === TOKEN_REFUSED) throw new ConfigError(DISCORD_TOKEN_CURE);
    if (closeCode === SHARDING_REQUIRED) {
      parts.onShardingRequired?.();
      throw new ConfigError(`Discord closed the connection. ${SHARDING_CURE}`);
    }
    if (closeCode !== INTENTS_REFUSED || !hasMessageContent) return false;

    hasMessageContent = false;
    log.warn({}, INTENT_CURE);
    return true;
  }

  /** As `adaptTo`, after an attempt to connect. */
  function adaptAfter(error: unknown, closeCode: number | undefined): boolean {
    if (error instanceof ConfigError) throw error;
    if (closeCode !== undefined) session.change(undefined);
    return adaptTo(closeCode);
  }

  async function open(): Promise<void> {
    const backoff = createBackoff({ clock, ...RECONNECT_BACKOFF });
    const refusalBackoff = createBackoff({ clock, ...REFUSAL_BACKOFF });

    for (;;) {
      const result = await connectOnce();
      if (result === 'open') return;
      await (result === 'refused' ? refusalBackoff : backoff).wait(closing.signal);
    }
  }

  async function reopen(cause: Error, closeCode: number | undefined): Promise<void> {
    isOpen = false;
    session.setConnected(false);
    session.change(undefined);
    connectionLog.failed(cause.message);

    try {
      await client?.destroy();
      adaptTo(closeCode);
      await open();
    } catch (error) {
      if (closing.signal.aborted) return;
      connectionLog.ended((error as Error).message);
    }
  }

  return {
    open,

    async close() {
      closing.abort();
      if (!client) return;

      await endsWithin(clock, CLOSE_TIMEOUT_MS, client.destroy());
    },
  };
}

/** The close code that says the same as a failed login. `undefined`: there is none. */
function closeCodeOf(loginError: unknown): number | undefined {
  return Object(loginError).code === 'TokenInvalid' ? TOKEN_REFUSED : undefined;
}
