import type { Update } from 'grammy/types';
import { type Clock, sleep } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import { createBackoff } from '../connection/backoff.ts';
import { TELEGRAM_TOKEN_CURE } from '../connection/read-settings.ts';
import { telegramStatus, toTelegramError } from '../connection/telegram-error.ts';
import { createUpdateIntake } from './update-intake.ts';

export interface PollParts {
  getUpdates(request: UpdatesRequest, signal: AbortSignal): Promise<readonly Update[]>;
  /** Rejects when the update must come again. */
  accept(update: Update): Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface UpdatesRequest {
  readonly offset: number;
  readonly limit: number;
  /** Seconds that Telegram waits for an update. */
  readonly timeout: number;
}

export interface Poll {
  /** Resolves when no update is being accepted any more, and Telegram knows which ones were. */
  stop(): Promise<void>;
}

const BATCH_SIZE = 100;
const LONG_POLL_SECONDS = 30;
/** Telegram waits for updates; a server that answers at once, with none or with old ones, would be asked without a pause. */
const IMPATIENT_MS = 1_000;
const PAUSE_MS = 300;
/** New updates wait as long behind one that fails. */
const LONGEST_RETRY_MS = 5_000;
/** At a restart, the old run's last request may overlap with the first ones of the new run. */
const HARMLESS_CONFLICT_MS = 30_000;
const CONFLICT_PAUSE_MS = 2_000;
const REFUSED_PAUSE_MS = 30_000;
const LAST_CALL_MS = 3_000;

/**
 * Asks for updates for ever. Telegram takes an offset as the receipt for all updates before it, so the offset moves only
 * behind accepted ones: what was not accepted when the process dies comes again.
 */
export function startPoll({ getUpdates, accept, clock, log }: PollParts): Poll {
  const intake = createUpdateIntake(accept, log);
  const backoff = createBackoff(clock);
  const retries = createBackoff(clock, LONGEST_RETRY_MS);
  const stopping = new AbortController();
  const { signal } = stopping;
  let confirmed = 0;
  let conflictSince: number | undefined;
  let hasWarned = false;

  async function run(): Promise<void> {
    while (!signal.aborted) await round().catch(recover);
    if (intake.offset !== confirmed) await confirm();
  }

  async function round(): Promise<void> {
    const askedAt = clock.now();
    const { offset } = intake;
    const updates = await getUpdates(
      { offset, limit: BATCH_SIZE, timeout: LONG_POLL_SECONDS },
      signal,
    );
    confirmed = offset;
    conflictSince = undefined;
    hasWarned = false;
    backoff.reset();
    const isComplete = await intake.take(updates);
    if (!isComplete) return retries.wait(signal);
    retries.reset();
    const isNothingNew = intake.offset === offset;
    if (isNothingNew && clock.now() - askedAt < IMPATIENT_MS) await sleep(clock, PAUSE_MS, signal);
  }

  async function recover(error: unknown): Promise<void> {
    if (signal.aborted) return;
    const { kind, message, retryAfterMs } = toTelegramError('getUpdates', error);
    const status = telegramStatus(error);
    if (status === 409) return waitOutConflict();
    if (kind === 'rate_limit') return sleep(clock, retryAfterMs ?? 0, signal);
    if (status === 401 || status === 404) {
      warnOnce(
        `Telegram no longer accepts TELEGRAM_TOKEN (${status}). ${TELEGRAM_TOKEN_CURE} Then start Parley again.`,
      );
      return sleep(clock, REFUSED_PAUSE_MS, signal);
    }
    log.warn({ error: message }, 'no updates from Telegram; trying again');
    return backoff.wait(signal);
  }

  function waitOutConflict(): Promise<void> {
    conflictSince ??= clock.now();
    if (clock.now() - conflictSince >= HARMLESS_CONFLICT_MS) {
      warnOnce(
        'Another program fetches the updates of this bot (409 Conflict). Stop the other instance that runs with this ' +
          'TELEGRAM_TOKEN or the service that has set a webhook for it; if you know of none, send /revoke to ' +
          'https://t.me/BotFather and put the new token into TELEGRAM_TOKEN.',
      );
    }
    return sleep(clock, CONFLICT_PAUSE_MS * (0.5 + Math.random()), signal);
  }

  function warnOnce(message: string): void {
    if (!hasWarned) log.error({}, message);
    hasWarned = true;
  }

  /** Else the next run would get the newest updates again, and carry out their commands a second time. */
  async function confirm(): Promise<void> {
    const request = { offset: intake.offset, limit: 1, timeout: 0 };
    await getUpdates(request, AbortSignal.timeout(LAST_CALL_MS)).catch((error: unknown) => {
      log.warn(
        { error: toTelegramError('getUpdates', error).message },
        'the newest updates will come again',
      );
    });
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
