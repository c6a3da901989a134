import type { OnConnection } from '../../../contracts/platform.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import { createLogOnce } from '../../../lib/log-once.ts';
import { explainCloseCode } from './close-codes.ts';

/** Logs an outage of the connection, each different cause once and its end once, and tells its state. */
export interface ConnectionLog {
  /** The gateway or the network closed the connection. */
  closed(code: number, reason: string): void;
  /** An attempt to connect failed. */
  failed(error: string): void;
  /** The connection works. */
  connected(): void;
  /** It does not connect again: a person must change something first. */
  ended(problem: string): void;
}

interface ConnectionLogParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the connection is closed on purpose. */
  readonly closing: AbortSignal;
  readonly onConnection: OnConnection;
}

/** Why the connection is lost. */
interface Outage {
  readonly cause: string;
  /** In whole sentences. */
  readonly problem: string;
}

const MAX_REASON_LENGTH = 200;

/** Creates the log of one connection, over all its attempts. */
export function createConnectionLog(parts: ConnectionLogParts): ConnectionLog {
  const { clock, log, closing, onConnection } = parts;
  const causes = createLogOnce(log);
  let downSince: number | undefined;

  /** discord.js tries again every half a second, so a cause that was logged is only for debugging. */
  function logOnce(
    { cause, problem }: Outage,
    fields: Record<string, unknown>,
    message: string,
  ): void {
    if (closing.aborted) return;
    downSince ??= clock.now();
    causes.warn(cause, fields, message);
    onConnection({ state: 'retrying', problem });
  }

  return {
    closed(code, reason) {
      const { meaning, cure = '' } = explainCloseCode(code);
      const shortReason = reason.replace(/\s+/g, ' ').slice(0, MAX_REASON_LENGTH).toWellFormed();
      const message = `discord: gateway connection closed, ${meaning}. ${cure}`.trim();
      const problem = `Discord's gateway closed the connection: ${meaning}. ${cure}`.trim();
      const outage = { cause: `closed ${code} ${shortReason}`, problem };
      logOnce(outage, { code, reason: shortReason }, message);
    },

    failed(error) {
      logOnce(
        { cause: `failed ${error}`, problem: error },
        { error },
        'discord: connecting failed, retrying',
      );
    },

    connected() {
      if (downSince !== undefined) {
        const seconds = Math.round((clock.now() - downSince) / 1_000);
        log.info({ seconds }, 'discord: connected again');
      }
      downSince = undefined;
      causes.forget();
      onConnection({ state: 'connected' });
    },

    ended(problem) {
      log.error({ error: problem }, 'discord: connection lost, giving up');
      onConnection({ state: 'left out', problem });
    },
  };
}
