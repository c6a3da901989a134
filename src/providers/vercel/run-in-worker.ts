import { Worker } from 'node:worker_threads';
import type { Clock } from '../../lib/clock.ts';
import type { SandboxedCode, SandboxOutcome } from './run-sandboxed.ts';

/** The interpreter keeps its own, shorter limit; this one has the start of the thread in it, on a busy machine. */
const LONGEST_LIFE_MS = 5_000;

/** `runSandboxed` in a thread that lives no longer than it may, nor after an abort. */
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
  const cancel = clock.after(LONGEST_LIFE_MS, () => resolve({ problem: 'took too long' }));
  const onAbort = () => resolve({ problem: 'was not waited for' });
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  worker.once('message', resolve);
  worker.once('error', () => resolve({ problem: 'failed' }));
  try {
    return await promise;
  } finally {
    cancel();
    signal.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}
