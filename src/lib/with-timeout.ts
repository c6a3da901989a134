import type { Clock } from './clock.ts';

/** A limit for the time of some work. */
export interface Timeout {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Creates the error for the case that the time is over. */
  onTimeout(): Error;
}

/**
 * Gives the result of `run`. After `timeoutMs` it aborts the
 * signal of `run`, and rejects without waiting for `run` to end.
 *
 * @throws What `run` throws, or the error that `onTimeout` creates.
 */
export async function withTimeout<Result>(
  { clock, timeoutMs, onTimeout }: Timeout,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const { promise: timedOut, reject } = Promise.withResolvers<never>();

  const cancel = clock.after(timeoutMs, () => {
    reject(onTimeout());
    controller.abort();
  });

  try {
    return await Promise.race([run(controller.signal), timedOut]);
  } finally {
    cancel();
  }
}
