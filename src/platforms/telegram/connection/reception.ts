import type { ConnectionMemory, OnConnection } from '../../../contracts/platform.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import type { UpdateSource } from '../inbound/update-source.ts';
import { attendAlone } from './attend-alone.ts';
import { toTelegramError } from './telegram-error.ts';

/** The running reception of updates. */
export interface Reception {
  /** Resolves when no update is being accepted any more. The signal of the reception has aborted before. */
  ended(): Promise<void>;
}

/** The parts of a reception. */
interface ReceptionParts {
  readonly source: UpdateSource;
  readonly botId: number;
  readonly memory: ConnectionMemory | undefined;
  readonly onConnection: OnConnection | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the platform stops. */
  readonly signal: AbortSignal;
}

/**
 * Receives the updates of a bot until `signal` aborts. Each bot has a name of its own among the processes, so that two
 * bots are attended to at the same time, and one never twice.
 *
 * @throws A `ConfigError` when a person must change something, a `PlatformError` when `signal` aborts before the end of
 * the start. The source is closed by then.
 */
export async function startReception(parts: ReceptionParts): Promise<Reception> {
  const { source, botId, memory, signal } = parts;
  const failed = new AbortController();

  try {
    const attended = await attendAlone({
      ...parts,
      name: `telegram:${botId}`,
      fleet: memory?.fleet,
      signal: AbortSignal.any([signal, failed.signal]),
    });
    const ended = async () => {
      await Promise.all([attended.ended, source.close()]);
    };
    if (!signal.aborted) return { ended };

    await ended();
    throw toTelegramError('the start', signal.reason, signal);
  } catch (error) {
    failed.abort();
    await source.close();
    throw error;
  }
}
