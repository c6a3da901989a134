import { parentPort, workerData } from 'node:worker_threads';
import { runSandboxed, type SandboxOutcome } from './run-sandboxed.ts';

// A thread of its own, since some loops inside of the interpreter check no deadline: only the end
// of the thread ends them.
const outcome: SandboxOutcome = await runSandboxed(workerData).catch(() => ({
  problem: 'failed',
}));
parentPort?.postMessage(outcome);
