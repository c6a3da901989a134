import { Worker } from 'node:worker_threads';
import type { Clock } from '../../lib/clock.ts';
import type { SandboxedCode, SandboxOutcome } from './run-sandboxed.ts';

/**
 * Longer than the interpreter's own limit, since it includes the start of the thread on a busy
 * machine.
 */
const MAX_LIFETIME_MS = 5_000;

/** Runs `runSandboxed` in a thread, which ends after five seconds or an abort at the latest. */
export async function runInWorker(
  code: SandboxedCode,
  clock: Clock,
  signal: AbortSignal,
): Promise<SandboxOutcome> {
  const worker = new Worker(new URL('./sandbox-worker.ts', import.meta.url), {
    workerData: code,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 64 },
  });
  const { promise, resolve } = Promise.withResolvers<SandboxOutcome>();

  const cancelTimer = clock.after(MAX_LIFETIME_MS, () => resolve({ problem: 'took too long' }));
  const onAbort = () => resolve({ problem: 'was canceled' });
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  worker.once('message', resolve);
  worker.once('error', () => resolve({ problem: 'failed' }));

  try {
    return await promise;
  } finally {
    cancelTimer();
    signal.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}
