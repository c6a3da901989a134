import type { Clock } from './clock.ts';

export interface Timeout {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** The error to reject with. */
  onTimeout(): Error;
}

/**
 * Gives what `run` gives. After `timeoutMs` it aborts the signal that it handed to `run`, and rejects
 * without waiting for `run` to notice.
 *
 * @throws What `run` throws, or the error of `onTimeout`.
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
