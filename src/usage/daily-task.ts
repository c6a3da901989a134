import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Calendar } from './calendar.ts';
import { logStoreFailure } from './log-store-failure.ts';

interface DailyTaskParts {
  readonly calendar: Pick<Calendar, 'today'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Work for the start of the program and of each day. */
export interface DailyTask {
  /** Resolves when nothing of it is running. */
  settled(): Promise<void>;
  /** Starts it no more. */
  stop(): void;
}

/** A new day is noticed at most this late. */
const LOOK_EVERY_MS = 10 * 60_000;

/** Begins the work now, and does it once a day. What fails is tried again at the next look. */
export function startDailyTask(
  { calendar, clock, log }: DailyTaskParts,
  work: () => Promise<void>,
): DailyTask {
  let doneOn = '';
  let running: Promise<void> | undefined;
  let stop: () => void;

  async function run(): Promise<void> {
    const today = calendar.today();
    if (doneOn === today) return;
    try {
      await work();
      doneOn = today;
    } catch (error) {
      logStoreFailure(log, error, 'usage: cannot tidy up, trying again later');
    }
  }

  function look(): void {
    stop = clock.after(LOOK_EVERY_MS, look);
    running ??= run().finally(() => {
      running = undefined;
    });
  }

  look();
  return { settled: async () => void (await running), stop: () => stop() };
}
