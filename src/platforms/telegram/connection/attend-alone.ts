import type { Fleet } from '../../../contracts/fleet.ts';
import type { OnConnection } from '../../../contracts/platform.ts';
import type { ConfigError } from '../../../errors.ts';
import { type Clock, sleep } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import type { UpdateSource } from '../inbound/update-source.ts';

/** The parts of the attendance. */
interface AttendParts {
  readonly source: UpdateSource;
  /** The same in all processes, and another one for each bot. */
  readonly name: string;
  /** Absent: the process is alone. */
  readonly fleet: Fleet | undefined;
  readonly onConnection: OnConnection | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** After this time without the right to attend, another process has it. */
const RIGHT_WITHIN_MS = 2_000;

/**
 * Attends to a source of updates in one process at a time, until `signal` aborts. Resolves when the source is ready,
 * or when another process attends to it: then this one waits for its end, and counts as connected. `ended` resolves
 * when this process attends no more.
 *
 * @throws A `ConfigError` when a person must change something.
 */
export async function attendAlone(parts: AttendParts): Promise<{ readonly ended: Promise<void> }> {
  const { source, name, fleet, onConnection, clock, log, signal } = parts;
  const begun = Promise.withResolvers<'begun'>();
  const ready = Promise.withResolvers<ConfigError | undefined>();
  let isWaiting = false;

  async function attend(right: AbortSignal): Promise<void> {
    begun.resolve('begun');
    if (isWaiting)
      log.info({}, 'telegram: this process looks after the updates of the bot from now on');
    isWaiting = false;
    await source.attend(right, ready.resolve);
    ready.resolve(undefined);
    if (!signal.aborted)
      wait('telegram: this process no longer looks after the updates of the bot');
  }

  function wait(message: string): void {
    isWaiting = true;
    log.info({}, message);
    onConnection?.({ state: 'connected' });
  }

  async function run(): Promise<void> {
    try {
      await (fleet ? fleet.runAlone(name, attend, signal) : attend(signal));
    } catch (error) {
      log.error({ error: String(error) }, 'telegram: the updates of the bot are not attended to');
    } finally {
      ready.resolve(undefined);
    }
  }

  const ended = run();
  const outcome = await waitForRight(begun.promise, ended);
  if (outcome === undefined && !signal.aborted) wait(source.waitingMessage);
  const failure = outcome === 'begun' ? await ready.promise : undefined;
  if (failure) throw failure;
  return { ended };

  async function waitForRight(
    beginning: Promise<'begun'>,
    end: Promise<void>,
  ): Promise<'begun' | undefined> {
    const over = new AbortController();
    const patience = sleep(clock, RIGHT_WITHIN_MS, AbortSignal.any([over.signal, signal]));
    try {
      return await Promise.race([
        beginning,
        patience.then(() => undefined),
        end.then(() => undefined),
      ]);
    } finally {
      over.abort();
    }
  }
}
