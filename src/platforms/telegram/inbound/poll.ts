import type { Update } from 'grammy/types';
import type { OnConnection } from '../../../contracts/platform.ts';
import { createBackoff } from '../../../lib/backoff.ts';
import { type Clock, sleep } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import { createLogOnce } from '../../../lib/log-once.ts';
import { TELEGRAM_TOKEN_CURE } from '../connection/read-settings.ts';
import { telegramStatus, toTelegramError } from '../connection/telegram-error.ts';
import { createUpdateIntake } from './update-intake.ts';

/** The parts of a poll. */
interface PollParts {
  getUpdates(request: UpdatesRequest, signal: AbortSignal): Promise<readonly Update[]>;
  /** Rejects when Telegram must deliver the update again. */
  accept(update: Update): Promise<void>;
  /** As in `Platform.start`. */
  readonly onConnection?: OnConnection | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** The parameters of one `getUpdates` call. */
export interface UpdatesRequest {
  /** The id of the first update to give. Telegram forgets all updates before it. */
  readonly offset: number;
  /** At most 100. */
  readonly limit: number;
  /** The number of seconds that Telegram waits for an update. */
  readonly timeout: number;
}

/** The running poll. */
export interface Poll {
  /**
   * Resolves when no update is being accepted any more, and Telegram knows which ones were
   * accepted. With `isReplaced`, Telegram is not told: another process may poll already, and a request would end its.
   */
  stop(options?: { readonly isReplaced: boolean }): Promise<void>;
}

const BATCH_SIZE = 100;
const LONG_POLL_SECONDS = 30;

/**
 * Telegram waits until it has updates. Another server may answer immediately, without updates or
 * with old ones: after such an answer, the poll pauses.
 */
const IMPATIENT_MS = 1_000;
const IMPATIENT_PAUSE_MS = 300;

const FIRST_RETRY_MS = 500;
const LONGEST_CONNECTION_RETRY_MS = 30_000;
/** New updates wait for this retry too, so it is shorter. */
const LONGEST_UPDATE_RETRY_MS = 5_000;

/**
 * After a restart, the last request of the old process may overlap with the first ones of the new
 * process.
 */
const HARMLESS_CONFLICT_MS = 30_000;
const CONFLICT_PAUSE_MS = 2_000;
const REFUSED_TOKEN_PAUSE_MS = 30_000;
/** Telegram asks for some seconds. Until a wait of a day is over, nobody would get an answer. */
const LONGEST_LIMIT_PAUSE_MS = 300_000;
const CONFIRM_TIMEOUT_MS = 3_000;

/**
 * Asks Telegram for updates until it is stopped.
 *
 * Telegram takes an offset as the receipt for all updates before it, so the offset moves only past
 * accepted updates. Updates that were not accepted when the process dies come again.
 */
export function startPoll({ getUpdates, accept, onConnection, clock, log }: PollParts): Poll {
  const intake = createUpdateIntake({ accept, clock, log });
  const retry = { clock, firstMs: FIRST_RETRY_MS, random: Math.random };
  const connectionBackoff = createBackoff({ ...retry, longestMs: LONGEST_CONNECTION_RETRY_MS });
  const updateBackoff = createBackoff({ ...retry, longestMs: LONGEST_UPDATE_RETRY_MS });
  const stopping = new AbortController();
  const { signal } = stopping;
  let confirmedOffset = 0;
  let isReplaced = false;
  let conflictSince: number | undefined;
  let hasReportedError = false;
  let failingSince: number | undefined;
  /** The causes of this outage. Each of them is one warning, and repetitions are for debugging. */
  const failures = createLogOnce(log);

  async function run(): Promise<void> {
    while (!signal.aborted) await pollOnce().catch(recover).catch(goOn);
    if (!isReplaced && intake.offset !== confirmedOffset) await confirmOffset();
  }

  async function pollOnce(): Promise<void> {
    const startedAt = clock.now();
    const { offset } = intake;
    const request = { offset, limit: BATCH_SIZE, timeout: LONG_POLL_SECONDS };
    const updates = await getUpdates(request, signal);

    confirmedOffset = offset;
    conflictSince = undefined;
    hasReportedError = false;
    reportRecovery();
    connectionBackoff.reset();

    const isEverythingAccepted = await intake.take(updates);
    if (!isEverythingAccepted) return updateBackoff.wait(signal);
    updateBackoff.reset();

    const hasNewUpdates = intake.offset !== offset;
    const isImpatient = clock.now() - startedAt < IMPATIENT_MS;
    if (!hasNewUpdates && isImpatient) await sleep(clock, IMPATIENT_PAUSE_MS, signal);
  }

  async function recover(error: unknown): Promise<void> {
    if (signal.aborted) return;
    failingSince ??= clock.now();

    const { kind, message, retryAfterMs } = toTelegramError('getUpdates', error);
    const status = telegramStatus(error);

    if (status === 409) return waitOutConflict();
    if (kind === 'rate_limit') {
      logFailureOnce(message);
      return sleep(clock, Math.min(retryAfterMs ?? 0, LONGEST_LIMIT_PAUSE_MS), signal);
    }
    if (status === 401 || status === 404) {
      reportErrorOnce(`token refused (${status}). ${TELEGRAM_TOKEN_CURE} Then start Parley again.`);
      return sleep(clock, REFUSED_TOKEN_PAUSE_MS, signal);
    }

    logFailureOnce(message);
    return connectionBackoff.wait(signal);
  }

  function logFailureOnce(message: string): void {
    failures.warn(message, { error: message }, 'telegram: polling failed, retrying');
    onConnection?.({ state: 'retrying', problem: message });
  }

  /** The last guard: a failure of the recovery itself must not end the poll. */
  function goOn(error: unknown): Promise<void> {
    log.error({ error: String(error) }, 'telegram: polling failed in an unknown way, retrying');
    return connectionBackoff.wait(signal);
  }

  /** Telegram answers 409 while another program polls for the same bot. */
  function waitOutConflict(): Promise<void> {
    conflictSince ??= clock.now();
    if (clock.now() - conflictSince >= HARMLESS_CONFLICT_MS) {
      reportErrorOnce(
        'another program fetches the updates of this bot (409 Conflict). Stop the other instance that runs with this ' +
          'TELEGRAM_TOKEN or the service that has set a webhook for it; if you know of none, send /revoke to ' +
          'https://t.me/BotFather and put the new token into TELEGRAM_TOKEN.',
      );
    }

    // The jitter keeps two instances from meeting at every request.
    return sleep(clock, CONFLICT_PAUSE_MS * (0.5 + Math.random()), signal);
  }

  /** An outage begins with its own lines, and ends with this one. */
  function reportRecovery(): void {
    if (failingSince !== undefined) {
      const seconds = Math.round((clock.now() - failingSince) / 1_000);
      log.info({ seconds }, 'telegram: polling works again');
      onConnection?.({ state: 'connected' });
    }
    failingSince = undefined;
    failures.forget();
  }

  function reportErrorOnce(message: string): void {
    if (!hasReportedError) log.error({}, `telegram: ${message}`);
    hasReportedError = true;
    onConnection?.({ state: 'retrying', problem: `Telegram: ${message}` });
  }

  /**
   * Without this receipt, the next process would get the newest updates again, and run their
   * commands twice.
   */
  async function confirmOffset(): Promise<void> {
    const request = { offset: intake.offset, limit: 1, timeout: 0 };
    await getUpdates(request, AbortSignal.timeout(CONFIRM_TIMEOUT_MS)).catch((error: unknown) => {
      log.warn(
        { error: toTelegramError('getUpdates', error).message },
        'telegram: last receipt failed, the newest updates will come again',
      );
    });
  }

  const running = run();

  return {
    async stop(options) {
      isReplaced = options?.isReplaced ?? false;
      stopping.abort();
      await running;
    },
  };
}
