import type { Inbox } from '../contracts/inbox.ts';
import type { NetworkState } from '../contracts/overview.ts';
import type { ConnectionMemory, ConnectionState, Platform } from '../contracts/platform.ts';
import { ConfigError, PlatformError } from '../errors.ts';
import { createBackoff } from '../lib/backoff.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createLogOnce } from '../lib/log-once.ts';

/** The receiver of the events, and what begins with the first connection. */
type StartableInbox = Inbox & { start(): void };

interface ConnectParts {
  /** `writes`: other processes take the events. Absent: the events go to the inbox. */
  readonly mode?: 'reads' | 'writes';
  /** Absent: each start of a platform begins anew. */
  readonly memory?: ConnectionMemory | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Called with each change of a platform's connection. */
  readonly onNetwork?: ((state: NetworkState) => void) | undefined;
}

const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;

/**
 * Connects the platforms, and starts the bot with the first one. Resolves when every platform was tried once;
 * further attempts follow in the background.
 *
 * @throws A `ConfigError` when no platform can ever work in this configuration.
 */
export async function connectPlatforms(
  platforms: readonly Platform[],
  bot: StartableInbox,
  parts: ConnectParts,
  signal: AbortSignal,
): Promise<void> {
  const results = await Promise.allSettled(
    platforms.map((platform) => connectPlatform(platform, bot, parts, signal)),
  );
  const failures = results.flatMap((result, index) =>
    result.status === 'rejected' ? { platform: platforms[index]?.name, error: result.reason } : [],
  );

  if (failures.length === platforms.length) {
    const messages = failures.map(({ error }) => error.message);
    throw new ConfigError(messages.join('\n'), { cause: failures[0]?.error });
  }
  for (const { platform = '', error } of failures) leaveOut(platform, error.message, parts);
}

/**
 * Passes on the states of a connection that differ from the one before, once the platform is connected: until then,
 * the attempts to connect tell more.
 */
function followConnection(name: string, { onNetwork }: ConnectParts) {
  let isConnected = false;
  let last: ConnectionState = { state: 'connected' };

  const tell = () => onNetwork?.({ name, ...last });
  return {
    onConnection(state: ConnectionState): void {
      const isSame = state.state === last.state && state.problem === last.problem;
      last = state;
      if (isConnected && !isSame) tell();
    },

    /** It may have been lost again meanwhile. */
    begin(): void {
      isConnected = true;
      onNetwork?.({ name, state: 'connected' });
      if (last.state !== 'connected') tell();
    },
  };
}

/** Another platform works, so Parley goes on without this one. */
function leaveOut(name: string, problem: string, { log, onNetwork }: ConnectParts): void {
  log.error({ platform: name, error: problem }, 'platform: misconfigured, left out');
  onNetwork?.({ name, state: 'left out', problem });
}

/**
 * Resolves when the platform is connected, or when the
 * first attempt has failed; then further attempts follow.
 *
 * @throws A `ConfigError` when the first attempt finds that a person must change something.
 */
async function connectPlatform(
  platform: Platform,
  bot: StartableInbox,
  parts: ConnectParts,
  signal: AbortSignal,
): Promise<void> {
  const { clock, log, memory, onNetwork } = parts;
  const { name } = platform;
  const backoff = createBackoff({ clock, firstMs: FIRST_RETRY_MS, longestMs: LONGEST_RETRY_MS });
  const failures = createLogOnce(log);
  const connection = followConnection(name, parts);

  function logFailure(cause: string): void {
    if (signal.aborted) return;
    const fields = { platform: name, error: cause };
    failures.warn(cause, fields, 'platform: cannot connect, retrying');
    onNetwork?.({ name, state: 'retrying', problem: cause });
  }

  async function tryToConnect(): Promise<boolean> {
    try {
      if (parts.mode === 'writes') await platform.startWriting?.(memory);
      else await platform.start(bot, connection.onConnection, memory);
      // Answers on this platform need not wait for the other one.
      bot.start();
      log.info({ platform: name }, 'platform: connected');
      connection.begin();
      return true;
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      if (!signal.aborted)
        logFailure(error instanceof PlatformError ? error.message : String(error));
      return false;
    }
  }

  async function keepTrying(): Promise<void> {
    let isConnected = false;
    while (!isConnected) {
      await backoff.wait(signal);
      if (signal.aborted) return;
      isConnected = await tryToConnect();
    }
  }

  if (await tryToConnect()) return;
  keepTrying().catch((error: unknown) => {
    leaveOut(name, error instanceof ConfigError ? error.message : String(error), parts);
  });
}
