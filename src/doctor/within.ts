import type { Clock } from '../lib/clock.ts';

/** How long something may take, and what it fails with then. */
export interface Limit {
  readonly clock: Clock;
  readonly ms: number;
  overdue(seconds: number): Error;
}

/** Gives what `run` does; when the time is over, tells it by the signal and rejects without waiting for it. */
export async function within<Result>(
  { clock, ms, overdue }: Limit,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const tooLong = new AbortController();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const cancel = clock.after(ms, () => {
    reject(overdue(ms / 1000));
    tooLong.abort();
  });
  try {
    return await Promise.race([run(tooLong.signal), ended]);
  } finally {
    cancel();
  }
}
