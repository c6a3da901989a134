import type { Clock } from '../lib/clock.ts';

interface RepeatOptions {
  readonly clock: Clock;
  readonly firstMs: number;
  readonly everyMs: number;
}

/** Runs `work`, which must not reject, again and again: the pause begins when it has ended. Gives the function that ends this. */
export function repeat(
  { clock, firstMs, everyMs }: RepeatOptions,
  work: () => Promise<void>,
): () => void {
  let isStopped = false;
  let cancel = clock.after(firstMs, run);

  function run(): void {
    void work().finally(() => {
      if (!isStopped) cancel = clock.after(everyMs, run);
    });
  }

  return () => {
    isStopped = true;
    cancel();
  };
}
