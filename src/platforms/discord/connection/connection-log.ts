import type { Clock } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import { createLogOnce } from '../../../lib/log-once.ts';
import { explainCloseCode } from './close-codes.ts';

/** Logs an outage of the connection: each different cause once, and its end once. */
export interface ConnectionLog {
  /** The gateway or the network closed the connection. */
  closed(code: number, reason: string): void;
  /** An attempt to connect failed. */
  failed(error: string): void;
  /** The connection works. */
  connected(): void;
}

interface ConnectionLogParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the connection is closed on purpose. */
  readonly closing: AbortSignal;
}

const MAX_REASON_LENGTH = 200;

/** Creates the log of one connection, over all its attempts. */
export function createConnectionLog({ clock, log, closing }: ConnectionLogParts): ConnectionLog {
  const outage = createLogOnce(log);
  let downSince: number | undefined;

  /** discord.js tries again every half a second, so a cause that was logged is only for debugging. */
  function logOnce(cause: string, fields: Record<string, unknown>, message: string): void {
    if (closing.aborted) return;
    downSince ??= clock.now();
    outage.warn(cause, fields, message);
  }

  return {
    closed(code, reason) {
      const { meaning, cure = '' } = explainCloseCode(code);
      const shortReason = reason.replace(/\s+/g, ' ').slice(0, MAX_REASON_LENGTH).toWellFormed();
      const message = `discord: gateway connection closed, ${meaning}. ${cure}`.trim();
      logOnce(`closed ${code} ${shortReason}`, { code, reason: shortReason }, message);
    },

    failed(error) {
      logOnce(`failed ${error}`, { error }, 'discord: connecting failed, retrying');
    },

    connected() {
      if (downSince !== undefined) {
        const seconds = Math.round((clock.now() - downSince) / 1_000);
        log.info({ seconds }, 'discord: connected again');
      }
      downSince = undefined;
      outage.forget();
    },
  };
}
